"""Server-sent events, however the network cuts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.models.event_stream import LONGEST_EVENT, events

LINE = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=20)


def cut(body: bytes, places: list[int]) -> list[bytes]:
    """Return a body in blocks that end at these places."""
    ends = sorted({min(place, len(body)) for place in places} | {len(body)})
    return [body[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@given(
    st.lists(st.lists(LINE, min_size=1, max_size=3), max_size=5),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(st.integers(0, 400), max_size=30),
)
def test_what_was_sent_comes_out_wherever_it_is_cut(
    sent: list[list[str]], end: str, places: list[int]
) -> None:
    """Whole characters and whole events, with each kind of line end and each cut, one byte at a time too."""
    written = [[*(f"data: {line}" for line in lines), ": still here", ""] for lines in sent]
    body = "".join(f"{line}{end}" for lines in written for line in lines).encode()
    expected = ["\n".join(lines) for lines in sent]
    assert list(events(cut(body, places))) == expected
    assert list(events(bytes([byte]) for byte in body)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"data:a\n\n", ["a"]),
        (b"data:  a\n\n", [" a"]),
        (b"data\n\n", [""]),
        (b"\xef\xbb\xbfdata: a\n\n", ["a"]),
        (b"event: x\nid: 1\nretry: 5\ndata: a\n\n", ["a"]),
        (b": a comment\n\n\n\nevent: alone\n\n", []),
        (b"data: a\n\ndata: b\n", ["a", "b"]),
        (b"data: a\n\ndata: b", ["a"]),
        (b"data: \xff\n\n", ["\ufffd"]),
        (b"", []),
    ],
)
def test_the_odd_lines_of_the_format(body: bytes, expected: list[str]) -> None:
    """One space after the colon goes; other fields say nothing; half a line at the end is dropped."""
    assert list(events([body])) == expected


@pytest.mark.parametrize("block", [b"data: " + b"x" * 1000 + b"\n", b"x" * 1000])
def test_an_event_without_end_is_refused(block: bytes) -> None:
    """A server cannot fill the memory, by many lines or by one."""
    with pytest.raises(ValueError, match="more than"):
        list(events(block for _ in range(LONGEST_EVENT // 1000 + 2)))
