let rec digit_sum n =
  if n = 0 then 0
  else n mod 10 + digit_sum (n / 10)

let () = print_int (digit_sum 2718)
