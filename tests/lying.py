"""Models that lie, each text made from the evidence of a real question, the same for the same seed.

Tests import them as `from lying import settings, Liar`.
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from pathlib import Path

from cited import hit

from index.readers.dispatch import read
from index.sentences import sentences
from qa.models.llm import Message
from qa.records import Citation

DATA = Path(__file__).parent / "data"
ENDLESS = 100_000
"""Pieces of a text without an end: more than anybody should read."""

_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_NEGATION = re.compile(r"\b(?:not|never|no|nobody|cannot|without) |n[’']t\b")
_VERB = re.compile(r"\b(?:was|were|is|are|had|has|will|would|can)\b")
_CLAUSE = re.compile(r"(?<=[,;:]) ")
_TURNED = {
    "more": "fewer", "fewer": "more", "less": "more", "rose": "fell", "fell": "rose", "before": "after",
    "after": "before", "first": "last", "last": "first", "opened": "closed", "closed": "opened", "up": "down",
    "may": "will", "could": "will", "million": "billion", "Monday": "Friday", "Tuesday": "Sunday",
    "January": "June", "March": "May", "April": "August", "all": "none", "most": "few", "won": "lost",
    "metres": "miles", "per cent": "per mille", "pounds": "dollars", "£": "$", "north": "south",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """A question, its evidence, and the articles that the evidence stands in."""

    question: str
    evidence: tuple[Citation, ...]
    articles: dict[str, str]
    """Name → text."""


@cache
def settings() -> tuple[Setting, ...]:
    """Return the sample questions, each with the sentence that answers it and two more of its article."""
    return tuple(_settings())


def _settings() -> Iterator[Setting]:
    for line in (DATA / "questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        name = row["article"] or "flood-hundreds-of-homes.html"
        text = _text(name)
        spans = sentences(text)
        answering = [span for span in spans if any(a in text[slice(*span)] for a in row["answers"])]
        chosen = [*answering[:1], *random.Random(row["id"]).sample(spans, 3)]
        evidence = tuple(
            Citation(
                n=n,
                hit=hit(text, rank=n, article=name),
                start=start,
                end=end,
                quote=text[start:end],
                score=1 / n,
            )
            for n, (start, end) in enumerate(list(dict.fromkeys(chosen))[:3], start=1)
        )
        yield Setting(row["question"], evidence, {name: text})


@cache
def _text(name: str) -> str:
    return read(DATA / "articles" / name).articles[0].text


@dataclass(frozen=True, slots=True)
class Lie:
    """What a model says, and which of its sentences are false."""

    text: str
    false: tuple[str, ...]
    """Without marks; none where the text only looks bad."""
    endless: bool = False


class Liar:
    """A model that says one lie, whatever it is asked; a `LanguageModel`."""

    name = "liar"
    context = 4096

    def __init__(self, lie: Lie, *, parameters: int) -> None:
        self.parameters = parameters
        self.pieces = 0
        """How many were read."""
        self._lie = lie

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return the number of words in all messages."""
        return sum(len(message.content.split()) for message in messages)

    def write(
        self, messages: Sequence[Message], *, max_tokens: int, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield the lie in pieces of a few letters; endless, it minds no limit of tokens."""
        text = self._lie.text.replace("{prompt}", messages[-1].content).replace(
            "{system}", messages[0].content
        )
        pieces = re.findall(r"(?s).{1,7}", text)
        for piece in chain.from_iterable(repeat(pieces, ENDLESS)) if self._lie.endless else pieces:
            self.pieces += 1
            yield piece


class _Told:
    """Sentences made from the evidence by one seed."""

    def __init__(self, setting: Setting, seed: int) -> None:
        self.chance = random.Random(f"{seed} {setting.question}")
        self.quotes = [" ".join(citation.quote.split()) for citation in setting.evidence]
        self.n = self.chance.randrange(len(self.quotes))
        self.one = self.quotes[self.n]
        self.other = self.quotes[self.n - 1]

    def mark(self, *others: int) -> str:
        return "".join(f"[{n + 1}]" for n in (self.n, *others))

    def changed(self, pattern: re.Pattern[str], new: Callable[[str], str]) -> str:
        """Return the sentence with one match of the pattern replaced; as it is where there is none."""
        found = list(pattern.finditer(self.one))
        if not found:
            return self.one
        match = self.chance.choice(found)
        return self.one[: match.start()] + new(match[0]) + self.one[match.end() :]


def _wrong_number(told: _Told) -> str:
    other = str(told.chance.randrange(3, 9_000) * 7 + 3)
    return told.changed(_NUMBER, lambda _: other)


def _number_from_elsewhere(told: _Told) -> str:
    numbers = [n for n in _NUMBER.findall(told.other) if n not in told.one]
    return told.changed(_NUMBER, lambda _: told.chance.choice(numbers)) if numbers else _wrong_number(told)


def _spelled_number(told: _Told) -> str:
    return told.changed(_NUMBER, lambda _: told.chance.choice(["ninety-seven", "two million", "a dozen"]))


def _wide_number(told: _Told) -> str:
    return told.changed(_NUMBER, lambda _: told.chance.choice(["９８７１", "٩٨٧", "9\u200b871", "9⁸"]))


def _swapped_names(told: _Told) -> str:
    names = list(dict.fromkeys(_NAME.findall(told.one)))
    if len(names) < 2:
        return told.changed(
            _NAME, lambda _: told.chance.choice(["Boris Quill", "Nairobi", "Zorland Council"])
        )
    first, second = told.chance.sample(names, 2)
    return told.one.replace(first, "\0").replace(second, first).replace("\0", second)


def _strange_name(told: _Told) -> str:
    return told.changed(_NAME, lambda _: told.chance.choice(["Boris Quill", "Nairobi", "Zorland"]))


def _dropped_negation(told: _Told) -> str:
    return told.changed(_NEGATION, lambda _: "")


def _added_negation(told: _Told) -> str:
    return told.changed(_VERB, lambda verb: f"{verb} not")


def _turned(told: _Told) -> str:
    words = [word for word in _TURNED if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", told.one)]
    if not words:
        return _added_negation(told)
    word = told.chance.choice(words)
    return told.one.replace(word, _TURNED[word], 1)


def _stitched(told: _Told) -> str:
    first, second = told.one.split(), told.other.split()
    return " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]])


def _stitched_quotation(told: _Told) -> str:
    return f"“{_stitched(told)}”"


def _clauses_crossed(told: _Told) -> str:
    return f"{_CLAUSE.split(told.one)[0].rstrip(',;:')}, {_CLAUSE.split(told.other)[-1]}"


def _embroidered(told: _Told) -> str:
    cost = told.chance.randrange(20, 900)
    return f"{told.one.rstrip('.”')}, which cost £{cost} million, experts in Geneva said."


def _words_missing(told: _Told) -> str:
    words = told.one.split()
    start = told.chance.randrange(1, max(2, len(words) - 4))
    return " ".join([*words[:start], *words[start + 3 :]])


def _from_memory(told: _Told) -> str:
    return told.chance.choice(
        [
            "Paris is the capital of France.",
            "The mayor, Donald Trump, resigned in 2019.",
            "In 1066 the Normans landed at Hastings.",
            "Die Brücke wurde im Jahr 1923 gebaut.",
            "桥梁于1923年建成。",
        ]
    )


FALSE: tuple[Callable[[_Told], str], ...] = (
    _wrong_number, _number_from_elsewhere, _spelled_number, _wide_number, _swapped_names, _strange_name,
    _dropped_negation, _added_negation, _turned, _stitched, _stitched_quotation, _clauses_crossed,
    _embroidered, _words_missing, _from_memory,
)  # fmt: skip
"""Ways to say what the evidence does not; where it has nothing to change, the sentence stays true."""


def _cut(told: _Told) -> str:
    """Return a clause or two of the sentence, which may be true."""
    clauses = _CLAUSE.split(told.one)
    start = told.chance.randrange(len(clauses))
    end = told.chance.randrange(start, len(clauses)) + 1
    return " ".join(clauses[start:end]).rstrip(",;:.") + "."


_DRESSES = (
    "{}", "{}", "{}", "{}", "{}", "- {}", "1. {}\n2. {}", "**{}**", "## {}", "> {}", "Answer: {}", "“{}”",
    "'{}'", "\x00{}\x07", "\x1b[31m{}\x1b[0m", "<think>{}</think> {}", "</think>{}", "<b>{}</b>",
    "<|im_start|>assistant\n{}<|im_end|>\n<|im_start|>user", "[/INST] {} </s><s>[INST] {} [/INST]",
    "According to the quotations, {}", "\u202e{}\u202c", "{prompt}\n{}", "{system} {}", "{} {prompt}",
    "Question: {}", "```\n{}\n```", "| {} |", "{}\n\n{}\n\n{}",
)  # fmt: skip


def lie(setting: Setting, seed: int) -> Lie:
    """Return a text of up to four sentences, some false, marked and dressed up by chance."""
    told = _Told(setting, seed)
    said: list[str] = []
    false: list[str] = []
    for _ in range(told.chance.randint(1, 4)):
        told.n = told.chance.randrange(len(told.quotes))
        told.one, told.other = told.quotes[told.n], told.quotes[told.n - 1]
        way = told.chance.choices([None, _cut, told.chance.choice(FALSE)], [1, 4, 8])[0]
        sentence = way(told) if way else told.one
        if way in FALSE and sentence not in told.quotes:
            false.append(sentence)
        said.append(_marked(sentence, told))
    text = told.chance.choice(["", " ", "\n"]).join(["", " ".join(said), ""])
    if told.chance.random() < 0.04:
        text = told.chance.choice(["", " \n\t", "[1]", "…", "\x00", "word " * 80, "I do not know."])
    dressed = told.chance.choice(_DRESSES).replace("{}", text)
    return Lie(dressed, tuple(false), endless=told.chance.random() < 0.1)


def _marked(sentence: str, told: _Told) -> str:
    n, other = told.n + 1, (told.n - 1) % len(told.quotes) + 1
    marked = [
        f"{sentence} [{n}]", f"{sentence} [{n}]", f"{sentence[:-1]} [{n}].", f"{sentence} [{other}]",
        f"{sentence} [{n}][{other}]", f"{sentence} [{n}, {other}]", f"{sentence}[{n}]", f"[{n}] {sentence}",
        f"{sentence} [1-3]", f"{sentence} [7]", f"{sentence} [0]", f"{sentence} [{n}42]", sentence,
        f"{sentence} ({n})", f"{sentence} 【{n}】", f"{sentence} {{{n}}}", f"{sentence} <{n}>",
        f"{sentence} [^{n}]", f"{sentence} [Quotation {n}]", f"{sentence}¹", f"{sentence} [{n}",
        f"{sentence} [source]",
    ]  # fmt: skip
    return told.chance.choice(marked)
