def is_palindrome(text):
    for i in range(len(text) // 2):
        if text[i] != text[len(text) - 1 - i]:
            return False
    return True

print(is_palindrome("level"))
