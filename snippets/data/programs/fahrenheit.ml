let to_fahrenheit celsius =
  celsius *. 9.0 /. 5.0 +. 32.0

let () =
  List.iter
    (fun c -> Printf.printf "%f %f\n" c (to_fahrenheit c))
    [0.0; 10.0; 20.0; 30.0; 40.0]
