def to_fahrenheit(celsius):
    return celsius * 9 / 5 + 32

for c in range(0, 50, 10):
    print(c, to_fahrenheit(c))
