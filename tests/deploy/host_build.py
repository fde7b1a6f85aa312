"""Carries out a Dockerfile's instructions on the plain host, without a container engine.

One instruction differs: what fetches the locked libraries. Their wheels are packed again from this
environment instead, where the same lock has put them, so that no test needs a registry.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.tags import sys_tags

from tests.deploy.dockerfile import Dockerfile, Instruction, read_dockerfile

REPOSITORY = Path(__file__).parents[2]
LOCK = REPOSITORY / "requirements/runtime.txt"
_INSTALLED = "/opt/service"
_LEFT_BY_PIP = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """What the Dockerfile of a service makes, in a folder instead of a root of its own."""

    service: str
    root: Path
    dockerfile: Dockerfile

    @property
    def installed(self) -> Path:
        return self.root / _INSTALLED.lstrip("/")

    def command(self, instruction: Instruction) -> list[str]:
        """Return an exec form with the image's paths where they are on this host."""
        words = [word.replace(_INSTALLED, str(self.installed)) for word in instruction.words]
        found = self.installed / "bin" / words[0]
        return [str(found) if found.exists() else words[0], *words[1:]]

    @property
    def environment(self) -> dict[str, str]:
        """Return what ENV says; there is no HOME, as for a user without an account."""
        paths = f"{self.installed}/bin:{os.defpath}"
        return self.dockerfile.image.environment | {"PATH": paths}


def build_image(service: str, root: Path, python: Path) -> Image:
    """Follow the build stage; `python` stands for the one in the base image."""
    image = Image(service=service, root=root, dockerfile=read_dockerfile(service))
    image.installed.parent.mkdir(parents=True)
    directory = root
    for step in image.dockerfile.build.instructions:
        match step.name:
            case "WORKDIR":
                directory = root / step.rest.lstrip("/")
                directory.mkdir()
            case "COPY":
                _copy(step, directory)
            case "RUN" if "requirements/" in step.rest:
                pack_locked_libraries(directory / "libraries")
            case "RUN":
                _run(step, image, directory, python)
            case other:
                raise NotImplementedError(other)
    shutil.rmtree(directory)
    return image


def locked_requirements() -> Iterator[Requirement]:
    """Read what the lock pins for this Python and this platform."""
    for line in re.findall(r"^[a-z0-9].*?(?= \\$)", LOCK.read_text(), re.MULTILINE):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            yield requirement


def pack_locked_libraries(folder: Path) -> None:
    """Make a wheel of each locked library as it is installed here."""
    folder.mkdir()
    for requirement in locked_requirements():
        found = distribution(requirement.name)
        assert requirement.specifier.contains(found.version), f"{requirement} is not installed"
        _pack(found, folder)


def _pack(library: Distribution, folder: Path) -> None:
    tags = re.findall(r"^Tag: (\S+)", library.read_text("WHEEL") or "", re.MULTILINE)
    tag = next(tag for tag in map(str, sys_tags()) if tag in tags)
    name = re.sub(r"[-_.]+", "_", library.name)
    packed: list[str] = []
    record = ""
    with ZipFile(folder / f"{name}-{library.version}-{tag}.whl", "w") as wheel:
        for file in library.files or ():
            outside = file.parts[0] == ".." or "__pycache__" in file.parts
            if file.name == "RECORD":
                record = str(file)
            if not outside and file.name not in _LEFT_BY_PIP:
                wheel.write(str(file.locate()), str(file))
                packed.append(str(file))
        wheel.writestr(record, "".join(f"{file},,\n" for file in [*packed, record]))


def _copy(step: Instruction, directory: Path) -> None:
    *sources, target = step.words
    for source in (REPOSITORY / each for each in sources):
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, directory / target, ignore=ignored)
        else:
            (directory / target).mkdir(exist_ok=True)
            shutil.copy(source, directory / target)


def _run(step: Instruction, image: Image, directory: Path, python: Path) -> None:
    # pip and the building backends are those of this environment.
    script = re.sub(r"\bpython -m pip\b", f"{sys.executable} -m pip", step.rest)
    script = re.sub(r"\bpython -m venv\b", f"{python} -m venv", script)
    done = subprocess.run(
        ["sh", "-ec", script.replace(_INSTALLED, str(image.installed))],
        cwd=directory,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{step.rest}\n{done.stdout}{done.stderr}"
