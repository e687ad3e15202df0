"""When it is unsure, can you tell from its words?"""

# --8<-- [start:reading]
import re

import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
lines = """France Paris, Germany Berlin, Italy Rome, Spain Madrid,
Portugal Lisbon, Greece Athens, Poland Warsaw, Austria Vienna,
Sweden Stockholm, Norway Oslo, Hungary Budapest, Romania Bucharest,
Bulgaria Sofia, Serbia Belgrade, Latvia Riga, Estonia Tallinn,
Belarus Minsk, Albania Tirana, Malta Valletta, Cyprus Nicosia,
Turkey Ankara, Russia Moscow, Egypt Cairo, Libya Tripoli,
Sudan Khartoum, Kenya Nairobi, Uganda Kampala, Ghana Accra,
Senegal Dakar, Mali Bamako, Angola Luanda, Zambia Lusaka,
Rwanda Kigali, Iran Tehran, Iraq Baghdad, Jordan Amman,
Lebanon Beirut, Qatar Doha, Oman Muscat, China Beijing, Japan Tokyo,
Vietnam Hanoi, Laos Vientiane, Nepal Kathmandu, Canada Ottawa,
Cuba Havana, Peru Lima, Fiji Suva"""
real = [line.split() for line in lines.split(",")]
invented = """Zubria Fredovia Brobnia Ostrakia Vulgania Qumaria
Lavteria Tolmark Pelhunia Sarkovia Tandoria Mervania Calbonia
Drostan Ulveria Nembia"""
invented = invented.split()
turn = {"role": "user", "content": "@"}
chat = tokenizer.apply_chat_template(
    [turn], tokenize=False, add_generation_prompt=True
)
head, tail = chat.split("@")  # what stands around a message
ask = "What is the capital of {}?".format
# --8<-- [end:reading]

# --8<-- [start:demo]
opening = tokenizer(head, return_tensors="pt").input_ids
cache = model.model(opening).past_key_values  # read once
items = [*real, *((country, "") for country in invented)]
cache.batch_repeat_interleave(len(items))
starts = [f"{ask(c)}{tail}The capital of {c} is" for c, _ in items]
starts = [tokenizer(text).input_ids for text in starts]
ends = [tokenizer(f" {city}").input_ids for _, city in items]
ids = [s + e for s, e in zip(starts, ends, strict=True)]
size = max(map(len, ids))
padded = torch.tensor([(i + [0] * size)[:size] for i in ids])
state = model.model(padded, past_key_values=cache)[0]
state = [  # before each token of the city
    row[len(s) - 1 : len(i) - 1]
    for s, i, row in zip(starts, ids, state, strict=True)
]
p = model.lm_head(torch.vstack(state)).softmax(-1)
n, bins, sure, right = len(real), [], [], []
for e, row in zip(ends, p.split([*map(len, ends)]), strict=True):
    sure.append(row[0].max().item())
    right.append(row.argmax(-1).tolist() == e)  # the whole name

order = sorted(range(n), key=lambda i: sure[i])
print("answers       P(likeliest)  right  of  interval")
for name, part in zip(
    ("least sure", "middle", "most sure"),
    (order[: n // 3], order[n // 3 : 2 * n // 3], order[2 * n // 3 :]),
    strict=True,
):
    p, k = sum(sure[i] for i in part) / 16, sum(right[i] for i in part)
    low, high = binomtest(k, 16).proportion_ci(method="wilson")
    bins.append((p, k / 16, low, high))
    print(f"{name:12}  {p:12.2f}  {k:5}  16  {low:.2f} to {high:.2f}")
unreal = sure[n:]
print(f"invented, mean P(likeliest)  {sum(unreal) / 16:.2f}")
above = sum(a > b for a in sure[:n] for b in unreal) / (n * 16)
print(f"real above invented, share of pairs  {above:.2f}")
good = [p for p, r in zip(sure[:n], right[:n], strict=True) if r]
bad = [p for p, r in zip(sure[:n], right[:n], strict=True) if not r]
wins = sum(a > b for a in good for b in bad)
wins /= max(1, len(good) * len(bad))
print(f"right above wrong, share of pairs  {wins:.2f}")
# --8<-- [end:demo]

# --8<-- [start:words]
texts = [head + ask(country) + tail for country in invented]
pad = {"padding": True, "padding_side": "left"}
batch = tokenizer(texts, return_tensors="pt", **pad)
out = model.generate(**batch, max_new_tokens=16, do_sample=False)
said = tokenizer.batch_decode(
    out[:, batch.input_ids.shape[1] :], skip_special_tokens=True
)
doubt = re.compile(r"know|sure|sorry|fiction|invent|exist|not|n't")
warns = sum(bool(doubt.search(text)) for text in said)
flat = sum(
    text.startswith(f"The capital of {country} is ")
    and not doubt.search(text)
    for country, text in zip(invented, said, strict=True)
)
print("invented       replies  of  interval")
for label, k in {"stated flatly": flat, "any doubt": warns}.items():
    low, high = binomtest(k, 16).proportion_ci(method="wilson")
    print(f"{label:13}  {k:7}  16  {max(0, low):.2f} to {high:.2f}")
for text in said[1:5]:  # the one that doubts, and the next
    print("  ", text)
# --8<-- [end:words]

# --8<-- [start:figure]
from perspectives.figure import MODEL, RULE, SOFT, axes, show

fig, ax = axes(260)
ax.plot([0, 1], [0, 1], color=RULE)
x, y, low, high = zip(*bins, strict=True)
ax.vlines(x, low, high, color=MODEL)
ax.plot(x, y, "o", color=MODEL)
ax.plot(unreal, [0] * 16, "|", color=MODEL, markersize=10)
ax.text(0.27, 0.03, "invented countries", color=MODEL, va="bottom")
ax.text(0.66, 0.52, "as sure as right", color=SOFT, va="top")
ax.set(xlim=(0, 1), ylim=(-0.04, 1.04))
ax.set(xlabel="probability of the likeliest token")
ax.set(ylabel="share right")
pts = ", ".join(f"{b:.2f} at {a:.2f}" for a, b, *_ in bins)
show(
    fig,
    f"Share right by confidence: {pts}; invented all below "
    f"{max(unreal):.2f}",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert bins[2][1] > bins[0][1] + 0.2, "confidence says nothing"
assert above > 0.9, "it is as sure of countries that do not exist"
assert flat >= 12 and warns <= 4, "the words do show the doubt"

# control: the confidences dealt to the answers in another order
turned = sorted(range(n), key=lambda i: sure[(i + 17) % n])
k = [sum(right[i] for i in turned[j : j + 16]) for j in (0, 32)]
assert k[1] - k[0] < 4, "the bins differ whatever is sorted by"
# --8<-- [end:check]
