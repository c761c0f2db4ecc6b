"""A model's pieces of text → its words for the reader: no thoughts, no tokens of a template, no mark-up."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

MOST_CHARACTERS = 4_000
"""What is read of one text, were the model to ignore how many tokens it may write; ten such answers."""

# A word is whole once white space follows it.
_WORD = re.compile(r"\s*\S+(?=\s)")
_THOUGHTS = r"</?(?:think|thinking|thoughts?|reasoning|reflection|scratchpad)>"
_THOUGHT = re.compile(_THOUGHTS, re.IGNORECASE)
_TAG = re.compile(
    rf"({_THOUGHTS}"
    r"|<[|｜][^<>]{1,40}?[|｜]>|\[/?INST\]|<</?SYS>>|</?s>|<(?:bos|eos|pad|unk)>|<(?:start|end)_of_turn>"
    r"|\[/?(?:BOS|EOS|SYSTEM_PROMPT|AVAILABLE_TOOLS)\])",
    re.IGNORECASE,
)
_ROLES = frozenset({"assistant", "user", "system", "model", "human"})

_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]?")
_LIST_SIGN = re.compile(r"[-*+•–—▪◦·‣>#|]+|\(?\d{1,2}[.)]|\(?[a-z]\)")
_EMPHASIS = re.compile(
    r"\*\*+|__+|~~+|`+|^(?P<before>\W*)[*_]+(?=\w|[“\"‘])|(?<=[\w.,!?…”\"’)\]])[*_]+(?=\W*$)"
)
_ESCAPED = re.compile(r"\\(?=[\[\]()*_#.])")
_HTML = re.compile(r"</?[A-Za-z][^<>\s]{0,20}/?>|<0x[0-9A-F]{2}>")
_STOP_AND_MARK = re.compile(r"([.!?…][”\"’)]*)(?=[\[【［({<]\W?\d)")
_RAISED = re.compile(r"(?<=[.!?…])[¹²³⁴⁵⁶⁷⁸⁹]+(?=\W*$)")
_PLAIN_DIGITS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")


def spoken(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the words of an answer as they become whole, each after a space or, in a new line, a line end.

    Thoughts between tags are left out, one that never closes with all that follows it. A token of a
    chat template before the first word is left out with the role it names; after it, it ends the
    text, for what follows is the next turn of a dialogue that the model makes up. Signs of lists,
    headings and emphasis are left out, and so are characters that are not printed. How the text is
    cut into pieces does not matter.
    """
    fresh = True
    for word in _for_the_reader(_words(pieces)):
        broken = "\n" in word[: len(word) - len(word.lstrip())]
        fresh = fresh or broken
        bare = _plain(word.strip())
        if not bare or (fresh and _LIST_SIGN.fullmatch(bare)):
            continue
        yield f"\n{bare}" if fresh else f" {bare}"
        fresh = False


def _words(pieces: Iterable[str]) -> Iterator[str]:
    """Yield each word with the white space before it, once white space follows."""
    text = ""
    room = MOST_CHARACTERS
    for piece in pieces:
        text += _printable(piece[:room])
        room -= len(piece)
        while match := _WORD.match(text):
            yield match.group()
            text = text[match.end() :]
        if room <= 0:
            return
    if text.strip():
        yield text.rstrip()


def _printable(text: str) -> str:
    """Return a text without characters that print nothing, but for those that join letters."""
    return "".join(
        character
        for character in text
        if character.isspace()
        or character in "\x1b\u200c\u200d"
        or (unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"} and character != "\ufffd")
    )


def _for_the_reader(words: Iterator[str]) -> Iterator[str]:
    """Yield the words outside thoughts, up to the first token that ends the turn."""
    thinking = begun = False
    before = ""
    for part in (part for word in words for part in _TAG.split(word)):
        if _THOUGHT.fullmatch(part):
            thinking, before = not part.startswith("</"), "\n"
        elif thinking:
            continue
        elif _TAG.fullmatch(part):
            if begun:
                return
        elif part.strip() and (begun or part.strip().lower() not in _ROLES):
            yield before + part
            begun, before = True, ""


def _plain(word: str) -> str:
    """Return a word without escapes, mark-up and emphasis, a mark parted from the full stop before it."""
    bare = _HTML.sub("", _ESCAPED.sub("", _ESCAPES.sub("", word).replace("\x1b", "")))
    bare = _EMPHASIS.sub(lambda match: match["before"] or "", bare)
    bare = _RAISED.sub(lambda raised: f"[{']['.join(raised[0])}]".translate(_PLAIN_DIGITS), bare)
    return _STOP_AND_MARK.sub(r"\1 ", bare)
