"""Words after /export → which file is written, and how."""

from pathlib import Path
from typing import get_args

from index.errors import QuestionError
from qa.places import expanded
from qa.printing.exporting import Exported, Form, form_of, usual_file, write


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
    first, _, rest = words.partition(" ")
    form = _form(first)
    named = rest.strip() if form else words.strip()
    if not named:
        file = usual_file(exported, form or "markdown")
    else:
        file = expanded(named).absolute()
        form = form or form_of(file)
        if form is None:
            raise QuestionError(f"{named}: name a file that ends in .md, .html or .json")
    write(exported, file, form or "markdown")
    return file


def _form(word: str) -> Form | None:
    """Return the form that is meant by its name, or by the ending of its files."""
    named: dict[str, Form] = {form: form for form in get_args(Form)} | {"md": "markdown", "htm": "html"}
    return named.get(word.lower().lstrip("."))
