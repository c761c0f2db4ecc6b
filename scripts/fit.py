"""`scripts/fit`: the weights in qa/evidence/finding.py, fitted anew on the reading-comprehension data."""

from pathlib import Path

import click
from evaluation import data, refusing
from evaluation.commands import as_json, folder, report, run
from evaluation.fitting import Fitted, fit_evidence, fit_refusals
from evaluation.libraries import Shelves, bundled_embedder, kept_library

ANSWERABLE = 1_600
UNANSWERABLE = 800


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def fit() -> None:
    """Fit weights and print them, with how they do on articles they were not fitted on.

    Nothing is changed: the last lines are for pasting into qa/evidence/finding.py.
    """


@fit.command("evidence")
@folder
@as_json
def evidence_(folder: Path, file: Path | None) -> None:
    """The weights for ranking sentences."""
    book = data.squad(folder)
    retriever = kept_library("squad", book.articles, bundled_embedder())
    _report(fit_evidence(retriever, data.sample(book.answerable, ANSWERABLE)), file)
    retriever.close()


@fit.command("refusals")
@folder
@as_json
def refusals_(folder: Path, file: Path | None) -> None:
    """The weights for telling whether the evidence answers; after those for sentences."""
    book = data.squad(folder)
    asked = list(refusing.posed(book, ANSWERABLE, UNANSWERABLE))
    with Shelves.of(book.articles, bundled_embedder()) as shelves:
        _report(fit_refusals(shelves, asked), file)


def _report(fitted: Fitted, file: Path | None) -> None:
    report(fitted.tables, file)
    for line in fitted.constants:
        click.echo(line)


if __name__ == "__main__":
    run(fit)
