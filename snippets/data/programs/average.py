def average(values):
    return sum(values) / len(values)

print(average([2.0, 3.0, 7.0]))
