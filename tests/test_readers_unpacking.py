"""Archives unpacked within bounds."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReadError
from index.readers.unpacking import Unpacking, printable

MEGABYTE = 1024 * 1024


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(data: bytes, offset: int, value: int) -> bytes:
    """A ZIP of one file, with the two bytes at `offset` of its entry in the table of files replaced."""
    at = data.index(b"PK\x01\x02") + offset
    return data[:at] + struct.pack("<H", value) + data[at + 2 :]


@given(st.dictionaries(st.from_regex(r"[a-zé]{1,8}(/[a-z]{1,8})?", fullmatch=True), st.binary(max_size=200)))
def test_what_was_packed_is_read(files: dict[str, bytes]) -> None:
    """Every file comes back byte for byte, under its name and in the archive's order."""
    unpacking = Unpacking(packed(files))

    assert unpacking.names == tuple(files)
    assert {name: unpacking.read(name) for name in unpacking.names} == files


def test_folders_are_no_files() -> None:
    """An entry that only makes a folder is not among the names."""
    assert Unpacking(packed({"news/": b"", "news/flood.txt": b"Rain"})).names == ("news/flood.txt",)


def test_names_are_decoded_and_set_with_slashes() -> None:
    """UTF-8 that is not declared is read as such, an older code page as that, and backslashes divide too."""
    declared = packed({"Müller.txt": b"a", "Straße.txt": b"b"})
    undeclared = declared.replace(struct.pack("<H", 0x800), b"\0\0")
    old = packed({"M_ller.txt": b"a", "news\\flood.txt": b"b"}).replace(b"M_ller", b"M\x81ller")

    assert Unpacking(undeclared).names == ("Müller.txt", "Straße.txt")
    assert Unpacking(old).names == ("Müller.txt", "news/flood.txt")
    assert Unpacking(old).read("Müller.txt") == b"a"


def test_the_later_of_two_files_of_one_name_is_read() -> None:
    """As when the archive is unpacked to a disk."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"old")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"new")
    unpacking = Unpacking(out.getvalue())

    assert (unpacking.names, unpacking.read("a.txt")) == (("a.txt",), b"new")


@pytest.mark.parametrize("cut", [4, 30, 60, -1, -20, -60])
def test_a_truncated_archive_is_one_line(cut: int) -> None:
    """Without its end there is no table of files."""
    with pytest.raises(ReadError, match=r"^damaged or cut off: [^\n]*get it again$"):
        Unpacking(packed({"a.txt": b"The river rose in the night." * 9})[:cut])


@given(st.integers(0, 200), st.integers(0, 255))
def test_any_damage_is_an_error_of_ours(at: int, value: int) -> None:
    """Whichever byte is wrong, the words come back, or one line says that they do not."""
    words = b"The river rose in the night, and the mayor said that nobody was hurt by it."
    data = bytearray(packed({"a.txt": words, "b.txt": words}))
    data[at % len(data)] = value
    with suppress(ReadError):
        unpacking = Unpacking(bytes(data))
        read = {unpacking.read(name) for name in unpacking.names}
        assert read <= {words}


def test_a_missing_file_is_said_to_be_missing() -> None:
    """A document that points at a part it does not have is damaged."""
    with pytest.raises(ReadError, match=r"^damaged: b\.txt is missing"):
        Unpacking(packed({"a.txt": b"x"})).read("b.txt")


def test_encrypted_files_ask_to_be_unpacked() -> None:
    """A password is never asked for."""
    unpacking = Unpacking(changed(packed({"a.txt": b"x"}), 8, 0x1))

    with pytest.raises(ReadError, match=r"^encrypted: a\.txt needs a password"):
        unpacking.read("a.txt")


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, 9, 98])
def test_rare_packing_is_refused(method: int) -> None:
    """Methods that zipfile unpacks without a bound on memory, and those it does not know."""
    unpacking = Unpacking(changed(packed({"a.txt": b"x"}), 10, method))

    with pytest.raises(ReadError, match=r"^a\.txt is packed by a method other than deflate"):
        unpacking.read("a.txt")


def test_a_bomb_ends_early_and_small() -> None:
    """Unpacking stops at the limit: memory stays far below what the bomb would fill."""
    unpacking = Unpacking(packed({"bomb.txt": bytes(200 * MEGABYTE)}))
    tracemalloc.start()
    with pytest.raises(ReadError, match=r"^a ZIP bomb: bomb\.txt unpacks to over 200 times its size"):
        unpacking.read("bomb.txt")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 70 * MEGABYTE


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_says() -> None:
    """A header that says less than there is cuts the file off, and the checksum tells."""
    bomb = packed({"bomb.txt": bytes(20 * MEGABYTE)})
    at = bomb.index(b"PK\x01\x02") + 24
    unpacking = Unpacking(bomb[:at] + struct.pack("<I", 1000) + bomb[at + 4 :])

    with pytest.raises(ReadError, match=r"^damaged: bomb\.txt cannot be unpacked"):
        unpacking.read("bomb.txt")


def test_a_member_over_fifty_megabytes_is_refused() -> None:
    """However little it was packed."""
    unpacking = Unpacking(packed({"log.txt": bytes(51 * MEGABYTE)}, zipfile.ZIP_STORED))

    with pytest.raises(ReadError, match=r"^log\.txt unpacks to more than 50 MB"):
        unpacking.read("log.txt")


def test_all_that_is_read_is_bounded() -> None:
    """Several files that are small enough each may be too much together."""
    unpacking = Unpacking(packed({"a.txt": bytes(600), "b.txt": bytes(600)}), left=1000)

    assert len(unpacking.read("a.txt")) == 600
    assert unpacking.left == 400
    with pytest.raises(ReadError, match=r"^unpacks to more than 200 MB in all"):
        unpacking.read("b.txt")
    with pytest.raises(ReadError, match=r"^unpacks to more than 200 MB in all"):
        unpacking.read("a.txt")


def test_too_many_members_are_refused_before_they_are_listed() -> None:
    """A table of 20,001 files is not even read."""
    with pytest.raises(ReadError, match=r"^a ZIP of more than 20,000 files"):
        Unpacking(b"PK\x01\x02" * 20_001)


def test_names_are_printed_without_what_steers_a_terminal() -> None:
    """Control characters and turned directions are replaced."""
    assert printable("a\x1b[2J\u202eb.txt") == "a�[2J�b.txt"


def test_a_long_name_is_cut_in_messages() -> None:
    """Its end, with the suffix, is kept."""
    with pytest.raises(ReadError, match=r"^damaged: …x{115}\.txt is missing"):
        Unpacking(packed({})).read("x" * 500 + ".txt")
