"""Small random models, built otherwise than the edition's."""

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

MERGES = [("Ġ", "c"), ("Ġc", "a"), ("Ġca", "t"), ("Ġcat", "s"), ("t", "h")]


def small_tokenizer(begins_with_bos: bool):
    """Bytes, a few merges, and a <bos> before every text if asked for."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    names = ["<eos>", "<bos>", *letters, *(a + b for a, b in MERGES)]
    core = Tokenizer(models.BPE({name: i for i, name in enumerate(names)}, MERGES))
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    core.add_special_tokens(["<eos>", "<bos>"])
    if begins_with_bos:
        core.post_processor = processors.TemplateProcessing(
            single="<bos> $A", special_tokens=[("<bos>", 1)]
        )
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=core, bos_token="<bos>", eos_token="<eos>"
    )


SIZES = {"hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 4, "vocab_size": 300}
CONFIGS = {
    "Llama": transformers.LlamaConfig(**SIZES, num_key_value_heads=2, intermediate_size=48),
    "GPT-2": transformers.GPT2Config(**SIZES, n_inner=48),
    "Pythia": transformers.GPTNeoXConfig(**SIZES, intermediate_size=48),
}


def pair(name: str):
    """A model and its tokenizer: 'GPT-2', 'Llama with <bos>'."""
    kind, _, bos = name.partition(" with ")
    torch.manual_seed(0)
    network = transformers.AutoModelForCausalLM.from_config(
        CONFIGS[kind], attn_implementation="eager"
    )
    return network.eval().requires_grad_(False), small_tokenizer(bool(bos))
