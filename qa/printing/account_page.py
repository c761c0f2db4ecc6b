"""How hits were found, as lines of text for a terminal or a pipe."""

from collections.abc import Iterator, Sequence

from qa.printing.explaining import Account, Note
from qa.printing.render import Style, plain


def page(account: Account, style: Style) -> str:
    """Return how hits were found: what was searched, a table, and what its columns say."""
    lines = [style.bold("How this was found"), *_notes(account.search, style)]
    if account.rows:
        lines += ["", style.cut(f"{account.header}  passage"), *_rows(account, style)]
        lines += ["", *_notes(account.meanings, style)]
    return "\n".join(lines)


def _notes(notes: Sequence[Note], style: Style) -> list[str]:
    width = max(len(note.label) for note in notes)
    return [
        style.wrapped(plain(note.text), first=f"{note.label:{width}}  ", indent=" " * (width + 2))
        for note in notes
    ]


def _rows(account: Account, style: Style) -> Iterator[str]:
    for row in account.rows:
        yield style.cut(f"{row.figures}  {plain(row.name)}")
        for remark in row.remarks:
            yield style.wrapped(plain(remark), indent="    ")
