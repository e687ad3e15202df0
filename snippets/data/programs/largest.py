def largest(items):
    best = items[0]
    for x in items[1:]:
        if x > best:
            best = x
    return best

print(largest([4, 9, 2]))
