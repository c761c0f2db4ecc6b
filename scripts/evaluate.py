"""`scripts/evaluate`: how well passages are found, answers quoted, and questions refused."""

import sys
from pathlib import Path

import click
from evaluation import answering, copying, data, followups, quoting, refusing, writers
from evaluation.ablation import CHOICES, ablated, ablation_table
from evaluation.answer_tables import answer_tables
from evaluation.answers import Measured, measure_answers
from evaluation.baseline import KEPT, KEPT_ANSWERS, Baseline, save_baseline
from evaluation.commands import against, as_json, folder, report, run, save
from evaluation.cuttings import compare_cuttings, cuttings, headed
from evaluation.dialogues import asked_of, dialogues
from evaluation.extraction import measure_extraction
from evaluation.libraries import SETTINGS, Shelves, bundled_embedder, bundled_reader, kept_library, say
from evaluation.multiplying import QUICK_SIZES, SIZES, measure_growth
from evaluation.page_facts import measure_facts
from evaluation.posing import FAMILIES, Family, among, posed_all
from evaluation.retrieval import measure
from evaluation.tables import keep
from evaluation.trials import QUICK_ARTICLES, QUICK_QUESTIONS, SETS
from evaluation.webpages import HALVES, Half, saved_pages

from index.passages import SHORTEST_PASSAGE
from qa.models.local_model import open_model
from qa.places import cache_directory

CUT_SETS = ("chunking", "squad", "news")
EVIDENCE_QUESTIONS = 600
REFUSAL_QUESTIONS = (300, 150)
"""Answerable ones, each posed four times, and unanswerable ones, each posed twice."""


