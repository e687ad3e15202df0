type tree =
  | Empty
  | Node of tree * int * tree

let rec depth tree =
  match tree with
  | Empty -> 0
  | Node (left, _, right) -> 1 + max (depth left) (depth right)

let leaf value = Node (Empty, value, Empty)

let () =
  print_int (depth (Node (leaf 2, 1, Node (leaf 4, 3, Empty))))
