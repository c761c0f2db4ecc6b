"""What becomes of a model's sentence that its evidence does not carry."""

from typing import Literal, get_args

Unsupported = Literal["quote", "cut", "mark"]
"""`quote`: the evidence stands in its place, word for word; `cut`: it is left out, unless nothing
else is left to say; `mark`: it is shown, and said to be unsupported."""

UNSUPPORTED: tuple[Unsupported, ...] = get_args(Unsupported)
