let is_palindrome text =
  let n = String.length text in
  let rec check i =
    i >= n / 2 || (text.[i] = text.[n - 1 - i] && check (i + 1))
  in
  check 0

let () = print_string (string_of_bool (is_palindrome "level"))
