let largest items =
  match items with
  | [] -> invalid_arg "largest"
  | first :: rest -> List.fold_left max first rest

let () = print_int (largest [4; 9; 2])
