let rec power base exponent =
  if exponent = 0 then 1
  else
    let half = power base (exponent / 2) in
    if exponent mod 2 = 0 then half * half
    else half * half * base

let () = print_int (power 3 5)
