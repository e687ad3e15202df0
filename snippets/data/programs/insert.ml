let rec insert x items =
  match items with
  | y :: rest when x > y -> y :: insert x rest
  | _ -> x :: items

let () = List.iter print_int (insert 4 [1; 3; 5; 7])
