"""How much a BERT-like encoder must compute: counted from its configuration and its real tokens."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Shape:
    """What a transformer's matrices look like."""

    layers: int
    hidden: int
    inner: int
    """The width of its feed-forward layers."""

    @classmethod
    def of(cls, model: Path) -> Self:
        """Return that of a model's folder.

        Raises:
            OSError: Its configuration cannot be read.
            KeyError: It is of another kind.
        """
        stated = json.loads((model / "config.json").read_text("utf-8"))
        return cls(stated["num_hidden_layers"], stated["hidden_size"], stated["intermediate_size"])

    @property
    def matrices(self) -> tuple[tuple[int, int], ...]:
        """The weights of one layer, each (inputs, outputs), in the order they are used."""
        square = (self.hidden, self.hidden)
        return (square, square, square, square, (self.hidden, self.inner), (self.inner, self.hidden))

    def operations(self, lengths: Iterable[int]) -> int:
        """Return the additions and multiplications that texts of so many tokens cost.

        A token passes four matrices of hidden x hidden (query, key, value, output) and two of
        hidden x inner, an addition and a multiplication for each weight; and in a text of n tokens
        each is compared with all n, and takes its mixture of all n, hidden numbers each:

            layers x (n (8 hidden^2 + 4 hidden inner) + 4 n^2 hidden)

        after the count in appendix C of Hoffmann et al., "Training Compute-Optimal Large Language
        Models" (2022), without its embedding lookup, its softmax and its output layer, which are
        looked up, are small, and are not there. Padding does nothing that anybody asked for, and is
        not counted.
        """
        weights = 2 * sum(rows * columns for rows, columns in self.matrices)
        return self.layers * sum(n * weights + 4 * n * n * self.hidden for n in lengths)
