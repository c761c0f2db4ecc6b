"""Files of other formats on the command line: parts that cannot be read, and fields by other names."""

import json
import zipfile
from pathlib import Path

from command import Command

PROSE = "The river rose in the night. Crews came at dawn. Nobody was hurt, the mayor said."


def test_a_broken_part_is_reported_and_loses_no_other(qa: Command, tmp_path: Path) -> None:
    """Every part that gave no article stands in the report with its reason, and the exit code says so."""
    archive = tmp_path / "saved.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("the-flood.txt", PROSE)
        packed.writestr("report.pdf", "%PDF-1.7")
    done = qa("index", archive, "--json")

    assert (done.code, done.json["added"]) == (1, 1)
    (skip,) = done.json["skipped"]
    assert skip["path"] == str(archive)
    assert skip["reason"].startswith("report.pdf: a damaged PDF")
    assert qa("search", "When did crews come?").code == 0


def test_fields_are_read_by_the_names_given(qa: Command, tmp_path: Path) -> None:
    """Also of a file that was read before under the usual names, and without asking twice."""
    file = tmp_path / "export.json"
    told = {"title": "Fire", "text": "A fire broke out. It was put out at once."}
    file.write_text(json.dumps([{"kop": "Flood", "lead": {"words": PROSE}}, told]))
    assert qa("index", file, "--json").json["added"] == 1
    assert qa("index", file, "--json", "--fields", "kop=title,lead.words=text").json["changed"] == 1
    assert [entry["title"] for entry in qa("list", "--json").json] == ["Flood"]


def test_fields_that_are_none_are_refused(qa: Command, tmp_path: Path) -> None:
    """In one line and as wrong usage, before anything is read."""
    for written in ("text", "a=words"):
        refused = qa("index", tmp_path, "--fields", written)
        assert refused.code == 2
        assert refused.err.count("\n") == 1
    assert not qa.library.exists()
