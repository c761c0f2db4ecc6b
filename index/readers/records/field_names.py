"""Under which names records keep what an article is made of."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from index.errors import QuestionError

Field = Literal["title", "text", "url", "date", "authors", "source", "section", "language", "standfirst"]

FIELDS: tuple[Field, ...] = get_args(Field)

_USUAL: dict[Field, str] = {
    # What is surely the whole text comes before what may be a part of it.
    "text": "articlebody fulltext maintext bodytext contenthtml contenttext articletext text body content "
    "contents story storytext article document plaintext rawtext",
    "title": "headline title articletitle webtitle name",
    "url": "url link canonicalurl weburl articleurl permalink mainentityofpage externalurl pageurl sourceurl "
    "href guid id uri",
    "date": "datepublished publishedat pubdate publisheddate publishdate datepublish publicationdate "
    "published publishedon publishedtime publicationtime firstpublished webpublicationdate dateissued issued "
    "date time datecreated createdat created timestamp",
    "authors": "authors author byline creator creators writer writers authorname authornames",
    "source": "source publisher publication publicationname site outlet newspaper sitename sourcename "
    "website domain hostname sourcedomain",
    "section": "section articlesection sectionname category categories sections",
    "language": "language lang inlanguage languagecode locale",
    "standfirst": "standfirst dek deck subtitle subheadline subheading strapline description summary "
    "abstract excerpt shortdescription trailtext teaser",
}
"""By field, the names that exports, news programming interfaces and schema.org use, the best first; as `key`
makes them."""
USUAL: dict[Field, tuple[str, ...]] = {field: tuple(names.split()) for field, names in _USUAL.items()}
WEAK = frozenset("name id uri guid href created createdat datecreated time timestamp site domain".split())
"""Names that inside another object, such as a picture or a server, say nothing of the article."""
_ALIASES: dict[str, Field] = {"author": "authors", "body": "text", "headline": "title", "link": "url"}


@dataclass(frozen=True, slots=True)
class FieldNames:
    """Which names are to be read as what, where a person said so."""

    given: tuple[tuple[str, Field], ...] = ()
    """Pairs of a record's own name and what it is, in the order given; of two for one field the first that a
    record has is taken. A field that is not among them is looked for under its usual names, one that is under
    the given names only."""

    def of(self, field: Field) -> tuple[str, ...]:
        """The names given for a field; none where it is to be found by its usual names."""
        return tuple(name for name, what in self.given if what == field)


USUAL_NAMES = FieldNames()
"""None given: every field is looked for under its usual names."""


def parse(spec: str) -> FieldNames:
    """The names in a setting such as "headline=title,lead.text=text".

    On the left stands the record's name, in any case, with dots between the names of objects in each other;
    on the right one of `FIELDS`. Blanks around them do not matter.

    Raises:
        QuestionError: A part of it is no such pair, or names a field there is none of.
    """
    given: list[tuple[str, Field]] = []
    for pair in filter(None, (part.strip() for part in spec.split(","))):
        name, mark, what = (part.strip() for part in pair.rpartition("="))
        if not mark or not name:
            raise QuestionError(
                f'fields: "{pair}" is no pair; write NAME=FIELD, as in headline=title,body=text'
            )
        field = _field(what)
        if field is None:
            raise QuestionError(
                f'fields: "{what}" in "{pair}" is no field; the fields are {", ".join(FIELDS)}'
            )
        given.append((name, field))
    return FieldNames(tuple(given))


@lru_cache(4096)
def key(name: str) -> str:
    """`name` as names are compared: "dc:pubDate", "pub_date" and "PUB-DATE" are the same.

    One that begins with a low line is a database's and not the article's, and keeps it.
    """
    squeezed = re.sub(r"[\W_]", "", name[:200].rpartition(":")[2]).casefold()
    return f"_{squeezed}" if name.startswith("_") else squeezed


def _field(what: str) -> Field | None:
    lowered = what.lower()
    return next((field for field in FIELDS if field == lowered), _ALIASES.get(lowered))
