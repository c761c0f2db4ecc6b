"""Colours: Textual's own themes, and two of high contrast."""

import os
from typing import TYPE_CHECKING

from textual.theme import Theme

from index.errors import QuestionError
from qa.settings import refused
from qa.tui.outfit import Outfit

if TYPE_CHECKING:
    from textual.app import App

VARIABLE = "QA_THEME"

THEMES = (
    Theme(
        name="contrast-dark",
        primary="#ffff00",
        secondary="#00ffff",
        accent="#ffff00",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        warning="#ffaf00",
        error="#ff8787",
        success="#87ff87",
        dark=True,
        variables={"text-muted": "#ffffff", "text-accent": "#ffff00", "footer-key-foreground": "#ffff00"},
    ),
    Theme(
        name="contrast-light",
        primary="#00005f",
        secondary="#5f0000",
        accent="#00005f",
        foreground="#000000",
        background="#ffffff",
        surface="#ffffff",
        panel="#ffffff",
        warning="#5f3700",
        error="#870000",
        success="#005f00",
        dark=False,
        variables={"text-muted": "#000000", "text-accent": "#00005f", "footer-key-foreground": "#00005f"},
    ),
)
"""Nothing is dimmed in them: what is muted elsewhere is told apart by its place and its signs."""


def chosen_theme(app: "App[None]", outfit: Outfit) -> str | None:
    """Return the theme of `QA_THEME`, else of the settings, else the one chosen last; `None` for none.

    Raises:
        QuestionError: `QA_THEME` names none.
        SettingsError: The settings name one that is none.
    """
    known = app.available_themes
    there = f"there are {', '.join(sorted(known))}"
    if named := os.environ.get(VARIABLE):
        if named not in known:
            raise QuestionError(f"{VARIABLE}={named} is no theme; {there}")
        return named
    settings, remembered = outfit.settings, outfit.remembered
    if settings and settings.theme:
        if settings.theme not in known:
            raise refused(settings.file, "theme", f"{settings.theme} is no theme; {there}")
        return settings.theme
    return remembered.theme if remembered and remembered.theme in known else None
