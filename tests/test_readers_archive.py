"""Archives of articles."""

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest

from index.errors import ReadError
from index.readers.archive import Member, Unreadable, members

TEXTS = frozenset({".txt", ".html"})


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_files_are_given_in_the_order_of_the_archive() -> None:
    """With their paths, whatever the case of their suffix."""
    data = packed({"news/": b"", "news/flood.TXT": b"Rain.", "budget.html": b"<p>Tax.</p>"})

    assert list(members(data, TEXTS)) == [
        Member("news/flood.TXT", b"Rain."),
        Member("budget.html", b"<p>Tax.</p>"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        ".notes.txt",
        ".git/flood.txt",
        "__MACOSX/news/._flood.txt",
        "__MACOSX/flood.txt",
        "news/Thumbs.db",
        "flood.jpg",
        "flood",
        "txt",
    ],
)
def test_what_is_no_article_is_left_out(name: str) -> None:
    """Hidden files, what systems add to folders, and files that no reader takes."""
    found = list(members(packed({name: b"x", "news/flood.txt": b"Rain."}), TEXTS | {".db"}))

    assert found == [Member("news/flood.txt", b"Rain.")]


def test_paths_are_fit_to_be_shown() -> None:
    """No way out of the archive, no drive's root, no control characters."""
    data = packed({"../../etc/flood.txt": b"a", "/srv/b.txt": b"b", "c\x1b[31m.txt": b"c", "d\\e.txt": b"d"})

    assert [found.name for found in members(data, TEXTS)] == [
        "etc/flood.txt",
        "srv/b.txt",
        "c�[31m.txt",
        "d/e.txt",
    ]


def test_a_damaged_file_loses_no_other() -> None:
    """It is given by its name with the reason, and those after it are read."""
    data = packed(
        {"a.txt": b"The river rose.", "b.txt": b"Nobody was hurt.", "c.txt": b"More rain is forecast."}
    )
    at = data.index(b"b.txt") + len(b"b.txt")
    data = data[:at] + b"\xff\xff\xff" + data[at + 3 :]

    first, second, third = members(data, TEXTS)

    assert isinstance(first, Member)
    assert second == Unreadable("b.txt", "damaged: b.txt cannot be unpacked; get it again")
    assert third == Member("c.txt", b"More rain is forecast.")


def test_an_encrypted_file_loses_no_other() -> None:
    """Likewise where one needs a password."""
    data = packed({"a.txt": b"Rain.", "b.txt": b"Sun."})
    at = data.index(b"PK\x01\x02") + 8
    found = list(members(data[:at] + struct.pack("<H", 1) + data[at + 2 :], TEXTS))

    assert found == [
        Unreadable("a.txt", "encrypted: a.txt needs a password; unpack it first"),
        Member("b.txt", b"Sun."),
    ]


def test_a_bomb_loses_no_other() -> None:
    """Neither one file that grows without end, nor an inner archive that holds one."""
    bomb = {"bomb.txt": bytes(30 * 1024 * 1024)}
    data = packed({**bomb, "inner.zip": packed({**bomb, "a.txt": b"Rain."}), "b.txt": b"Sun."})
    found = list(members(data, TEXTS))

    assert [one.name for one in found if isinstance(one, Unreadable)] == ["bomb.txt", "inner.zip/bomb.txt"]
    assert [one for one in found if isinstance(one, Member)] == [
        Member("inner.zip/a.txt", b"Rain."),
        Member("b.txt", b"Sun."),
    ]


def test_a_zip_in_the_zip_is_opened_but_no_third() -> None:
    """The files of the inner archive lie under its name; the innermost one is said to be too deep."""
    innermost = packed({"deep.txt": b"Deep."})
    inner = packed({"flood.txt": b"Rain.", "innermost.ZIP": innermost, ".hidden.txt": b"x"})
    found = list(members(packed({"march/inner.zip": inner, "budget.txt": b"Tax."}), TEXTS))

    assert found == [
        Member("march/inner.zip/flood.txt", b"Rain."),
        Unreadable("march/inner.zip/innermost.ZIP", "a ZIP in a ZIP in a ZIP; unpack the outer ones first"),
        Member("budget.txt", b"Tax."),
    ]


def test_a_broken_inner_zip_loses_no_other() -> None:
    """It is given by its name with the reason."""
    broken = packed({"a.txt": b"Rain."})[:40]
    first, second = members(packed({"inner.zip": broken, "b.txt": b"Sun."}), TEXTS)

    assert isinstance(first, Unreadable)
    assert (first.name, first.reason[:18]) == ("inner.zip", "damaged or cut off")
    assert second == Member("b.txt", b"Sun.")


def test_inner_archives_share_one_limit() -> None:
    """Many archives that are small enough each do not unpack to more than one may."""
    inner = packed({"a.txt": bytes(4 * 1024 * 1024)})
    data = packed({f"{number}.zip": inner for number in range(60)})
    found = list(members(data, TEXTS))

    assert len([one for one in found if isinstance(one, Member)]) == 49
    assert {one.reason for one in found if isinstance(one, Unreadable)} == {
        "unpacks to more than 200 MB in all; unpack it and give the folder"
    }


def test_inner_archives_share_one_number_of_files() -> None:
    """The second of two archives of 12,000 files is refused, and what follows it is read."""
    many = packed({f"{number}.txt": b"" for number in range(12_000)})
    found = list(members(packed({"a.zip": many, "b.zip": many, "c.txt": b"Sun."}), TEXTS))

    assert len(found) == 12_002
    assert found[-1] == Member("c.txt", b"Sun.")
    assert found[-2].name == "b.zip"
    assert isinstance(found[-2], Unreadable)
    assert found[-2].reason.startswith("more than 20,000 files")


def test_a_file_that_is_no_zip_is_one_line() -> None:
    """The archive as a whole cannot be read."""
    with pytest.raises(ReadError, match=r"^damaged or cut off"):
        next(members(packed({"a.txt": b"x" * 99})[:-9], TEXTS))
