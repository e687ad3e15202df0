"""What the parts of the model give, and how to interfere with them."""

# Each works inside a `with` statement, after which the model is as it
# was. The page "How we measure" shows this module: 72 columns.

# --8<-- [start:imports]
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager

from torch import Tensor
from torch.nn import Linear, Module, ModuleList
from transformers.pytorch_utils import Conv1D

from perspectives.model import load

Heads = Iterable[tuple[int, int]]  # as (block, head)

# --8<-- [end:imports]


# --8<-- [start:inside]
def blocks() -> ModuleList:
    """The blocks of the model, whatever it calls them."""
    model, _ = load()
    count = model.config.num_hidden_layers
    lists = (m for m in model.modules() if isinstance(m, ModuleList))
    return next(found for found in lists if len(found) == count)


@contextmanager
def read(*modules: Module) -> Iterator[list[Tensor]]:
    """What modules give, as they run: (batch, token, width) each."""
    seen: list[Tensor] = []

    def keep(module, args, output):
        seen.append(_tensor(output))

    hooks = [module.register_forward_hook(keep) for module in modules]
    try:
        yield seen
    finally:
        for hook in hooks:
            hook.remove()


@contextmanager
def replace(
    module: Module,
    change: Callable[[Tensor], Tensor],
) -> Iterator[None]:
    """What a module gives is changed: (batch, token, width) to same."""

    def put(module, args, output):
        new = change(_tensor(output))
        return (new, *output[1:]) if isinstance(output, tuple) else new

    hook = module.register_forward_hook(put)
    try:
        yield
    finally:
        hook.remove()


def _tensor(output) -> Tensor:
    return output[0] if isinstance(output, tuple) else output


# --8<-- [end:inside]


# --8<-- [start:heads]
def cut(heads: Heads) -> AbstractContextManager:
    """Attention heads, as (block, head), write nothing."""
    return _silent((slice(None), *head) for head in heads)


def cut_each(heads: Heads) -> AbstractContextManager:
    """In each row of a batch another head writes nothing."""
    return _silent((row, *head) for row, head in enumerate(heads))


@contextmanager
def _silent(places: Iterable[tuple]) -> Iterator[None]:
    """Heads, as (row or rows, block, head), write nothing."""
    model, _ = load()
    config = model.config
    width = config.hidden_size // config.num_attention_heads
    hooks = []

    def silence(row, head):
        def change(module, args):
            x = args[0].clone()  # (batch, token, heads * width)
            x[row, :, head * width : (head + 1) * width] = 0
            return (x,)

        return change

    try:
        for row, block, head in places:
            out = _out_projection(blocks()[block])
            mute = silence(row, head)
            hooks.append(out.register_forward_pre_hook(mute))
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _out_projection(block: Module) -> Module:
    """The matrix by which heads write: the last of attention's."""
    parts = {type(part).__name__: part for part in block.children()}
    attention = next(parts[k] for k in parts if k.endswith("Attention"))
    kinds = Linear | Conv1D
    return [m for m in attention.children() if isinstance(m, kinds)][-1]


# --8<-- [end:heads]
