let count letter text =
  let total = ref 0 in
  String.iter (fun c -> if c = letter then incr total) text;
  !total

let () = print_int (count 'a' "banana")
