let collatz start =
  let n = ref start and steps = ref 0 in
  while !n <> 1 do
    n := if !n mod 2 = 0 then !n / 2 else 3 * !n + 1;
    incr steps
  done;
  !steps

let () = print_int (collatz 27)
