let divisors n =
  List.filter (fun d -> n mod d = 0) (List.init n (fun i -> i + 1))

let () = List.iter (Printf.printf "%d ") (divisors 60)
