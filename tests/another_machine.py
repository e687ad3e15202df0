"""Matrix products as another machine rounds them.

    PYTHONPATH=tests pytest -p another_machine docs

Each product of torch is made in two halves and added up, so that its sums run in another order, on
any processor. The model's logits then differ from the recorded ones as they do between MKL's
kernels with and without fused multiplication, by 6e-5 at most.
"""

import torch
from torch.nn import functional

whole, whole_linear = torch.matmul, functional.linear


def halves(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    half = a.shape[-1] // 2
    if not half:
        return whole(a, b)
    above, below = (b[:half], b[half:]) if b.dim() == 1 else (b[..., :half, :], b[..., half:, :])
    return whole(a[..., :half], above).add_(whole(a[..., half:], below))


def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
    if weight.dim() != 2:
        return whole_linear(x, weight, bias)
    product = halves(x, weight.T)
    return product if bias is None else product + bias


torch.matmul = torch.Tensor.matmul = torch.Tensor.__matmul__ = halves  # type: ignore[method-assign, assignment]
functional.linear = linear
