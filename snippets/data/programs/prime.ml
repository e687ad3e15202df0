let is_prime n =
  let rec check d =
    d * d > n || (n mod d <> 0 && check (d + 1))
  in
  n >= 2 && check 2

let () = print_string (string_of_bool (is_prime 91))
