let area width height =
  width * height

let () = print_int (area 3 4)
