"""Ours and its rivals, each told to do the same: index a folder, answer one question, answer many."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarking.apart import embedding_model, run_apart, told
from benchmarking.environments import Environment, Wanted
from benchmarking.processes import Ended, MeasuringError, Program
from benchmarking.rivals.playing import WARM_UP, Found

LIMIT = 10
"""Passages asked for."""

RIVALS = {
    "plain_recipe": Wanted("sentence-transformers + FAISS"),
    "with_txtai": Wanted("txtai", ("txtai",)),
    "with_langchain": Wanted(
        "LangChain", ("langchain-community", "langchain-text-splitters", "langchain-huggingface", "faiss-cpu")
    ),
}
"""Modules in `benchmarking.rivals`, and what each runs in."""
LEFT_OUT = {
    "haiku.rag": "texts are cut by Docling, which brings torchvision, or by a server; needs Python 3.12"
}
"""Those that nobody measures here, and why. Version 0.101.1 without Docling refuses to take in a text."""


@dataclass(frozen=True, slots=True)
class Built:
    """A process that made an index."""

    seconds: float
    """From its start to its end."""
    work_s: float
    """Of these, without imports and loading the model."""
    peak_bytes: int
    passages: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A process that answered many questions after some unmeasured ones."""

    peak_bytes: int
    milliseconds: tuple[float, ...]
    hits: tuple[tuple[Found, ...], ...]


class Contestant(Protocol):
    """Somebody to be measured."""

    @property
    def name(self) -> str:
        """What tables call it."""

    def build(self, articles: Path, index: Path) -> Built:
        """Index a folder; nothing is in `index` yet."""

    def search(self, index: Path, question: str) -> Ended:
        """Answer one question in a new process."""

    def answer(self, index: Path, questions: Sequence[str], file: Path) -> Answered:
        """Answer many in one process; `file` is free to be written for it."""


class Ours:
    """The program as it is installed."""

    name = "article-qa"

    def build(self, articles: Path, index: Path) -> Built:
        """Index a folder."""
        ended = Program(index)("index", articles, "--json")
        report = ended.json
        if report["skipped"]:
            raise MeasuringError(f"qa index: skipped {report['skipped'][:3]}")
        passages = Program(index)("status", "--json").json["passages"]
        return Built(ended.seconds, report["seconds"], ended.peak_bytes, passages)

    def search(self, index: Path, question: str) -> Ended:
        """Answer one question in a new process."""
        ended = Program(index)("search", question, "--json", "--limit", LIMIT)
        _require_hits(self.name, ended.json["hits"])
        return ended

    def answer(self, index: Path, questions: Sequence[str], file: Path) -> Answered:
        """Answer many in one process."""
        asked = [*questions[:WARM_UP], *questions]
        lines = (json.dumps({"id": at, "question": text}) for at, text in enumerate(asked))
        file.write_text("\n".join(lines), "utf-8")
        ended = Program(index)("search", "--batch", file, "--limit", LIMIT)
        results = [json.loads(line) for line in ended.out.splitlines()][len(asked) - len(questions) :]
        return Answered(
            ended.peak_bytes,
            tuple(result["timings"]["total_ms"] for result in results),
            tuple(
                tuple(Found(Path(hit["path"]).name, hit["text"]) for hit in result["hits"])
                for result in results
            ),
        )


@dataclass(frozen=True, slots=True)
class Installed:
    """A rival in its environment."""

    name: str
    module: str
    environment: Environment

    def build(self, articles: Path, index: Path) -> Built:
        """Index a folder."""
        ended = self._play("build", articles, index)
        form = told(ended)
        return Built(ended.seconds, form["work_s"], ended.peak_bytes, form["passages"])

    def search(self, index: Path, question: str) -> Ended:
        """Answer one question in a new process."""
        ended = self._play("search", index, question, LIMIT)
        _require_hits(self.name, told(ended)["hits"])
        return ended

    def answer(self, index: Path, questions: Sequence[str], file: Path) -> Answered:
        """Answer many in one process."""
        file.write_text(json.dumps(list(questions)), "utf-8")
        ended = self._play("answer", index, file, LIMIT)
        form = told(ended)
        hits = tuple(tuple(Found(*hit) for hit in row) for row in form["hits"])
        return Answered(ended.peak_bytes, tuple(form["milliseconds"]), hits)

    def _play(self, task: str, *rest: object) -> Ended:
        module = f"benchmarking.rivals.{self.module}"
        return run_apart(module, task, embedding_model(), *rest, python=self.environment.python)


def _require_hits(name: str, hits: Sequence[object]) -> None:
    if not hits:
        raise MeasuringError(f"{name}: a question was answered with nothing")
