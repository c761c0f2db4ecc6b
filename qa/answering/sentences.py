"""A model's pieces of text → whole sentences, each with the marks it cites by."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from index.sentences import sentences
from qa.answering.spoken import spoken

_N = r"(?:(?:quotation|quote|source|article|passage|citation|evidence|ref|no)s?\.?\s*)?[#^]?\d{1,3}"
_NUMBERS = rf"\s*{_N}(?:\s*(?:[,;&–-]|and)\s*{_N})*\s*(?:†[^\]】\s]*)?\s*"
_SQUARE = rf"[\[【［]{_NUMBERS}[\]】］]"
_OTHER = rf"(?:\({_NUMBERS}\)|\{{{_NUMBERS}\}}|<{_NUMBERS}>|⟨{_NUMBERS}⟩|〔{_NUMBERS}〕)"
_MARKS = rf"\s*{_SQUARE}"
_MARK = rf"{_SQUARE}|{_OTHER}"
# Round brackets hold ages and scores too: they are marks only where a sentence ends.
_MARKS_AT_END = rf"(?:\s*{_OTHER})+(?=[\s.!?…”\"’]*$)"
_AFTER_STOP = rf"(?:[ ]*(?:{_SQUARE}|{_OTHER}))+"
_LINE_OF_MARKS = rf"(?:\s*(?:{_SQUARE}|{_OTHER}))+(?=\s*(?:\n|$))"
_MAYBE_MARKS = rf"\s*(?:(?:{_SQUARE}|{_OTHER})\s*)*(?:[\[【［({{<⟨〔][^\]】］)}}>⟩〕]{{0,40}})?$"
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)")
_LONGEST_RANGE = 20

STOPS = '.!?…。！？”"’)»'
"""What sentences end in."""
_LABEL = (
    r"^(?:(?:final |short )?answer|response|assistant|output|question|quotations?|note|a|q)\s*:\s*"
    r"|^(?:based on|according to|as (?:stated|said|mentioned) in) (?:the )?(?:provided |given )?"
    r"(?:quotation|quote|text|article|source|passage|excerpt|evidence|information)s?"
    r"(?: provided| given| above)?\s*,\s*"
)
_LINK = re.compile(r"\[([^\[\]]*)\]\(\S*?\)")
_TABLE_AND_RULE = re.compile(r"\s\|(?=\s|$)|(?:^|\s)[-=_]{3,}(?=\s|$)")


@cache
def _in_any_case(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled; not before a model has written something, as all of these take 12 ms."""
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence as a model said it."""

    words: str
    """In one line, without its marks; may be empty where a model only cites."""
    cited: tuple[int, ...]
    """The numbers of its marks in order, each once, whether or not there is such evidence."""
    whole: bool
    """It ends as sentences do, or in marks: not broken off, no heading."""


def sentences_said(pieces: Iterable[str]) -> Iterator[Said]:
    """Yield the sentences of a text as they become whole, with the marks after their full stops.

    A sentence is whole once the first word of the next is: that word may still show that the full
    stop before was none. What has neither words nor marks is left out.
    """
    text = ""
    for word in spoken(pieces):
        text = _joined(text, word)
        while (first := _end_of_first(text)) and not _in_any_case(_MAYBE_MARKS).match(text[first:]):
            yield from _parsed(text[:first])
            text = text[first:]
    while text.strip():
        first = _end_of_first(text)
        yield from _parsed(text[:first])
        text = text[first:]


def _joined(text: str, word: str) -> str:
    """Return the text and a word more; a line that was only wrapped goes on."""
    wrapped = word.startswith("\n") and word[1:2].islower() and text[-1:].isalnum()
    return f"{text} {word[1:]}" if wrapped else text + word


def _end_of_first(text: str) -> int:
    """Return where the first sentence ends, the marks after its full stop included; 0 for none."""
    end = next((end for _, end in sentences(text)), 0)
    match = _in_any_case(_LINE_OF_MARKS).match(text, end) or _in_any_case(_AFTER_STOP).match(text, end)
    return match.end() if match else end


def _parsed(text: str) -> Iterator[Said]:
    """Yield the sentence of a text with its marks taken out, or nothing where there is nothing in it."""
    line = " ".join(_TABLE_AND_RULE.sub(" ", _LINK.sub(r"\1", text)).split())
    at_end = _in_any_case(_MARKS_AT_END).search(line)
    bare = line if at_end is None else line[: at_end.start()] + line[at_end.end() :]
    found = [*_in_any_case(_MARKS).findall(bare), *([at_end[0]] if at_end else [])]
    words = _unlabelled(" ".join(_in_any_case(_MARKS).sub("", bare).split()))
    if not any(character.isalnum() for character in words):
        words = ""
    cited = tuple(dict.fromkeys(n for marks in found for n in _numbers(marks)))
    if words or cited:
        yield Said(words, cited, bool(cited) or words[-1] in STOPS)


def _unlabelled(words: str) -> str:
    """Return a sentence without a label or a lead-in before it, which say nothing."""
    bare = _in_any_case(_LABEL).sub("", words)
    return bare if bare == words else bare[:1].upper() + bare[1:]


def _numbers(marks: str) -> Iterator[int]:
    """Yield the numbers in marks; "1-3" is 1, 2 and 3."""
    for one in _in_any_case(_MARK).findall(marks):
        inner = _RANGE.sub(_counted, one.split("†")[0])
        yield from (int(n) for n in re.findall(r"\d+", inner))


def _counted(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    return " ".join(map(str, range(first, last + 1))) if 0 <= last - first < _LONGEST_RANGE else match[0]
