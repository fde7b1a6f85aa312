"""Each service installs, migrates and serves where the other service's code is not present."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.local.ports import free_ports
from tests.local.waiting import answers, wait_until

REPOSITORY = Path(__file__).parents[2]
OTHER_PACKAGE = {"participants": "trainees_service", "trainees": "participants_service"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A virtual environment with `shared`, one service, and what both depend on."""

    service: str
    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "venv" / "bin" / "python"

    @property
    def command(self) -> Path:
        return self.folder / "venv" / "bin" / f"{self.service}-service"

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, timeout=120, check=False
        )


def build_wheels(service: str, folder: Path) -> list[Path]:
    sources: list[Path] = []
    for package in ("shared", f"{service}_service"):
        ignored = shutil.ignore_patterns("__pycache__")
        sources.append(
            shutil.copytree(REPOSITORY / package, folder / "sources" / package, ignore=ignored)
        )
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    wheels = folder / "wheels"
    subprocess.run(
        [*pip, "--no-build-isolation", "-w", str(wheels), *map(str, sources)], check=True
    )
    return list(wheels.iterdir())


def install(service: str, folder: Path) -> Installation:
    installation = Installation(service=service, folder=folder)
    venv.create(folder / "venv", symlinks=True)
    pip = [sys.executable, "-m", "pip", "--python", str(installation.python), "install", "--quiet"]
    wheels = build_wheels(service, folder)
    subprocess.run([*pip, "--no-deps", "--no-index", *map(str, wheels)], check=True)
    # The libraries of this environment, without the links to our own code that are beside them:
    # a folder named by a .pth file is searched, but its own .pth files are not read.
    libraries = installation.run(
        installation.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"
    ).stdout.strip()
    Path(libraries, "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return installation


@pytest.fixture(params=["participants", "trainees"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Installation:
    return install(request.param, tmp_path)


def test_a_service_starts_without_the_other(installation: Installation) -> None:
    missing = OTHER_PACKAGE[installation.service]
    imported = installation.run(installation.python, "-c", f"import {missing}")
    assert f"No module named '{missing}'" in imported.stderr

    helped = installation.run(installation.command, "--help")
    assert helped.returncode == 0, helped.stderr
    assert "migrate" in helped.stdout

    migrated = installation.run(installation.command, "migrate")
    assert migrated.returncode == 0, migrated.stderr

    public, internal = free_ports(2)
    prefix = installation.service.upper()
    ports = {f"{prefix}_PORT": str(public), f"{prefix}_INTERNAL_PORT": str(internal)}
    with (installation.folder / "log").open("w") as log:
        serving = subprocess.Popen(
            [installation.command, "serve"],
            cwd=installation.folder,
            env=os.environ | ports,
            stdout=log,
            stderr=log,
        )
    try:
        wait_until(
            lambda: answers(f"http://127.0.0.1:{internal}/readyz") or serving.poll() is not None,
            seconds=30,
            what="the service is ready",
        )
        assert serving.poll() is None, (installation.folder / "log").read_text()
        assert answers(f"http://127.0.0.1:{public}/openapi.json")
    finally:
        serving.terminate()
        assert serving.wait(timeout=10) == 0
    assert not (installation.folder / ".local/postgres/data/postmaster.pid").exists()
