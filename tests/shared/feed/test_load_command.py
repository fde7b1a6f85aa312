"""`feed load` as its users run it, on files, pipes and worse."""

import gzip
import os
import signal
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import orjson
import pytest

from shared.feed.lines import LINES_AT_ONCE, LONGEST_LINE
from shared.feed.rejected import rejected_path
from shared.service import ServiceIdentity
from tests.conftest import PARTICIPANTS, TRAINEES, Templates
from tests.participants.registry import event
from tests.service_process import started_command
from tests.trainees.registry import provider_put

BOTH = pytest.mark.parametrize("identity", [PARTICIPANTS, TRAINEES], ids=lambda one: one.name)
NO_EVENT = "An event has to be an object."


def put(identity: ServiceIdentity = PARTICIPANTS) -> dict[str, Any]:
    """Make an event that is applied."""
    provider_id = uuid4()
    if identity is TRAINEES:
        number = provider_id.int % 10**8
        return provider_put(provider_id, ukprn=f"{number:08}", code=f"{number % 1000:03}")
    name = f"Provider {provider_id}"
    return event("lead_provider.put", lead_provider_id=provider_id, name=name, cohorts=[2025])


def ndjson(*events: dict[str, Any]) -> bytes:
    return b"".join(orjson.dumps(each) + b"\n" for each in events)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def rejected(self) -> list[tuple[object, str]]:
        """The events on standard output, and the first message about each."""
        return entries(self.out)


