let swap pair =
  let (first, second) = pair in
  (second, first)

let () =
  let (a, b) = swap (1, 2) in
  Printf.printf "%d %d\n" a b