ANSWERED_QUESTIONS, WRITTEN_QUESTIONS = 300, 40
"""Answerable ones of a public set that are asked in quotation mode, and of a model, which is slower."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def evaluate() -> None:
    """Measure on development data whose answers are known.

    Each figure is followed by the interval that holds it in 95 of 100 resamples. Libraries are kept
    in the cache: only the first run of `retrieval`, which embeds all news articles, takes minutes.
    """


@evaluate.command("retrieval")
@click.option(
    "--set", "names", type=click.Choice(list(SETS)), multiple=True, help="Only this one; may be repeated."
)
@click.option(
    "--quick", is_flag=True,
    help=f"Only {QUICK_ARTICLES} of the news articles, and {QUICK_QUESTIONS} questions about paragraphs.",
)  # fmt: skip
@against
@save
@folder
@as_json
def retrieval_(
    names: tuple[str, ...],
    quick: bool,
    against: Path | None,
    save: Path | None,
    folder: Path,
    file: Path | None,
) -> None:
    """How high the right passages rank: ours, dense, BM25, and both fused by ranks or by scores.

    The sets: news, whole encyclopedia articles, their paragraphs as given, the chunking benchmark,
    ready-made passages of documentation, articles and pages with their headings. What others reach
    stands below. Differences are over the same questions; a star says that chance does not explain one.
    """
    embedder = bundled_embedder()
    before = Baseline.read(against or KEPT) if against or KEPT.exists() else Baseline({})
    measured, tables = [], []
    for trial in (trial for name in names or SETS for trial in SETS[name](folder, quick=quick)):
        measured.append(measure(trial, embedder))
        new = [measured[-1].table(), *filter(None, [before.compared(measured[-1])])]
        report(new, None)
        tables += new
    if file is not None:
        keep(tables, file)
    if save is not None:
        save_baseline(measured, save)


@evaluate.command("answers")
@click.option(
    "--set", "families", type=click.Choice(FAMILIES), multiple=True, help="Only this one; may be repeated."
)
@click.option(
    "--writer", "names", type=click.Choice(writers.NAMES), multiple=True,
    help="Quotation mode, the bundled model as it is used, or what it says unchecked; may be repeated [all].",
)  # fmt: skip
@click.option(
    "--model", "models", multiple=True, metavar="MODEL",
    help="A GGUF file or endpoint besides, as it is used and unchecked; may be repeated.",
)  # fmt: skip
@click.option(
    "--questions", type=click.IntRange(2), metavar="N",
    help=f"Answerable ones asked of every writer, half as many of each kind to be refused "
    f"[{ANSWERED_QUESTIONS}, of a model {WRITTEN_QUESTIONS}].",
)  # fmt: skip
@against
@save
@folder
@as_json
def answers_(  # noqa: PLR0913, PLR0917 - click hands over each
    families: tuple[Family, ...],
    names: tuple[str, ...],
    models: tuple[str, ...],
    questions: int | None,
    against: Path | None,
    save: Path | None,
    folder: Path,
    file: Path | None,
) -> None:
    """What printed answers are worth: right, supported, rightly refused, for several writers.

    Over the reading-comprehension data and the news, whole articles, and over our samples. Beside
    what is answerable stands what is to be refused: asked over other titles or other weeks, about
    the wider world, adversarial, of a false premise, chat. Exit code 1 where a printed quotation
    does not stand in its article.
    """
    before = Baseline.read(against or KEPT_ANSWERS) if against or KEPT_ANSWERS.exists() else Baseline({})
    most = questions or ANSWERED_QUESTIONS
    measured: list[Measured] = []
    tables = []
    chosen = list(writers.chosen(names, models, cache=cache_directory()))
    for family in families or FAMILIES:
        with posed_all(folder, bundled_embedder(), families=[family], questions=most) as puts:
            many = among(puts, questions) if questions else puts
            few = among(puts, questions or WRITTEN_QUESTIONS)
            measure_answers(family, many, chosen[0])  # embeds, so that all writers are timed alike
            found = [measure_answers(family, few if one.model else many, one) for one in chosen]
        new = [*answer_tables(found), *filter(None, map(before.compared, found))]
        report(new, None)
        tables += new
        measured += found
    if file is not None:
        keep(tables, file)
    if save is not None:
        save_baseline(measured, save)
    faults = [fault for one in measured for fault in one.faults]
    for fault in faults:
        say(fault)
    sys.exit(1 if faults else 0)


@evaluate.command("ablation")
@click.option(
    "--set", "names", type=click.Choice(list(CHOICES)), multiple=True, help="Only this one; may be repeated."
)
@folder
@as_json
def ablation_(names: tuple[str, ...], folder: Path, file: Path | None) -> None:
    """What each part of our search brings: how far the figures move without it.

    Of the news, asked until its week where a question speaks of it; a sample of the questions about
    paragraphs; the chunking benchmark, corpora apart; and documentation.
    """
    embedder = bundled_embedder()
    report([ablation_table([ablated(name, folder, embedder) for name in names or CHOICES])], file)


@evaluate.command("passages")
@click.option(
    "--tokens", type=click.IntRange(SHORTEST_PASSAGE), multiple=True, default=(SETTINGS.tokens,),
    show_default=True, help="A length of passages; may be repeated.",
)  # fmt: skip
@click.option(
    "--overlap", "overlaps", type=click.IntRange(0), multiple=True, default=(0,), show_default=True,
    help="Tokens that the library repeats; may be repeated.",
)  # fmt: skip
@folder
@as_json
def passages_(tokens: tuple[int, ...], overlaps: tuple[int, ...], folder: Path, file: Path | None) -> None:
    """How our search does over passages cut in other ways: by us at each length, and by a library.

    Over the chunking benchmark, the encyclopedia articles and a part of the news. Over articles with
    headings ours is compared with itself without those.
    """
    embedder = bundled_embedder()
    ways = tuple(cuttings(embedder, tokens, overlaps))
    trials = [(next(iter(SETS[name](folder, quick=True))), ways) for name in CUT_SETS]
    trials += [(trial, headed(embedder)) for trial in SETS["sections"](folder)]
    tables = []
    for trial, compared in trials:
        tables.append(compare_cuttings(trial, compared, embedder))
        report(tables[-1:], None)
    if file is not None:
        keep(tables, file)


@evaluate.command("evidence")
@click.option("--news", is_flag=True, help="Over the news instead of the reading-comprehension data.")
@click.option("--quick", is_flag=True, help=f"Only {QUICK_ARTICLES} of the news articles.")
@folder
@as_json
def evidence_(news: bool, quick: bool, folder: Path, file: Path | None) -> None:
    """How often the sentences chosen as evidence hold the answer.

    Of the news, all questions whose answer stands in the articles; with --quick those of them whose
    articles are known, for only then it is sure that the answer is among the fewer articles.
    """
    if quick:
        known = data.part_of(data.news(folder), QUICK_ARTICLES)
        name, questions = f"news-{len(known.articles)}", known.stated
    elif news:
        known = data.told_news(folder)
        name, questions = f"news-{len(known.articles)}", known.questions
    else:
        known = data.unseen(data.squad(folder))
        name, questions = "squad", tuple(data.sample(known.answerable, EVIDENCE_QUESTIONS))
    retriever = kept_library(name, known.articles, bundled_embedder())
    report([quoting.measure_evidence(retriever, questions, bundled_reader())], file)
    retriever.close()


@evaluate.command("refusals")
@folder
@as_json
def refusals_(folder: Path, file: Path | None) -> None:
    """How well questions that the articles do not answer are refused."""
    book = data.unseen(data.squad(folder))
    asked = list(refusing.posed(book, *REFUSAL_QUESTIONS))
    with Shelves.of(book.articles, bundled_embedder()) as shelves:
        report(refusing.measure_refusals(shelves, asked, bundled_reader()), file)


@evaluate.command("samples")
@click.option(
    "--model", type=click.Path(path_type=Path), metavar="FILE", help="A GGUF file [the bundled model]."
)
@as_json
def samples_(model: Path | None, file: Path | None) -> None:
    """Our own articles: answers, refusals, and whether what is printed stands in its sources.

    Exit code 1 where it does not.
    """
    with answering.sample_library(bundled_embedder()) as retriever:
        writers = (None, open_model(model, cache=cache_directory()))
        table, violations = answering.measure_samples(
            retriever, data.samples(), writers, reader=bundled_reader()
        )
    report([table], file)
    for line in violations:
        say(line)
    sys.exit(1 if violations else 0)


@evaluate.command("followups")
@click.option(
    "--model", type=click.Path(path_type=Path), metavar="FILE", help="A GGUF file that understands."
)
@click.option("--show", "shown", is_flag=True, help="Every follow-up as it was understood.")
@folder
@as_json
def followups_(model: Path | None, shown: bool, folder: Path, file: Path | None) -> None:
    """Follow-up questions as typed, as understood, and the same asked in full."""
    told, embedder = dialogues(), bundled_embedder()
    writer = open_model(model, cache=cache_directory()) if model else None
    reader = bundled_reader()
    stories = data.part_of(asked_of(data.news(folder), told), QUICK_ARTICLES)
    news = kept_library(f"dialogues-{QUICK_ARTICLES}", stories.articles, embedder)
    found = {
        f"{QUICK_ARTICLES} news articles": list(
            followups.follow(told, "news", news, writer=writer, reader=reader)
        )
    }
    news.close()
    with answering.sample_library(embedder) as samples:
        found["samples"] = list(followups.follow(told, "samples", samples, writer=writer, reader=reader))
    for one in (one for some in found.values() for one in some if shown):
        say(f"{one.turn.question} -> {one.understood}")
    tables = (followups.measure_followups(name, some) for name, some in found.items())
    report([table for each in tables for table in each], file)


half = click.option(
    "--half", type=click.Choice(HALVES),
    help="Only these pages; what the reader was worked on with is the first [both].",
)  # fmt: skip


@evaluate.command("extraction")
@half
@folder
@as_json
def extraction_(half: Half | None, folder: Path, file: Path | None) -> None:
    """How much of an article is found on saved pages, and how much else: our reader and trafilatura alone.

    Precision and recall of runs of four words, averaged over pages; F1 of the two averages; accuracy:
    the share of pages without a run too many or too few. What others publish stands below.
    """
    report([measure_extraction(saved_pages(folder / "extraction", half))], file)


@evaluate.command("metadata")
@half
@folder
@as_json
def metadata_(half: Half | None, folder: Path, file: Path | None) -> None:
    """Title, byline, site, language and day of saved pages in many languages, beside trafilatura's.

    Titles and sites count as right letter by letter, bylines by their names, languages without their
    country, times by their day.
    """
    report(measure_facts(saved_pages(folder / "metadata", half)), file)


@evaluate.command("copies")
@click.option(
    "--half", type=click.Choice(HALVES), default="second", show_default=True,
    help="Only pairs of these articles; what copies are told by was chosen on the first.",
)  # fmt: skip
@click.option(
    "--quick", is_flag=True, help=f"Growth only up to {QUICK_SIZES[-1]:,} articles; in all about a minute."
)
@folder
@as_json
def copies_(half: Half, quick: bool, folder: Path, file: Path | None) -> None:
    """How well copies of one story are found, and what finding them costs as a library grows.

    Copies are made of the news articles by edits of many kinds; what is no copy are articles of two sites
    about one event, and articles that only have a notice, a column's frame or a review of the day in common.
    """
    articles = data.news(folder).articles
    some = copying.half_of(articles, half)
    tables = [copying.measure_copies(some), copying.measure_same_paper(some)]
    report(tables, None)
    tables.append(measure_growth([one.text for one in articles], QUICK_SIZES if quick else SIZES))
    report(tables[-1:], None)
    if file is not None:
        keep(tables, file)


if __name__ == "__main__":
    run(evaluate)
