"""`scripts/fit`: the weights in qa/evidence, fitted anew on the reading-comprehension data and our own."""

from pathlib import Path

import click
from evaluation import data, refusing
from evaluation.commands import as_json, folder, report, run
from evaluation.fitting import Fitted, fit_evidence
from evaluation.fitting_refusals import fit_refusals, put_on
from evaluation.libraries import Shelves, bundled_embedder, bundled_reader, kept_library
from evaluation.posing import posed_all

ANSWERABLE = 1_600
UNANSWERABLE = 800


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def fit() -> None:
    """Fit weights and print them, with how they do on articles they were not fitted on.

    Nothing is changed: the last lines are for pasting into qa/evidence/weighing.py or sufficiency.py.
    """


@fit.command("evidence")
@folder
@as_json
def evidence_(folder: Path, file: Path | None) -> None:
    """The weights for ranking sentences, on questions about articles that the reader was not trained on."""
    book = data.unseen(data.squad(folder))
    retriever = kept_library("squad", book.articles, bundled_embedder())
    _report(fit_evidence(retriever, data.sample(book.answerable, ANSWERABLE), bundled_reader()), file)
    retriever.close()


@fit.command("refusals")
@folder
@as_json
def refusals_(folder: Path, file: Path | None) -> None:
    """The weights for telling whether the evidence answers; after those for sentences.

    Learnt from the reading-comprehension questions and the development half of those we wrote; the
    reader's own weight only from articles that it was not trained on.
    """
    book, embedder = data.squad(folder), bundled_embedder()
    taught = {question.article for question in data.split(book, data.HELD_OUT)[0].questions}
    asked = list(refusing.posed(book, ANSWERABLE, UNANSWERABLE))
    with (
        Shelves.of(book.articles, embedder) as shelves,
        posed_all(folder, embedder, families=("samples",)) as written,
    ):
        learnt = [put for put in written if put.split != "held out"]
        puts = [*(put_on(shelves, one) for one in asked), *learnt]
        _report(fit_refusals(puts, taught, bundled_reader()), file)


def _report(fitted: Fitted, file: Path | None) -> None:
    report(fitted.tables, file)
    for line in fitted.constants:
        click.echo(line)


if __name__ == "__main__":
    run(fit)
