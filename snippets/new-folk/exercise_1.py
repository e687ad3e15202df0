"""How much does it take to be heard?"""

# --8<-- [start:task]
import re

rules = {
    r"\bi am (.*)": "For how long have you been {}?",
    r"\bi want to (.*)": "What would change if you did {}?",
    r"\bmy (\w+) never (.*)": "Is it only your {}?",
    r"\bi (miss|fear|hate) (.*)": "You {} {}. Since when?",
    r"(.*)": "I see. What else is on your mind?",
}
turn = {"i": "you", "me": "you", "my": "your", "am": "are"}
messages = [
    "I want to leave my job.",
    "I want to plim my dreeb.",
    "My mother never listens to me.",
    "My snarf never glims to me.",
    "It rained.",
]  # what does the first rule that fits make of each?
# --8<-- [end:task]


# --8<-- [start:solution]
def eliza(message):
    text = message.lower().strip(" .")
    for rule, answer in rules.items():
        if found := re.search(rule, text):
            words = [group.split() for group in found.groups()]
            turned = [
                " ".join(turn.get(w, w) for w in x) for x in words
            ]
            return answer.format(*turned)


from perspectives.measure import chat, greedy

said = [eliza(message) for message in messages]
replies = greedy([chat(message) for message in messages], 8)
for message, answer, reply in zip(messages, said, replies):
    print(f"you    {message}\nELIZA  {answer}")
    print(f"model  {reply.splitlines()[0]}")
# --8<-- [end:solution]

# --8<-- [start:check]
for sense, nonsense in ((0, 1), (2, 3)):
    same = [said[k].split()[:3] for k in (sense, nonsense)]
    assert same[0] == same[1], "ELIZA tells sense from nonsense"
assert "sorry" in replies[0], "the model has no condolence to offer"

# control: a message that no rule was made for
assert said[4].startswith("I see"), "a rule fits by chance"
# --8<-- [end:check]
