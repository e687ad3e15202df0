"""Can a rule remember?"""

# --8<-- [start:task]
import re

rules = {
    r"\bi am (.*)": "For how long have you been {}?",
    r"\bi want to (.*)": "What would change if you did {}?",
}
default = "I see. What else is on your mind?"
talk = ["My brother called me.", "I am tired.", "It rained."]

# write `Eliza`, with a method `answer(message)`. When no rule fits,
# it comes back to someone whom you called "my ..." in an earlier
# message; if there was nobody, it gives the default answer.
# --8<-- [end:task]


# --8<-- [start:solution]
class Eliza:
    def __init__(self):
        self.people = []

    def answer(self, message):
        text = message.lower().strip(" .")
        earlier = self.people.copy()
        self.people += re.findall(r"\bmy (\w+)", text)
        for rule, reply in rules.items():
            if found := re.search(rule, text):
                return reply.format(found[1])
        if earlier:
            return f"You spoke of your {earlier[-1]}. Tell me more."
        return default


eliza = Eliza()
for message in talk:
    print(f"you    {message}\nELIZA  {eliza.answer(message)}")
# --8<-- [end:solution]

# --8<-- [start:check]
eliza = Eliza()
answers = [eliza.answer(message) for message in talk]
assert answers[0] == default, "nobody had been spoken of before"
assert "tired" in answers[1], "a rule that fits goes first"
assert "brother" in answers[2], "it does not remember"

# control: the same last message, in a talk of its own
assert Eliza().answer(talk[2]) == default, "it remembers another talk"
# --8<-- [end:check]
