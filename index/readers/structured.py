"""What a page says of itself to machines: meta elements and JSON-LD."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# schema.org types of which a page holds one that is its article; "Article" covers a dozen subtypes.
_ARTICLE_TYPE = re.compile(r"Article$|^(?:BlogPosting|Report|LiveBlogPosting|Review)$")
_PAGE_TYPE = re.compile(r"^(?:Web|Item|About)Page$")
_DEEPEST = 6
_WRAPPING = re.compile(
    r"^\s*(?:/\*\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?|(?:/\*\s*)?(?:\]\]>|-->)(?:\s*\*/)?\s*$|;\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


@dataclass(frozen=True, slots=True)
class Structured:
    """Meta elements by lower-case name, and the JSON-LD object of the article."""

    meta: Mapping[str, tuple[str, ...]]
    article: Mapping[str, object]
    """Empty where the page has none."""
    page: Mapping[str, object] = field(default_factory=dict)
    """The JSON-LD object of the page around it, such as a WebPage; empty where the page has none."""
    site: str | None = None
    """The name of the JSON-LD WebSite."""

    def first(self, *names: str) -> str | None:
        """The content of the first of the named meta elements that has any."""
        return next(iter(self.all(*names)), None)

    def all(self, *names: str) -> tuple[str, ...]:
        """Every content of the first of the named meta elements that has any."""
        return next((self.meta[name] for name in names if self.meta.get(name)), ())

    def text(self, name: str) -> str | None:
        """A JSON-LD property that is words, or the first of a list of them: the article's, or the page's."""
        value = self.article.get(name) or self.page.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        return " ".join(value.split()) or None if isinstance(value, str) else None

    def names(self, name: str) -> tuple[str, ...]:
        """The names of the persons or organisations under a JSON-LD property."""
        value = self.article.get(name)
        entries = value if isinstance(value, list) else [value]
        found = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries]
        return tuple(" ".join(entry.split()) for entry in found if isinstance(entry, str) and entry.strip())


def read(tree: Any) -> Structured:
    """What the head and the scripts of a parsed page say; broken JSON-LD says nothing.

    Args:
        tree: The page's root, an lxml element.
    """
    meta: dict[str, tuple[str, ...]] = {}
    for element in tree.iter("meta"):
        names = " ".join(element.get(key) or "" for key in ("property", "name", "itemprop", "http-equiv"))
        content = " ".join((element.get("content") or "").split())
        for name in names.lower().split():
            if content:
                meta[name] = (*meta.get(name, ()), content)
    objects = [found for script in tree.iter("script") for found in _objects(script)]
    article = next((found for found in objects if _is_of(found, _ARTICLE_TYPE)), {})
    page = next((found for found in objects if _is_of(found, _PAGE_TYPE)), {})
    site = next((found.get("name") for found in objects if found.get("@type") == "WebSite"), None)
    return Structured(meta, article, page, site if isinstance(site, str) and site.strip() else None)


def _objects(script: Any) -> Iterator[Mapping[str, object]]:
    if "ld+json" not in (script.get("type") or "").lower():
        return
    text = _WRAPPING.sub("", script.text or "").strip()
    for repaired in (text, _TRAILING_COMMA.sub("", text)):
        try:
            content: object = json.loads(repaired, strict=False)
        except (ValueError, RecursionError):  # a page's own mistake; its meta elements and its text remain
            continue
        yield from _mappings(content, 0)
        return


def _mappings(content: object, depth: int) -> Iterator[Mapping[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(content, list):
        for entry in content:
            yield from _mappings(entry, depth + 1)
    elif isinstance(content, dict):
        yield content
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _mappings(content.get(name), depth + 1)


def _is_of(found: Mapping[str, object], wanted: re.Pattern[str]) -> bool:
    kinds = found.get("@type")
    return any(wanted.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds]))
