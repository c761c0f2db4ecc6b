"""What lies packed in a ZIP, within bounds: the container of DOCX, EPUB and archives."""

import io
import struct
import zipfile
import zlib

from index.errors import ReadError

MOST_IN_ALL = 200 * 1024 * 1024
"""Bytes read from one archive."""
_MOST_IN_MEMBER = 50 * 1024 * 1024
"""The dispatcher takes no larger file from a disk either."""
MOST_FILES = 20_000
_MOST_TIMES = 200
"""A member that unpacks to more than this many times its size is a bomb; office XML reaches about 30."""
_BOMB = 5 * 1024 * 1024
"""Bytes; below it no ratio does harm, and an empty table may well shrink to a thousandth."""
_BLOCK = 256 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Of the others only these are in use, and zipfile unpacks the others without a bound on memory."""
_TOO_MUCH = "unpacks to more than 200 MB in all; unpack it and give the folder"
_ENCRYPTED = 0x1
_UTF8 = 0x800
_LONGEST_NAME = 120
"""Characters of a name in a message."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, OverflowError)
"""What zipfile raises on broken archives; `ValueError` includes names that are no UTF-8."""


class Unpacking:
    """The files of an archive, unpacked into memory one at a time.

    Args:
        data: The whole archive.
        left: Bytes that may be read from it in all; fewer where it lies in another archive.

    Raises:
        ReadError: It is no ZIP, is damaged, or has too many members.
    """

    def __init__(self, data: bytes, left: int = MOST_IN_ALL) -> None:
        self.left = left
        """Bytes that may still be read."""
        # Counted before zipfile makes an object of each; a ZIP that lies in it unpacked counts too.
        if data.count(b"PK\x01\x02") > MOST_FILES:
            raise ReadError(f"a ZIP of more than {MOST_FILES:,} files; unpack it and give the folder")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (*_DAMAGE, NotImplementedError) as error:
            raise ReadError("damaged or cut off: its table of files cannot be read; get it again") from error
        self._size = len(data)
        members = ((_name(member), member) for member in self._archive.infolist())
        self._members = {name: member for name, member in members if name and not name.endswith("/")}

    @property
    def names(self) -> tuple[str, ...]:
        """The files in the archive's order, without folders, each once; parts are separated by "/"."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """The bytes of the file of that name.

        Raises:
            ReadError: There is none, it is encrypted, damaged or packed in a way that is not read, or it
                unpacks to more than is allowed; what its header says of its size is not relied on.
        """
        if self.left < 0:
            raise ReadError(_TOO_MUCH)
        member = self._members.get(name)
        if member is None:
            raise ReadError(f"damaged: {_short(name)} is missing from it; get it again")
        if member.flag_bits & _ENCRYPTED:
            raise ReadError(f"encrypted: {_short(name)} needs a password; unpack it first")
        if member.compress_type not in _METHODS:
            raise ReadError(f"{_short(name)} is packed by a method other than deflate; pack it again")
        try:
            return self._unpacked(name, member)
        except NotImplementedError as error:  # a patch, or encryption by a later specification
            raise ReadError(f"{_short(name)} is packed in a way that is not read; pack it again") from error
        except _DAMAGE as error:
            raise ReadError(f"damaged: {_short(name)} cannot be unpacked; get it again") from error

    def _unpacked(self, name: str, member: zipfile.ZipInfo) -> bytes:
        packed = max(1, min(member.compress_size, self._size))
        blocks: list[bytes] = []
        size = 0
        with self._archive.open(member) as file:
            while block := file.read(_BLOCK):
                size += len(block)
                self.left -= len(block)
                if size > _MOST_IN_MEMBER:
                    raise ReadError(f"{_short(name)} unpacks to more than 50 MB; split it into its articles")
                if size > max(_BOMB, _MOST_TIMES * packed):
                    raise ReadError(
                        f"a ZIP bomb: {_short(name)} unpacks to over 200 times its size; leave it out"
                    )
                if self.left < 0:
                    raise ReadError(_TOO_MUCH)
                blocks.append(block)
        return b"".join(blocks)


def printable(name: str) -> str:
    """`name` as it can be shown in a line: nothing that steers a terminal or turns what is written."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)


def _short(name: str) -> str:
    shown = printable(name)
    return shown if len(shown) <= _LONGEST_NAME else f"…{shown[1 - _LONGEST_NAME :]}"


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name: many programs write UTF-8 without saying so, and some backslashes for slashes."""
    name = member.filename
    if not member.flag_bits & _UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = member.filename
    return name if "/" in name else name.replace("\\", "/")
