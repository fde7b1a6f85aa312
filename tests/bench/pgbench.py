"""pgbench: what the database alone can do with the same statements."""

import os
import re
from asyncio import create_subprocess_exec, subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from shared.database.embedded_programs import programs_folder
from tests.bench.options import DIRECTORY

_RATE = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)
_LATENCY = re.compile(r"^latency average = ([0-9.]+) ms", re.MULTILINE)


class PgbenchError(Exception):
    """pgbench failed; the message is its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Commands for pgbench, and the texts that stand behind their `:variables`."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PgbenchRun:
    """Transactions a second, and the seconds that one takes."""

    rate: float
    latency: float


async def run_pgbench(
    dsn: str, scripts: Sequence[Script], *, schema: str, connections: int, seconds: float
) -> PgbenchRun:
    """Run scripts, drawn by lot, with prepared statements from one thread."""
    paths = [_write(number, script) for number, script in enumerate(scripts)]
    url = urlsplit(dsn)
    process = await create_subprocess_exec(
        str(_program()),
        *("--no-vacuum", "--protocol=prepared", "--jobs=1"),
        *(f"--client={connections}", f"--time={max(1, round(seconds))}"),
        *(argument for path in paths for argument in ("-f", str(path))),
        *(
            argument
            for script in scripts
            for name, value in script.values.items()
            for argument in ("-D", f"{name}={value}")
        ),
        *("-h", parse_qs(url.query)["host"][0], "-U", url.username or "postgres"),
        url.path.removeprefix("/"),
        env=os.environ | {"PGOPTIONS": f"-c search_path={schema}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    output, errors = await process.communicate()
    rate, latency = _RATE.search(output.decode()), _LATENCY.search(output.decode())
    if process.returncode != 0 or rate is None or latency is None:
        raise PgbenchError(errors.decode())
    return PgbenchRun(rate=float(rate[1]), latency=float(latency[1]) / 1000)


def _write(number: int, script: Script) -> Path:
    path = DIRECTORY / f"pgbench-{number}.sql"
    path.write_text(script.text)
    return path


def _program() -> Path:
    return programs_folder() / "pgbench"
