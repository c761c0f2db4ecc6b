"""What stands before a sentence and says how it came about; colour only repeats it."""

from qa.records import Origin

SIGNS: dict[Origin, str] = {"written": "✓", "quoted": "=", "compared": "≠", "unsupported": "?"}

MEANINGS: dict[Origin, str] = {
    "written": "written and checked",
    "quoted": "quoted word for word",
    "compared": "set side by side, from several articles",
    "unsupported": "not supported by the articles",
}
