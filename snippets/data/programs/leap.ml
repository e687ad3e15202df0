let is_leap year =
  if year mod 400 = 0 then true
  else if year mod 100 = 0 then false
  else year mod 4 = 0

let () = print_string (string_of_bool (is_leap 1900))
