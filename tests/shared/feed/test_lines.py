"""Lines of files and pipes, read with limits."""

import os
from io import FileIO
from itertools import chain
from pathlib import Path
from threading import Thread

import pytest

from shared.feed.lines import (
    BYTES_AT_ONCE,
    KEPT_OF_LONGER,
    LINES_AT_ONCE,
    LONGEST_LINE,
    Line,
    UnreadableSourceError,
    next_batch,
    read_lines,
)


async def batches_of(source: FileIO) -> list[list[Line]]:
    lines = read_lines(source)
    found = []
    while batch := await next_batch(lines):
        found.append(batch)
    return found


async def batches_in(path: Path, content: bytes) -> list[list[Line]]:
    path.write_bytes(content)
    with path.open("rb", buffering=0) as source:
        return await batches_of(source)


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"\n \n\r\n\t", [], id="blank"),
        pytest.param(b"a\nb\n", [b"a", b"b"], id="ended"),
        pytest.param(b"a\n\nb", [b"a", b"b"], id="last not ended"),
        pytest.param(b"a\r\n b \x00\r\n", [b"a\r", b" b \x00\r"], id="with anything inside"),
        pytest.param(
            b"\n".join(b"%0900d" % n for n in range(900)),
            [b"%0900d" % n for n in range(900)],
            id="across the pieces that are read",
        ),
    ],
)
async def test_lines_are_all_that_is_not_blank(
    tmp_path: Path, content: bytes, texts: list[bytes]
) -> None:
    lines = [*chain(*await batches_in(tmp_path / "lines", content))]
    assert [line.text for line in lines] == texts
    assert not any(line.is_cut for line in lines)


async def test_a_batch_has_so_many_lines(tmp_path: Path) -> None:
    batches = await batches_in(tmp_path / "lines", b"a\n" * (2 * LINES_AT_ONCE + 1))
    assert [len(batch) for batch in batches] == [LINES_AT_ONCE, LINES_AT_ONCE, 1]


async def test_a_batch_ends_when_it_has_many_bytes(tmp_path: Path) -> None:
    half = b"a" * (BYTES_AT_ONCE // 2)
    batches = await batches_in(tmp_path / "lines", b"\n".join([half] * 5))
    assert [len(batch) for batch in batches] == [2, 2, 1]


@pytest.mark.parametrize(
    ("length", "kept"),
    [
        pytest.param(LONGEST_LINE, LONGEST_LINE, id="longest"),
        pytest.param(LONGEST_LINE + 1, KEPT_OF_LONGER, id="too long"),
        pytest.param(3 * LONGEST_LINE, KEPT_OF_LONGER, id="far too long"),
    ],
)
async def test_of_a_line_that_is_too_long_only_the_beginning_is_kept(
    tmp_path: Path, length: int, kept: int
) -> None:
    content = b"first\n" + b"x" * length + b"\nlast"
    lines = [*chain(*await batches_in(tmp_path / "lines", content))]
    assert [line.text for line in lines] == [b"first", b"x" * kept, b"last"]
    assert [line.is_cut for line in lines] == [False, kept < length, False]
    assert sum(line.size for line in lines) == len(content)


async def test_a_pipe_that_never_waits_has_not_ended_when_it_is_empty() -> None:
    """As some programs leave the standard input of those that they start."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)

    def write() -> None:
        with os.fdopen(writing, "wb") as sink:
            for n in range(20_000):
                sink.write(b"%d\n" % n)
                if n % 1_000 == 0:
                    sink.flush()

    with os.fdopen(reading, "rb", buffering=0) as source:
        writer = Thread(target=write)
        writer.start()
        lines = [*chain(*await batches_of(source))]
        writer.join()
    assert [line.text for line in lines] == [b"%d" % n for n in range(20_000)]


async def test_what_cannot_be_read_says_why() -> None:
    with Path(os.devnull).open("wb") as sink:
        source = FileIO(sink.fileno(), closefd=False)
        with pytest.raises(UnreadableSourceError, match="Bad file descriptor"):
            await batches_of(source)
