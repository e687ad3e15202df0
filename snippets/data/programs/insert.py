def insert(x, items):
    if not items or x <= items[0]:
        return [x] + items
    return [items[0]] + insert(x, items[1:])

print(insert(4, [1, 3, 5, 7]))
