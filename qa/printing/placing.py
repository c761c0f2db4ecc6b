"""Where in its article something stands, as it is printed."""

from collections.abc import Iterator

from index.outline import Place

UNDER = " › "
"""Between a title or heading and the heading below it."""
LEFT_OUT = "…"


def counted(place: Place) -> str:
    """Return "paragraph 12"; "" where nobody counted."""
    return "" if place.paragraph is None else f"paragraph {place.paragraph:,}"


def below_title(place: Place, room: int | None = None) -> str:
    """Return what follows a title: " › Section › Subsection, paragraph 12", or what there is room for.

    The outermost headings are left out first, then all of them; where there is no room at all it is "".

    Args:
        place: Its headings are printed as they were read: what shows them must make them harmless.
        room: Characters, or `None` for as many as it takes.
    """
    return next((form for form in _forms(place) if room is None or len(form) <= room), "")


def _forms(place: Place) -> Iterator[str]:
    """Yield the forms it can take, the longest first."""
    end = f", {number}" if (number := counted(place)) else ""
    headings = [" ".join(heading.split()) for heading in place.headings]
    for left_out in range(len(headings)):
        shown = [LEFT_OUT, *headings[left_out:]] if left_out else headings
        yield "".join(f"{UNDER}{heading}" for heading in shown) + end
    yield end
