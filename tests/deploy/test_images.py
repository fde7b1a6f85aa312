"""What the Dockerfiles say, and what may get into an image."""

import re
from fnmatch import fnmatch
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.deploy.dockerfile import SERVICES, dockerfile_text, read_dockerfile
from tests.deploy.host_build import LOCK, locked_requirements

PINNED_BASE = re.compile(r"python:3\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?")
OTHER = {"participants": "trainees", "trainees": "participants"}


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def test_an_image_has_a_pinned_slim_base_in_both_stages(service: str) -> None:
    dockerfile = read_dockerfile(service)
    assert PINNED_BASE.fullmatch(dockerfile.arguments["PYTHON"])
    assert [stage.base for stage in dockerfile.stages] == ["${PYTHON}"] * 2


def test_an_image_has_a_service_and_what_is_shared(service: str) -> None:
    copied = [word for step in read_dockerfile(service).build.all("COPY") for word in step.words]
    assert {"shared", f"{service}_service"} <= set(copied)
    assert OTHER[service] not in dockerfile_text(service)
    assert [step.rest for step in read_dockerfile(service).image.all("COPY")] == [
        "--from=build /opt/service /opt/service"
    ]


def test_only_hashed_requirements_are_fetched(service: str) -> None:
    commands = [
        command
        for step in read_dockerfile(service).build.all("RUN")
        for command in step.rest.split(" && ")
        if "pip" in command and "--without-pip" not in command
    ]
    assert len(commands) == 5
    for command in commands:
        assert ("--require-hashes" in command) != ("--no-index" in command)
        assert "wheel" not in command or "--no-build-isolation" in command


def test_an_image_runs_as_nobody_in_particular(service: str) -> None:
    image = read_dockerfile(service).image
    assert image.one("USER").rest == "10001:10001"
    assert image.instructions.index(image.one("USER")) > image.instructions.index(image.one("COPY"))
    assert not image.all("RUN")
    assert not image.all("VOLUME")


def test_commands_are_programs_and_not_shell_scripts(service: str) -> None:
    image = read_dockerfile(service).image
    assert image.one("ENTRYPOINT").rest == f'["/opt/service/bin/{service}-service"]'
    assert image.one("CMD").rest == '["serve"]'
    assert " CMD [" in image.one("HEALTHCHECK").rest
    assert image.environment["ENVIRONMENT"] == "production"


def test_the_dockerfiles_differ_in_names_alone() -> None:
    def without_names(service: str) -> str:
        name = f"{service}(?=[-_. :])|{service.upper()}(?=_)|[89]08[12]"
        text = re.sub(name, "…", text_of[service])
        return re.sub("description=.*|.*changes prune$", "…", text, flags=re.MULTILINE)

    text_of = {service: dockerfile_text(service) for service in SERVICES}
    assert without_names("participants") == without_names("trainees")


def test_nothing_but_code_and_locks_is_sent_to_the_builder() -> None:
    lines = Path(".dockerignore").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    assert patterns[0] == "*"
    allowed = {pattern[1:] for pattern in patterns if pattern.startswith("!")}
    assert allowed == {
        "requirements/build.txt",
        "requirements/runtime.txt",
        "shared",
        "participants_service",
        "trainees_service",
    }
    assert any(fnmatch("shared/__pycache__", each) for each in patterns[1:])


def test_the_lock_is_hashed_and_names_no_place_to_fetch_from() -> None:
    text = LOCK.read_text()
    assert len(re.findall(r"^[a-z0-9].*==.* \\\n    --hash=sha256:", text, re.MULTILINE)) == len(
        re.findall(r"^[a-z0-9]", text, re.MULTILINE)
    )
    assert "://" not in text
    assert "index" not in text


def test_the_lock_has_everything_that_its_libraries_need() -> None:
    locked = {canonicalize_name(each.name): each for each in locked_requirements()}
    for name in ("teacher-services-shared", *locked):
        for line in distribution(name).requires or ():
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                pin = next(iter(locked[canonicalize_name(needed.name)].specifier)).version
                assert needed.specifier.contains(pin, prereleases=True), f"{name}: {line}"
