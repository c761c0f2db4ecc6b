"""What is in the library, and whether it is sound, on standard output."""

import sys
from dataclasses import asdict

import click

from index.bundled import EMBEDDING_MODEL, BundledModel, bundled_file
from index.embedder import known_model
from index.errors import ArticleQAError, QuestionError
from index.library import Library
from index.naming import identified
from index.preparing import measure_again
from index.rescue.mending import mend_indexes
from index.rescue.soundness import Check, check
from index.vectors import VectorIndex
from index.words import WordIndex
from qa.asking import never
from qa.commands.encoders import encoder_lines, encoder_object, encoder_standing
from qa.commands.notices import print_line
from qa.commands.opening import embedder_of, empty
from qa.commands.options import Choice
from qa.exits import DONE, FAILED, NOTHING
from qa.models.address import ModelAddress
from qa.models.bundled import LANGUAGE_MODEL
from qa.models.llm import Message
from qa.models.local_model import open_model
from qa.places import cache_directory, library_directory
from qa.printing import render
from qa.printing.controls import inert
from qa.printing.jsonform import article_object, entry_object, print_json
from qa.printing.unmatched import unmatched
from qa.settings import keys_for


def list_articles(choice: Choice, *, as_json: bool) -> int:
    """Print the articles of the library that are meant, a line each; return the exit code."""
    directory = library_directory(choice.library)
    style = render.style_of(sys.stdout)
    with Library.open(directory) as library:
        entries = [entry for entry in library.articles() if choice.scope.holds(entry.article)]
        if library.is_empty:
            print_line(empty(directory))
        elif missing := unmatched(library, choice.scope):
            print_line(missing)
    if as_json:
        print_json([entry_object(entry) for entry in entries])
    else:
        for entry in entries:
            click.echo(render.article_line(entry, style))
    return DONE if entries or choice.scope.everything else NOTHING


def show_article(given: str, choice: Choice, *, as_json: bool) -> int:
    """Print one article, whole; return the exit code.

    Raises:
        QuestionError: No article, or more than one, has an id that begins so.
    """
    with Library.open(library_directory(choice.library)) as library:
        identifier = identified(given, library)
        article = library.article(identifier)
        passages = library.passages_of(identifier)
        told = library.told_in(article.story) if article and article.story else ()
        others = library.described(other for other in told if other != identifier)
    if article is None:
        raise QuestionError(f"{given}: the article has just been removed; qa list prints the others")
    if as_json:
        print_json(article_object(article, passages, list(others)))
    else:
        style = render.style_of(sys.stdout)
        click.echo(render.article_page(article, style, others=list(others.values())))
    return DONE


def print_checks(choice: Choice, *, as_json: bool) -> int:
    """Print every check of models and library, with what mends a fault; return the exit code."""
    checks = [
        _bundled_check("embedding model", EMBEDDING_MODEL),
        _language_check(choice),
        *_library_checks(choice),
    ]
    encoder = encoder_standing(_embedder_name(choice), cache_directory())
    sound = all(one.ok for one in checks)
    if as_json:
        print_json(
            {"ok": sound, "checks": [asdict(one) for one in checks], "encoder": encoder_object(encoder)}
        )
        return DONE if sound else FAILED
    for one in checks:
        click.echo(f"{'ok   ' if one.ok else 'FAULT'} {one.name}: {inert(one.detail)}")
        if one.remedy:
            click.echo(f"      → {inert(one.remedy)}")
    for line in encoder_lines(encoder):
        click.echo(f"      {inert(line)}")
    return DONE if sound else FAILED


def _embedder_name(choice: Choice) -> str | None:
    """Return the name of the library's embedder; `None`, which is the bundled one, without a library."""
    try:
        with Library.open(library_directory(choice.library)) as library:
            return library.info.embedder.name
    except ArticleQAError:
        return None  # the checks say what is wrong with it


def mend(choice: Choice) -> None:
    """Make indexes of the library anew that are not sound, and say which."""
    try:
        with Library.open(library_directory(choice.library)) as library:
            for name in mend_indexes(library):
                print_line(f"{library.directory}: made anew: {name}")
    except ArticleQAError:
        return  # the checks that follow say what is wrong


def measure(choice: Choice) -> None:
    """Have it measured anew how this machine runs the embedding model.

    Raises:
        ModelError: The model cannot be loaded, or what is measured cannot be kept.
    """
    model = known_model(_embedder_name(choice), cache=cache_directory())
    if model is not None:
        measure_again(model, print_line)


def _bundled_check(name: str, model: BundledModel) -> Check:
    try:
        file = bundled_file(model, cache=cache_directory())
    except ArticleQAError as error:
        return _fault(name, error)
    return Check(name, True, f"{model.name}, digest as published ({file})", None)


def _language_check(choice: Choice) -> Check:
    """Return whether the bundled model is as published, or the chosen one (QA_MODEL) answers."""
    name = "language model"
    if choice.model is None:
        return _bundled_check(name, LANGUAGE_MODEL)
    try:
        model = open_model(
            choice.model, cache=cache_directory(), context=choice.context, keys=keys_for(choice.model)
        )
        if isinstance(choice.model, ModelAddress):
            for _ in model.write([Message("user", "Say yes.")], max_tokens=16, cancelled=never):
                pass  # that it can be asked is what is checked
    except ArticleQAError as error:
        return _fault(name, error)
    can = "answers" if isinstance(choice.model, ModelAddress) else "can be loaded"
    return Check(name, True, f"{model.name} {can} ({choice.model}, {model.context:,} tokens)", None)


def _library_checks(choice: Choice) -> list[Check]:
    try:
        with Library.open(library_directory(choice.library)) as library:
            found = [Check("library", True, f"{library.directory} can be opened", None)]
            try:
                embedder = embedder_of(library, cache_directory(), print_line)
                found.append(
                    Check("embedder", True, f"{embedder.name}, which the library was made with", None)
                )
            except ArticleQAError as error:
                found.append(_fault("embedder", error))
            return [*found, *check(library, VectorIndex.open(library), WordIndex.open(library))]
    except ArticleQAError as error:
        return [_fault("library", error)]


def _fault(name: str, error: ArticleQAError) -> Check:
    """Return what is wrong as the error says it: what failed; what to do."""
    detail, semicolon, remedy = str(error).partition("; ")
    return Check(name, False, detail, remedy if semicolon else "look at the file and at its permissions")