def entries(content: bytes) -> list[tuple[object, str]]:
    found = [orjson.loads(line) for line in content.splitlines()]
    return [(each["event"], each["errors"][0]["message"]) for each in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """`feed load` of a service with a database of its own."""

    identity: ServiceIdentity
    url: str

    def load(self, *arguments: str, sent: bytes = b"", **streams: Any) -> Loaded:
        """Run it to its end; what goes wrong has to be said in a sentence."""
        with started_command(self.identity, self.url, "feed", "load", *arguments, **streams) as run:
            out, err = run.communicate(sent, timeout=60)
        assert b"Traceback" not in err
        assert b"Exception ignored" not in err
        return Loaded(code=run.returncode, out=out or b"", err=err.decode())

    async def applied(self) -> int:
        """Count the events that were applied."""
        conn = await asyncpg.connect(self.url)
        try:
            await conn.execute("SELECT set_config('search_path', $1, false)", self.identity.schema)
            return int(await conn.fetchval("SELECT count(*) FROM feed_events"))
        finally:
            await conn.close()


@pytest.fixture
def identity() -> ServiceIdentity:
    return PARTICIPANTS


@pytest.fixture
async def loader(templates: Templates, identity: ServiceIdentity) -> AsyncIterator[Loader]:
    async with templates.clone(identity) as url:
        yield Loader(identity=identity, url=url)


@BOTH
async def test_events_come_from_standard_input_and_rejected_ones_go_to_standard_output(
    loader: Loader, identity: ServiceIdentity
) -> None:
    good, bad = [put(identity), put(identity)], put(identity) | {"type": "no.such"}
    sent = ndjson(good[0], bad) + b"nonsense\n\n" + ndjson(good[1]).rstrip()
    first = loader.load("-", sent=sent)
    assert first.code == 1
    assert first.rejected == [(bad, "There is no such event type."), ("nonsense", NO_EVENT)]
    assert "2 applied, 0 known already, 2 rejected" in first.err
    assert "their errors went to standard output" in first.err
    assert await loader.applied() == 2
    again = loader.load("-", sent=ndjson(*good))
    assert (again.code, again.out) == (0, b"")
    assert "0 applied, 2 known already, 0 rejected" in again.err


async def test_rejected_ones_go_beside_a_file_unless_said_otherwise(
    loader: Loader, tmp_path: Path
) -> None:
    file, beside = tmp_path / "facts.ndjson", tmp_path / "facts.rejected.ndjson"
    file.write_bytes(ndjson(put()) + b"nonsense\n")
    loaded = loader.load(str(file))
    assert (loaded.code, loaded.out) == (1, b"")
    assert entries(beside.read_bytes()) == [("nonsense", NO_EVENT)]
    assert f"their errors are in {beside}\n" in loaded.err
    beside.unlink()

    loaded = loader.load(str(file), "--rejected", "-")
    assert (loaded.code, loaded.rejected) == (1, [("nonsense", NO_EVENT)])
    assert "0 applied, 1 known already, 1 rejected" in loaded.err
    assert not beside.exists()


@pytest.mark.parametrize("form", ["file", "stream"])
async def test_the_file_of_rejected_ones_is_there_only_if_there_are_any(
    loader: Loader, tmp_path: Path, form: str
) -> None:
    file, target = tmp_path / "[facts].ndjson", tmp_path / "[odd].ndjson"
    target.write_bytes(b"of an earlier run\n")

    def load(content: bytes) -> Loaded:
        file.write_bytes(content)
        name = "-" if form == "stream" else str(file)
        return loader.load(name, "--rejected", str(target), sent=content)

    first = load(b"nonsense\n" * (LINES_AT_ONCE + 1))
    assert (first.code, first.out) == (1, b"")
    assert f"their errors are in {target}\n" in first.err
    assert entries(target.read_bytes()) == [("nonsense", NO_EVENT)] * (LINES_AT_ONCE + 1)
    assert load(ndjson(put())).code == 0
    assert not target.exists()
    assert not rejected_path(file).exists()


async def test_whatever_is_sent_is_rejected_in_lines_of_json(loader: Loader) -> None:
    """Standard input is what it is: empty, compressed, too deep, too long, or cut off."""
    empty = loader.load("-")
    assert (empty.code, empty.out) == (0, b"")
    assert "0 applied, 0 known already, 0 rejected" in empty.err

    compressed = gzip.compress(os.urandom(100_000))
    loaded = loader.load("-", sent=compressed)
    assert loaded.code == 1
    assert {message for _, message in loaded.rejected} == {NO_EVENT}
    assert len(loaded.rejected) > 100

    deep = b"[" * 500 + b"]" * 500
    long = b'{"data": 1}' + b" " * LONGEST_LINE
    sent = b"\n".join([deep, long, ndjson(put())]) + ndjson(put())[:-20]
    loaded = loader.load("-", sent=sent)
    assert loaded.code == 1
    assert "1 applied, 0 known already, 3 rejected" in loaded.err
    assert [message for _, message in loaded.rejected] == [
        NO_EVENT,
        f"The line is longer than {LONGEST_LINE:,} bytes.",
        NO_EVENT,
    ]
    assert loaded.out.splitlines()[0].startswith(b'{"event":' + deep)
    assert loaded.rejected[1][0] == '{"data": 1}…'
    assert len(loaded.out) < 4_000


async def test_closed_streams_are_said_to_be_closed(loader: Loader) -> None:
    loaded = loader.load("-", through='exec "$@" <&-')
    assert (loaded.code, loaded.out) == (2, b"")
    assert "standard input is closed" in loaded.err

    sent = ndjson(put()) + b"nonsense\n"
    loaded = loader.load("-", sent=sent, through='exec "$@" >&-')
    assert loaded.code == 2
    assert "standard output is closed" in loaded.err
    assert await loader.applied() == 0

    loaded = loader.load("-", through='exec "$@" 0>/dev/null')
    assert loaded.code == 2
    assert "standard input cannot be read: Bad file descriptor" in loaded.err


async def test_nobody_who_reads_what_was_rejected_is_an_error(loader: Loader) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        loaded = loader.load("-", sent=ndjson(put()) + b"nonsense\n" * 50_000, stdout=closed)
    assert loaded.code == 2
    assert "rejected events cannot be written to standard output: Broken pipe" in loaded.err
    assert await loader.applied() == 1


async def test_a_place_that_cannot_be_written_is_named(loader: Loader, tmp_path: Path) -> None:
    loaded = loader.load("-", "--rejected", str(tmp_path / "[a]" / "b"), sent=b"nonsense\n")
    assert loaded.code == 2
    assert f"cannot be written to {tmp_path}/[a]/b: No such file or directory" in loaded.err

    loaded = loader.load("-", "--rejected", "/dev/full", sent=b"nonsense\n")
    assert loaded.code == 2
    assert "cannot be written to /dev/full: No space left on device" in loaded.err
    assert Path("/dev/full").exists()

    assert loader.load("-", "--rejected", str(tmp_path)).code == 2
    loaded = loader.load(str(tmp_path / "facts.ndjson"))
    assert loaded.code == 2
    assert "facts.ndjson cannot be read: No such file or directory" in loaded.err


async def test_events_are_not_overwritten_by_what_is_rejected_of_them(
    loader: Loader, tmp_path: Path
) -> None:
    file = tmp_path / "facts.ndjson"
    file.write_bytes(b"nonsense\n")
    loads = [
        loader.load(str(file), "--rejected", str(file)),
        loader.load("-", "--rejected", str(file), through=f'exec "$@" <{file}'),
        loader.load("-", through=f'exec "$@" <{file} >>{file}'),
    ]
    assert [loaded.code for loaded in loads] == [2, 2, 2]
    assert all("the events come from there" in loaded.err for loaded in loads)
    assert file.read_bytes() == b"nonsense\n"


@pytest.fixture
def heard_interrupts() -> Iterator[None]:
    """What is started in the background inherits that Ctrl-C is ignored; here it must not be."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard_interrupts")
async def test_a_stream_is_applied_while_it_goes_on_and_can_be_interrupted(loader: Loader) -> None:
    sent = ndjson(*(put() for _ in range(LINES_AT_ONCE)))
    with started_command(PARTICIPANTS, loader.url, "feed", "load", "-") as run:
        assert run.stdin is not None
        run.stdin.write(sent)
        run.stdin.flush()

        while await loader.applied() < LINES_AT_ONCE:
            assert run.poll() is None
        run.send_signal(signal.SIGINT)
        # The pipe is still open: nothing but the signal can have ended it.
        assert run.wait(20) != 0
        _, err = run.communicate()
        assert b"Traceback" not in err
    again = loader.load("-", sent=sent)
    assert again.code == 0
    assert f"0 applied, {LINES_AT_ONCE:,} known already" in again.err
