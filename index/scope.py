"""Which articles a search looks at: some days, sources, authors, sections, languages, or some by name."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from index.errors import QuestionError
from index.period import Period
from index.records import Article

Field = Literal["source", "author", "section", "language"]
"""What articles can be chosen by, beside their days."""

_WORD = re.compile(r"\w+")
_UNMARKED = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
"""Letters whose mark Unicode does not take off, in lower case."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The articles that are of one wanted value in each field where any is wanted.

    Upper and lower case and accents are the same. A source, author or section is meant by some of
    its words: "guardian" means "The Guardian", "Smith" means "Jane Smith" and not "Smithson". A
    language is meant by its code, "en" means "en-GB" as well. An article without such a field is
    not meant by any value of it; an undated one belongs to every period.

    Raises:
        QuestionError: A value has no words in it.
    """

    period: Period = Period()  # noqa: RUF009 - frozen
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    """Ids of the only articles meant; none where any article may be."""
    without: tuple[str, ...] = ()
    """Ids of articles that are not meant, whatever else they are."""

    def __post_init__(self) -> None:
        for field, values in self.names.items():
            for value in values:
                if not words(value):
                    raise QuestionError(f"{field} {value!r} has no words: name the {field} by one or more")

    @property
    def names(self) -> dict[Field, tuple[str, ...]]:
        """What is wanted in each field; nothing where any value will do, or none."""
        return {
            "source": self.sources,
            "author": self.authors,
            "section": self.sections,
            "language": self.languages,
        }

    @property
    def everything(self) -> bool:
        """Whether no article is left out."""
        return self.period.everything and self.only_period and not self.only and not self.without

    @property
    def only_period(self) -> bool:
        """Whether articles are left out for no field but their days."""
        return not any(self.names.values())

    def holds(self, article: Article) -> bool:
        """Return whether an article is one of those meant."""
        return (
            (not self.only or article.id in self.only)
            and article.id not in self.without
            and self.period.holds(article.date)
            and (not self.sources or names_one(self.sources, (article.source,)))
            and (not self.authors or names_one(self.authors, article.authors))
            and (not self.sections or names_one(self.sections, (article.section,)))
            and (not self.languages or codes_one(self.languages, article.language))
        )


EVERYTHING = Scope()


def words(text: str) -> tuple[str, ...]:
    """Return the words of a name in order, as they are compared: without case and accents."""
    if text.isascii():
        return tuple(_WORD.findall(text.lower()))
    parts = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(character for character in parts if not unicodedata.combining(character))
    return tuple(_WORD.findall(bare.translate(_UNMARKED)))


def names_one(wanted: Iterable[str], values: Iterable[str | None]) -> bool:
    """Return whether all words of one wanted name stand in one of the values."""
    stated = [set(words(value)) for value in values if value]
    return any(set(words(name)) <= value for name in wanted for value in stated)


def codes_one(wanted: Iterable[str], language: str | None) -> bool:
    """Return whether a language is one of those wanted, or a variety of it; `None` is not."""
    stated = words((language or "").replace("_", "-"))
    codes = [words(code.replace("_", "-")) for code in wanted]
    return any(stated[: len(code)] == code for code in codes)
