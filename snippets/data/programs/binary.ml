let rec binary n =
  if n < 2 then string_of_int n
  else binary (n / 2) ^ string_of_int (n mod 2)

let () = print_endline (binary 37)
