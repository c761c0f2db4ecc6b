"""Words after /export → which file is written, and how; or what a browser is given to save."""

from io import StringIO
from pathlib import Path
from typing import get_args

from textual.app import App

from index.errors import QuestionError
from qa.places import expanded
from qa.printing.exporting import Exported, Form, form_of, page, usual_file, usual_name, write

_TYPES: dict[Form, str] = {"markdown": "text/markdown", "html": "text/html", "json": "application/json"}


def export(exported: Exported, words: str) -> Path:
    """Write a conversation to the file the words name, and return that.

    Args:
        exported: The conversation.
        words: A form, a file, or both, or neither: then it is Markdown, in a file after its title
            in the directory the chat was begun in.

    Raises:
        QuestionError: The file's ending stands for no form, or there is nothing to write.
        ReadError: The file is there already, or cannot be written.
    """
    if not exported.turns:
        raise QuestionError("there is nothing to export yet: ask something first")
    form, named = _form_and_file(words)
    if not named:
        file = usual_file(exported, form or "markdown")
    else:
        file = expanded(named).absolute()
        form = form or form_of(file)
        if form is None:
            raise QuestionError(f"{named}: name a file that ends in .md, .html or .json")
    write(exported, file, form or "markdown")
    return file


def deliver(app: App[None], exported: Exported, words: str = "") -> str | None:
    """Have the browser that shows the chat save a conversation, and return the name it gets.

    `None` where the chat is in a terminal, the words name a file, or there is nothing to save: then
    nothing is done.
    """
    given, named = _form_and_file(words)
    if named or not app.is_web or not exported.turns:
        return None
    form = given or "markdown"
    name = usual_name(exported, form)
    app.deliver_text(StringIO(page(exported, form)), save_filename=name, mime_type=_TYPES[form])
    return name


def _form_and_file(words: str) -> tuple[Form | None, str]:
    first, _, rest = words.partition(" ")
    form = _form(first)
    return form, rest.strip() if form else words.strip()


def _form(word: str) -> Form | None:
    """Return the form that is meant by its name, or by the ending of its files."""
    named: dict[str, Form] = {form: form for form in get_args(Form)} | {"md": "markdown", "htm": "html"}
    return named.get(word.lower().lstrip("."))
