"""Times PyTorch: float32, one thread. Prints what pages/measure.mjs measures of an engine.

python native.py START PROMPT COUNT       (START is the time at which this process was started)
"""

import json
import os
import sys
import time

import torch
from memory import proportional_set_size
from transformers import DynamicCache

from perspectives import model


def main(start: float, prompt: str, count: int) -> None:
    torch.set_num_threads(1)
    write = Writer()
    times = {"load": since(start)}
    for name in ("first", "again"):
        start = time.time()
        write(prompt, 1)
        times[name] = since(start)
    text, arrivals = write(prompt, count)
    times["token"] = (arrivals[-1] - arrivals[0]) / (count - 1) * 1000
    memory = proportional_set_size(os.getpid())
    print(json.dumps(times | {"tokens": count, "text": text, "memory": memory}))


def since(start: float) -> float:
    """Milliseconds."""
    return (time.time() - start) * 1000


class Writer:
    def __init__(self) -> None:
        self.network, self.tokenizer = model.load(attn_implementation="sdpa")

    def __call__(self, prompt: str, count: int) -> tuple[str, list[float]]:
        """The text of the likeliest tokens one after the other, and when each of them was there."""
        past = DynamicCache(config=self.network.config)
        ids = self.tokenizer(prompt, return_tensors="pt").input_ids
        written, arrivals = [], []
        while len(written) < count:
            logits = self.network(ids, past_key_values=past, logits_to_keep=1).logits
            ids = logits[:, -1:].argmax(-1)
            written.append(ids.item())
            arrivals.append(time.time())
        return self.tokenizer.decode(written), arrivals


main(float(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
