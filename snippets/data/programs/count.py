def count(letter, text):
    total = 0
    for c in text:
        if c == letter:
            total += 1
    return total

print(count("a", "banana"))
