"""A question as it was typed → one that can be searched."""

from index.errors import QuestionError
from qa.language.smalltalk import is_talk
from qa.language.terms import terms

LONGEST_QUESTION = 4_000
"""Characters that are searched; about two pages, more than any question is."""


def checked_question(question: str) -> str:
    """Return the question with single spaces; it may be without words, as "?!", and of any length.

    Raises:
        QuestionError: There is nothing in it.
    """
    tidy = " ".join(question.split())
    if not tidy:
        raise QuestionError('the question is empty: write it in quotes, as in qa ask "Who won?"')
    return tidy


def has_words(question: str) -> bool:
    """Return whether there is a letter or digit in it; without any, nothing can be found."""
    return any(character.isalnum() for character in question)


def may_be_answered(typed: str, understood: str) -> bool:
    """Return whether there is anything to look up: no talk, and a word that carries meaning.

    Args:
        typed: The question in the reader's words.
        understood: The question on its own; "why?" has the words of the dialogue there.
    """
    return has_words(understood) and bool(terms(understood)) and not is_talk(typed)


def searchable(question: str) -> str:
    """Return what is searched for a question: all of it, or its beginning and its end.

    What is longer than any question is a text with a question before it or after it. Each half is
    cut at a space, where there is one near.
    """
    if len(question) <= LONGEST_QUESTION:
        return question
    half = LONGEST_QUESTION // 2
    beginning, end = question[: half - 1], question[1 - half :]
    # A run of letters that fills a tenth of it is no word; it is cut where it has to be.
    near = half // 10
    last, first = beginning.rfind(" "), end.find(" ")
    if last >= len(beginning) - near:
        beginning = beginning[:last]
    if 0 <= first <= near:
        end = end[first + 1 :]
    return f"{beginning} {end}"
