def swap(pair):
    first, second = pair
    return second, first

print(swap((1, 2)))
