"""The command line as tests run it: in this process, or in one of its own where that is the point."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qa.cli import run

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "tests" / "data" / "articles"
COMMAND = [sys.executable, "-c", "from qa.start import main; main()"]
PATIENCE_S = 120
FLOOD = "How many homes had water indoors during the flood?"
"""A question the sample articles answer: 287."""
UNASKED = "Who won the 1998 World Cup?"
"""A question they do not."""
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0" + bytes(range(256)) * 4
"""The beginning of a picture: no text in any encoding."""
UNSET = (
    "QA_MODEL",
    "QA_CONTEXT",
    "QA_API_KEY",
    "QA_RERANKER",
    "QA_LIBRARY",
    "QA_CACHE",
    "QA_TODAY",
    "QA_UNSUPPORTED",
    "QA_SETTINGS",
    "QA_STATE",
    "QA_MODELS",
    "QA_THEME",
    "NO_COLOR",
    "XDG_DATA_HOME",
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value that is all of standard output."""
        assert self.out.count("\n") == 1, self.out or self.err
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON values of a batch."""
        return [json.loads(line) for line in self.out.splitlines()]

    def refused(self, code: int) -> str:
        """Return the one line on standard error that says why there is nothing on standard output."""
        assert (self.code, self.out) == (code, ""), self
        return self.complaint()

    def complaint(self) -> str:
        """Return what standard error says, which must be one line of words and begin as ours do."""
        assert self.err.count("\n") == 1, self.err
        assert self.err.startswith("qa: "), self.err
        return self.err.removeprefix("qa: ").rstrip("\n")


@dataclass(frozen=True, slots=True)
class Command:
    """`qa` with a library and a cache of its own."""

    library: Path
    cache: Path

    def over(self, library: Path) -> "Command":
        """Return the command with another library and the same cache."""
        return Command(library, self.cache)

    def environment(self, **more: str) -> dict[str, str]:
        """Return the variables the command runs with."""
        kept = {name: value for name, value in os.environ.items() if name not in UNSET}
        places = {"QA_LIBRARY": str(self.library), "QA_CACHE": str(self.cache), "PYTHONPATH": str(ROOT)}
        return {**kept, **places, **more}

    def __call__(self, *arguments: object, stdin: str | bytes = b"") -> Ran:
        """Run in this process."""
        read = io.TextIOWrapper(io.BytesIO(stdin if isinstance(stdin, bytes) else stdin.encode()))
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in "oe")
        with (
            pytest.MonkeyPatch.context() as patch,
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            for name in UNSET:
                patch.delenv(name, raising=False)
            patch.setenv("QA_LIBRARY", str(self.library))
            patch.setenv("QA_CACHE", str(self.cache))
            patch.setattr(sys, "stdin", read)
            code = run([str(argument) for argument in arguments])
        return Ran(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))

    def process(self, *arguments: object, stdin: bytes = b"", **environment: str) -> Ran:
        """Run in a process of its own."""
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env=self.environment(**environment),
            timeout=PATIENCE_S,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    @contextlib.contextmanager
    def started(self, *arguments: object) -> Iterator["subprocess.Popen[bytes]"]:
        """Lend a running process of its own, its output in pipes; it is killed if it is left running."""
        pipe = subprocess.PIPE
        command = [*COMMAND, *map(str, arguments)]
        with subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=self.environment()
        ) as process:
            try:
                yield process
            finally:
                process.kill()


def write(folder: Path, **articles: str) -> Path:
    """Write articles as text files, a title and a body each, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in articles.items():
        (folder / f"{name}.txt").write_text(f"About {name}\n\n{body}\n", encoding="utf-8")
    return folder
