"""`scripts/train`: the weights of the reader in qa/evidence/reader.npz, trained anew."""

from pathlib import Path

import click
import torch
from evaluation import data
from evaluation.commands import as_json, folder, report, run
from evaluation.libraries import say
from training.examples import Examples
from training.reader import Encoder, MarkingReader, train
from training.storing import store
from training.trying import tried

from index.bundled import EMBEDDING_MODEL, bundled_file
from qa.places import cache_directory

EPOCHS = 3
SEED = 0


@click.command("train")
@click.option("--epochs", type=click.IntRange(1), default=EPOCHS, show_default=True)
@click.option(
    "--part", type=click.IntRange(0, data.PARTS - 1), default=data.HELD_OUT, show_default=True,
    help=f"Which of {data.PARTS} parts of the articles it is not trained on, but tried on.",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", required=True,
    help="Where the weights go; those in use are qa/evidence/reader.npz.",
)  # fmt: skip
@folder
@as_json
def train_(epochs: int, part: int, output: Path, folder: Path, file: Path | None) -> None:
    """Train the reader on two thirds of the reading-comprehension articles; try it on the others.

    It begins as the bundled embedding model. An epoch takes about a quarter of an hour on two cores.
    """
    torch.manual_seed(SEED)
    taught, rest = data.split(data.squad(folder), part)
    start = bundled_file(EMBEDDING_MODEL, cache=cache_directory()).parent
    encoder, model = Encoder(start), MarkingReader(start)
    examples = Examples(taught.articles, taught.questions)
    drawn = [[encoder.encode(one) for one in examples.epoch(seed)] for seed in range(1, epochs + 1)]
    train(model, drawn, encoder.sep, lambda step, steps, loss: say(f"{step:,} of {steps:,}: loss {loss:.3f}"))
    store(model.state_dict(), output)
    report([tried(model, encoder, Examples(rest.articles, rest.questions).epoch(0))], file)


if __name__ == "__main__":
    run(train_)
