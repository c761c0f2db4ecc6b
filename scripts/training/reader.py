"""The bundled embedding model, fine-tuned to mark where a passage answers a question."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertModel

from training.examples import Example

BATCH = 16
LEARNING_RATE = 1e-4
WARM_UP = 0.08
"""Share of the steps over which the learning rate rises; it falls to 0 over the rest."""
DECAY = 0.01
LARGEST_STEP = 1.0
"""Norm that gradients are cut to."""

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example in tokens: [CLS] question [SEP] title [SEP] passage [SEP]."""

    ids: list[int]
    first: int
    """The first token of the passage; those before it, but for [CLS], answer nothing."""
    spans: list[tuple[int, int]]
    """First and last token of each right answer; (0, 0), the [CLS], where there is none."""
    offsets: list[tuple[int, int]]
    """Characters of the passage that each of its tokens stands for."""


class MarkingReader(torch.nn.Module):  # type: ignore[misc]  # torch is not followed
    """A BERT with two numbers for each token: how much speaks for an answer that begins, or ends, there."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(folder, add_pooling_layer=False)
        self.bert.embeddings.word_embeddings.requires_grad_(False)  # shared with the embedding model
        self.ends = torch.nn.Linear(self.bert.config.hidden_size, 2)
        torch.nn.init.normal_(self.ends.weight, std=0.02)

    def forward(self, ids: Any, mask: Any, kinds: Any) -> Any:
        """Return start and end logits, shape (n, tokens, 2)."""
        states = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        return self.ends(states)


class Encoder:
    """Examples → tokens."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.cls = int(self._tokenizer.token_to_id("[CLS]") or 0)
        self.sep = int(self._tokenizer.token_to_id("[SEP]") or 0)

    def encode(self, example: Example) -> Encoded:
        """Return an example in tokens."""
        question, title = (
            self._tokenizer.encode(text, add_special_tokens=False).ids
            for text in (example.question, example.title)
        )
        passage = self._tokenizer.encode(example.text, add_special_tokens=False)
        head = [self.cls, *question, self.sep, *title, self.sep]
        spans = [
            (len(head) + inside[0], len(head) + inside[-1])
            for start, end in example.answers
            if (inside := [at for at, (a, b) in enumerate(passage.offsets) if a < end and b > start])
        ]
        return Encoded([*head, *passage.ids, self.sep], len(head), spans or [(0, 0)], passage.offsets)


def train(
    model: MarkingReader,
    epochs: Sequence[Sequence[Encoded]],
    sep: int,
    after: Callable[[int, int, float], None],
) -> None:
    """Train the model in place.

    Args:
        model: What to train.
        epochs: The examples of each epoch.
        sep: The id of [SEP].
        after: Called after every 50 steps with the step, their number and the mean loss of these.
    """
    plan = [list(_batches(epoch, seed)) for seed, epoch in enumerate(epochs)]
    steps = sum(map(len, plan))
    parameters = [one for one in model.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=LEARNING_RATE, weight_decay=DECAY)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (WARM_UP * steps), (steps - step) / (steps * (1 - WARM_UP)))
    )
    model.train()
    losses: list[float] = []
    for step, batch in enumerate((batch for epoch in plan for batch in epoch), start=1):
        loss = _loss(model(*_padded(batch, sep)), batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, LARGEST_STEP)
        optimizer.step()
        rate.step()
        losses.append(float(loss.detach()))
        if step % 50 == 0 or step == steps:
            after(step, steps, math.fsum(losses) / len(losses))
            losses = []


def _loss(logits: Any, batch: Sequence[Encoded]) -> Any:
    """Return the mean negative log-likelihood of a right beginning and a right end."""
    allowed = torch.full(logits.shape[:2], -1e9)
    right = torch.full((*logits.shape[:2], 2), -1e9)
    for row, one in enumerate(batch):
        allowed[row, 0] = 0
        allowed[row, one.first : len(one.ids) - 1] = 0
        for start, end in one.spans:
            right[row, start, 0] = 0
            right[row, end, 1] = 0
    scores = logits + allowed[:, :, None]
    return (torch.logsumexp(scores, 1) - torch.logsumexp(scores + right, 1)).mean()


def _batches(encoded: Sequence[Encoded], seed: int) -> Iterator[list[Encoded]]:
    """Yield batches of examples of like length, in random order."""
    order = sorted(range(len(encoded)), key=lambda at: len(encoded[at].ids))
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    for at in np.random.default_rng(seed).permutation(len(batches)):
        yield [encoded[one] for one in batches[at]]


def _padded(batch: Sequence[Encoded], sep: int) -> tuple[Any, Any, Any]:
    longest = max(len(one.ids) for one in batch)
    ids = torch.zeros((len(batch), longest), dtype=torch.long)
    mask, kinds = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        mask[row, : len(one.ids)] = 1
        kinds[row, one.ids.index(sep) + 1 : len(one.ids)] = 1
    return ids, mask, kinds


def logits_of(model: MarkingReader, encoded: Sequence[Encoded], sep: int) -> list[Array]:
    """Return start and end logits of each example, shape (tokens, 2)."""
    model.eval()
    order = sorted(range(len(encoded)), key=lambda at: len(encoded[at].ids))
    result: list[Array] = [np.zeros((0, 2), np.float32)] * len(encoded)
    for begin in range(0, len(order), 32):
        chosen = order[begin : begin + 32]
        with torch.no_grad():
            logits = model(*_padded([encoded[at] for at in chosen], sep)).numpy()
        for row, at in enumerate(chosen):
            result[at] = logits[row, : len(encoded[at].ids)]
    return result
