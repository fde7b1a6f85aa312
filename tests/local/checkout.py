"""A folder in which the supervisor is started as `make run` starts it."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.local.waiting import wait_until

REPOSITORY = Path(__file__).parents[2]
VARIABLES = (
    "PARTICIPANTS_PORT",
    "PARTICIPANTS_INTERNAL_PORT",
    "TRAINEES_PORT",
    "TRAINEES_INTERNAL_PORT",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A started supervisor and what it shows."""

    process: subprocess.Popen[bytes]
    screen_file: Path

    @property
    def screen(self) -> str:
        return self.screen_file.read_text()

    def wait_until_ready(self, *, seconds: float = 120) -> None:
        wait_until(
            lambda: "Ready after" in self.screen or self.process.poll() is not None,
            seconds=seconds,
            what="make run is ready",
        )
        assert self.process.poll() is None, self.screen

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


@dataclass(slots=True, kw_only=True)
class Checkout:
    """A folder of its own in which the supervisor is started, as `make run` starts it."""

    folder: Path
    ports: dict[str, str]
    runs: list[Run] = field(default_factory=list)

    @property
    def demo(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / ".local/demo.json").read_bytes())
        return content

    @property
    def database_runs(self) -> bool:
        return (self.folder / ".local/postgres/data/postmaster.pid").exists()

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | self.ports | {"PYTHONPATH": str(REPOSITORY)}

    def start(self, **settings: str) -> Run:
        screen_file = self.folder / f"screen-{len(self.runs)}"
        with screen_file.open("wb") as screen:
            process = subprocess.Popen(
                [sys.executable, "-m", "deploy.local", "run"],
                cwd=self.folder,
                env=self.environment | settings,
                stdout=screen,
                stderr=screen,
            )
        run = Run(process=process, screen_file=screen_file)
        self.runs.append(run)
        return run

    def stop(self) -> None:
        for run in self.runs:
            if run.process.poll() is None:
                run.stop()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def service_pids(self) -> list[int]:
        """Read from the kernel which processes serve in this folder."""
        pids = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            # Others come and go.
            with suppress(FileNotFoundError, ProcessLookupError):
                command = (entry / "cmdline").read_bytes().split(b"\0")
                if b"serve" in command and (entry / "cwd").resolve() == self.folder:
                    pids.append(int(entry.name))
        return pids
