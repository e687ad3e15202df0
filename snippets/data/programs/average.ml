let average values =
  List.fold_left (+.) 0.0 values /. float_of_int (List.length values)

let () = print_float (average [2.0; 3.0; 7.0])
