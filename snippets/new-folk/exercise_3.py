"""At which temperature is it as sure as it is right?"""

# --8<-- [start:task]
import torch

from perspectives.model import load

model, tokenizer = load()
lines = """Germany Berlin, Spain Madrid, Greece Athens, Poland Warsaw,
Norway Oslo, Russia Moscow, Egypt Cairo, Kenya Nairobi,
Ghana Accra, Iraq Baghdad, China Beijing, Japan Tokyo, Cuba Havana,
Peru Lima, Canada Ottawa, Turkey Ankara, Mali Bamako, Fiji Suva,
Malta Valletta, Laos Vientiane"""
facts = [line.split() for line in lines.split(",")]
texts = [f"The capital of {country} is" for country, _ in facts]
pad = {"padding": True, "padding_side": "left"}
batch = tokenizer(texts, return_tensors="pt", **pad)
logits = model(**batch).logits[:, -1]
right = torch.tensor(
    [tokenizer(f" {city}").input_ids[0] for _, city in facts]
)

# at which temperature is the mean probability of the likeliest token
# equal to the share of capitals that it begins rightly?
# --8<-- [end:task]

# --8<-- [start:solution]
share = (logits.argmax(-1) == right).float().mean().item()


def sure(temperature):
    return (logits / temperature).softmax(-1).amax(-1).mean().item()


cold, hot = 0.05, 5.0
for _ in range(30):
    middle = (cold + hot) / 2
    if sure(middle) > share:
        cold = middle
    else:
        hot = middle
print(f"right  {share:.2f}")
print(f"sure at temperature 1  {sure(1):.2f}")
print(f"sure as it is right at temperature  {middle:.2f}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert abs(sure(middle) - share) < 0.001, "not yet as sure as right"
assert middle < 0.9, "it was as sure as right to begin with"

# control: the order of the tokens, and so what is right, stays put
cooled = (logits / middle).argmax(-1)
assert (cooled == logits.argmax(-1)).all(), "cooling mends no answer"
# --8<-- [end:check]
