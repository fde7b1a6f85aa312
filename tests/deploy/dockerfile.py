"""Dockerfiles as data: their stages and instructions."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("deploy/images")
SERVICES = ("participants", "trainees")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One instruction, with its continued lines joined."""

    name: str
    rest: str

    @property
    def words(self) -> list[str]:
        """The arguments of an instruction in exec form, or its words."""
        if self.rest.startswith("["):
            words: list[str] = json.loads(self.rest)
            return words
        return self.rest.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Everything from one FROM to the next."""

    base: str
    name: str
    instructions: tuple[Instruction, ...]

    def all(self, name: str) -> list[Instruction]:
        return [each for each in self.instructions if each.name == name]

    def one(self, name: str) -> Instruction:
        (instruction,) = self.all(name)
        return instruction

    @property
    def environment(self) -> dict[str, str]:
        """The variables that ENV sets; PATH still refers to the one before."""
        pairs = re.findall(r'([A-Z_]+)="?([^\s"]*)"?', " ".join(e.rest for e in self.all("ENV")))
        return dict(pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dockerfile:
    """One file in deploy/images."""

    arguments: dict[str, str]
    stages: tuple[Stage, ...]

    @property
    def build(self) -> Stage:
        return self.stages[0]

    @property
    def image(self) -> Stage:
        return self.stages[-1]


def dockerfile_text(service: str) -> str:
    return (FOLDER / f"{service}.Dockerfile").read_text()


def read_dockerfile(service: str) -> Dockerfile:
    """Read the Dockerfile of a service; ARG before the first FROM are its arguments."""
    instructions = list(_instructions(dockerfile_text(service)))
    begins = [at for at, each in enumerate(instructions) if each.name == "FROM"]
    arguments = dict(each.rest.split("=", 1) for each in instructions[: begins[0]])
    ends = [*begins[1:], len(instructions)]
    stages = tuple(_stage(instructions[a:b]) for a, b in zip(begins, ends, strict=True))
    return Dockerfile(arguments=arguments, stages=stages)


def _stage(instructions: list[Instruction]) -> Stage:
    base, _, name = instructions[0].rest.partition(" AS ")
    return Stage(base=base, name=name, instructions=tuple(instructions[1:]))


def _instructions(text: str) -> Iterator[Instruction]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        name, _, rest = line.partition(" ")
        yield Instruction(name=name, rest=rest)
