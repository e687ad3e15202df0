"""A copy of the edition's model with its weights rounded to bfloat16.

    python tests/rounded.py FOLDER

`load` reads it back into float32, so that weights differ in their third digit and nothing else
does.
"""

import sys

import torch

from perspectives.model import load

if __name__ == "__main__":
    network, tokenizer = load.__wrapped__()
    network.to(torch.bfloat16).save_pretrained(sys.argv[1])
    tokenizer.save_pretrained(sys.argv[1])
