"""What every change has to pass leaves no test out for want of a program."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

RUN = Path(".ci/run")
# What the script itself needs of a system.
TOOLS = ("bash", "dirname", "env", "id")
ANYWHERE = {
    "chromium": "google-chrome",
    "redis-server": "valkey-server",
    "nginx-light": "nginx",
    "kubernetes-client": "kubectl",
    "prometheus": "promtool",
    "pgbouncer": "pgbouncer",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Make a folder with the script and a `make` that notes what it was asked for."""
    (tmp_path / ".ci").mkdir()
    # Without the places outside of PATH, where this machine may have the programs.
    text = re.sub(r" /usr/sbin/\w+", "", RUN.read_text())
    (tmp_path / ".ci/run").write_text(text)
    programs = tmp_path / "programs"
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(shutil.which(tool) or tool)
    add_program(tmp_path, "make", 'echo "$@" >> made')
    return tmp_path


def add_program(checkout: Path, name: str, script: str = "exit 1") -> None:
    path = checkout / "programs" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def run(checkout: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": str(checkout / "programs")}
    return subprocess.run(
        ["bash", ".ci/run"],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_of_it_runs_where_every_program_is(checkout: Path) -> None:
    for program in ANYWHERE.values():
        add_program(checkout, program)
    done = run(checkout)
    assert done.returncode == 0, done.stderr
    assert (checkout / "made").read_text().split() == ["check", "pooled", "test"]


@pytest.mark.parametrize("missing", [["redis-server"], ["nginx-light", "prometheus"]])
def test_a_program_that_cannot_be_installed_is_an_error(checkout: Path, missing: list[str]) -> None:
    for package, program in ANYWHERE.items():
        if package not in missing:
            add_program(checkout, program)
    done = run(checkout)
    assert done.returncode == 1
    assert done.stderr.endswith(f"cannot be installed here: {' '.join(missing)}\n")
    assert not (checkout / "made").exists()


def test_a_package_without_the_program_is_an_error(checkout: Path) -> None:
    for program in ANYWHERE.values():
        add_program(checkout, program)
    (checkout / "programs/kubectl").unlink()
    add_program(checkout, "id", "echo 0")
    add_program(checkout, "apt-get", 'echo "$@" >> installed')
    done = run(checkout)
    assert "kubernetes-client" in (checkout / "installed").read_text()
    assert done.returncode == 1
    assert done.stderr.endswith("here: kubernetes-client\n")


def test_the_programs_are_those_without_which_make_leaves_tests_out() -> None:
    calls = r"^\$\(eval \$\(call drives,[^,]+,([^,]+),([^)]+)\)"
    drives = re.findall(calls, Path("Makefile").read_text(), re.MULTILINE)
    needs = re.findall(r"^ +needs (\S+) (.+)$", RUN.read_text(), re.MULTILINE)
    assert set(needs) == set(drives)
    assert {package for package, _ in needs} == set(ANYWHERE)
