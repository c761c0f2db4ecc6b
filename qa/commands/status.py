"""What the library holds and where everything stands, on standard output."""

from dataclasses import asdict, dataclass
from datetime import datetime

import click

from index.figures import Figures, figures
from index.inventory import LibraryInfo
from index.library import Library
from index.lock import Holder, writer_at_work
from index.rebuilding import is_unfinished
from index.vector_sizes import IndexKind
from index.vectors import VectorIndex
from qa.commands.options import Choice
from qa.exits import DONE
from qa.models.bundled import LANGUAGE_MODEL
from qa.places import cache_directory, library_directory
from qa.printing import render
from qa.printing.controls import inert
from qa.printing.jsonform import Json, print_json


@dataclass(frozen=True, slots=True)
class Standing:
    """A library as its status says it."""

    info: LibraryInfo
    figures: Figures
    index: IndexKind
    """Of the vector index as it lies on the disk, whether it is up to date or not."""
    writer: Holder | None
    """Who is writing now."""
    rebuilding: bool
    """Whether a rebuild was begun and is not finished."""


def print_status(choice: Choice, *, as_json: bool) -> int:
    """Print what the library holds and where everything stands; return the exit code."""
    directory = library_directory(choice.library)
    with Library.open(directory) as library:
        standing = Standing(
            info=library.info,
            figures=figures(library),
            index=VectorIndex(library).described(),
            writer=writer_at_work(directory),
            rebuilding=is_unfinished(library),
        )
    if as_json:
        print_json({**_library(standing), **_models(standing.info, choice), "cache": str(cache_directory())})
        return DONE
    for name, value in _lines(standing, choice):
        click.echo(f"{name:15} {inert(value)}")
    return DONE


def _library(standing: Standing) -> Json:
    held, info, writer = standing.figures, standing.info, standing.writer
    since = writer.since.isoformat() if writer and writer.since else None
    return {
        "library": str(info.directory),
        "uuid": info.uuid,
        "schema": info.schema,
        "articles": held.articles,
        "undated": held.undated,
        "stories": held.stories,
        "files": held.files,
        "passages": held.passages,
        "passage_tokens": info.settings.tokens,
        "pending": held.pending,
        "without_vector": held.pending,
        "first": str(held.first) if held.first else None,
        "last": str(held.last) if held.last else None,
        "left_out": {"paths": held.left_out_paths, "articles": held.left_out_articles},
        "bytes": held.sizes.total,
        "sizes": asdict(held.sizes),
        "bytes_per_passage": _share(held),
        "vector_index": asdict(standing.index),
        "written": held.written.isoformat() if held.written else None,
        "writer": {"pid": writer.pid, "since": since} if writer else None,
        "rebuild_unfinished": standing.rebuilding,
    }


def _models(info: LibraryInfo, choice: Choice) -> Json:
    return {
        "embedder": info.embedder.name,
        "embedder_digest": info.embedder.digest,
        "embedder_dimension": info.embedder.dimension,
        "model": str(choice.model) if choice.model else LANGUAGE_MODEL.name,
        "model_digest": None if choice.model else LANGUAGE_MODEL.sha256,
    }


def _share(held: Figures) -> int | None:
    """Return the bytes on disk for each passage, `None` where there is none."""
    return round(held.sizes.total / held.passages) if held.passages else None


def _lines(standing: Standing, choice: Choice) -> list[tuple[str, str]]:
    """Return the status as a person reads it: what is named, and what is said of it."""
    held, info = standing.figures, standing.info
    embedder = info.embedder
    model = str(choice.model) if choice.model else f"{LANGUAGE_MODEL.name} ({LANGUAGE_MODEL.sha256[:12]})"
    return [
        ("library", f"{info.directory} (schema {info.schema}, {info.uuid})"),
        ("articles", _said_of_articles(held)),
        ("passages", _said_of_passages(held, info.settings.tokens)),
        *_left_out(held),
        ("on disk", _said_of_disk(held)),
        ("vector index", _said_of_index(standing.index)),
        ("last written", _said_of_writing(standing)),
        ("embedding model", f"{embedder.name} ({embedder.digest[:12]}, {embedder.dimension} numbers)"),
        ("language model", model),
        ("cache", str(cache_directory())),
    ]


def _said_of_articles(held: Figures) -> str:
    dated = f", dated {held.first} to {held.last}" if held.first else ""
    undated = f", {held.undated:,} undated" if held.undated else ""
    stories = f", {_counted(held.stories, 'story', 'stories')} told more than once" if held.stories else ""
    return f"{held.articles:,} from {held.files:,} files{dated}{undated}{stories}"


def _said_of_passages(held: Figures, tokens: int) -> str:
    waiting = f"; {held.pending:,} not embedded yet: qa index PATH does the rest" if held.pending else ""
    return f"{held.passages:,} of at most {tokens} tokens{waiting}"


def _left_out(held: Figures) -> list[tuple[str, str]]:
    if not held.left_out_paths and not held.left_out_articles:
        return []
    paths = _counted(held.left_out_paths, "path", "paths")
    articles = _counted(held.left_out_articles, "article", "articles")
    return [("left out", f"{paths} and {articles}; a file named itself comes in again: qa index FILE")]


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _said_of_disk(held: Figures) -> str:
    sizes = held.sizes
    parts = (("database", sizes.database), ("vectors", sizes.vectors), ("full text", sizes.words))
    named = ", ".join(f"{name} {render.size(octets)}" for name, octets in parts)
    share = _share(held)
    each = f"; {share:,} bytes a passage" if share is not None else ""
    return f"{render.size(sizes.total)} ({named}){each}"


def _said_of_index(index: IndexKind) -> str:
    said = f"{index.kind}, {index.precision}, {index.base + index.recent - index.gone:,} passages"
    if index.kind == "clustered":
        said += f" in {index.clusters:,} clusters, {index.probed:,} of them searched"
    return said


def _said_of_writing(standing: Standing) -> str:
    written = standing.figures.written
    said = _moment(written) if written else "unknown"
    if standing.writer:
        said += f"; {standing.writer} at this moment"
    if standing.rebuilding:
        said += "; a rebuild is not finished: qa rebuild goes on with it"
    return said


def _moment(written: datetime) -> str:
    return f"{written.astimezone():%Y-%m-%d %H:%M}"
