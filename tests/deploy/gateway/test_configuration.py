"""The settings, the templates and the page about them agree; nginx reads the result."""

import re
import subprocess
from pathlib import Path

import pytest

from deploy.gateway.configuration import SOURCES, default_settings, render
from shared.http.listener import KEEP_ALIVE
from shared.service_settings import ServiceSettings
from shared.settings import describe_settings
from tests.deploy.gateway.nginx import command, gateway_folder

TEMPLATES = sorted((SOURCES / "templates").iterdir())
TEXT = "".join(template.read_text() for template in TEMPLATES)
# Names in containers, which are nowhere to be found here.
SERVERS = {
    "GATEWAY_PARTICIPANTS_SERVERS": "server 127.0.0.1:8081;",
    "GATEWAY_TRAINEES_SERVERS": "server 127.0.0.1:8082;",
}


def test_every_setting_has_a_default_and_is_used() -> None:
    used = set(re.findall(r"\$\{?([A-Z_]+)\b", TEXT))
    defined = {name for name in default_settings() if name.startswith("GATEWAY_")}
    assert used == defined


def test_every_setting_is_on_the_page() -> None:
    page = (SOURCES / "README.md").read_text()
    for name, default in default_settings().items():
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
        assert f"| `{default}` |" in row or not default


@pytest.mark.parametrize("level", ["warn", "crit"])
def test_nginx_has_nothing_to_complain_about(level: str) -> None:
    with gateway_folder() as folder:
        render(folder, {**default_settings(), **SERVERS, "GATEWAY_LOG_LEVEL": level})
        tested = subprocess.run(command(folder, "-t"), capture_output=True, text=True, check=False)
        assert tested.returncode == 0, tested.stderr
        assert "warn" not in tested.stderr
        # Nothing is written but below the one folder.
        places = re.findall(r"(?:_temp_path|pid) +(\S+);", TEXT)
        assert len(places) == 6
        assert not any(Path(place).is_absolute() for place in places)


def test_nginx_takes_what_operators_are_told_to_trust() -> None:
    pages = (Path("docs/operators.md"), SOURCES / "README.md")
    said = [
        text for page in pages for text in re.findall("set_real_ip_from [^`']+", page.read_text())
    ]
    assert len(said) == 2
    with gateway_folder() as folder:
        render(folder, {**default_settings(), **SERVERS, "GATEWAY_TRUSTED_PROXIES": " ".join(said)})
        tested = subprocess.run(command(folder, "-t"), capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("GATEWAY_PARTICIPANTS_SERVERS", ""),
        ("GATEWAY_PROTOCOL", "quic"),
        ("GATEWAY_PROTOCOL", "tls"),
        ("GATEWAY_RATE", "many"),
        ("GATEWAY_TRUSTED_PROXIES", "10.0.0.0/8"),
        ("GATEWAY_LISTEN", "everywhere:http"),
    ],
)
def test_an_odd_setting_stops_the_start(setting: str, value: str) -> None:
    with gateway_folder() as folder:
        render(folder, {**default_settings(), **SERVERS, setting: value})
        started = subprocess.run(
            command(folder), capture_output=True, text=True, check=False, timeout=20
        )
    assert started.returncode == 1
    assert "[emerg]" in started.stderr


def seconds(directive: str) -> set[int]:
    found = re.findall(rf"^\s*{directive}\s+(\d+)s;", TEXT, re.MULTILINE)
    return {int(number) for number in found}


def test_the_gateway_lets_go_of_idle_connections_first() -> None:
    upstream = TEXT.partition("upstream participants")[2].partition("server_tokens")[0]
    kept = [int(number) for number in re.findall(r"keepalive_timeout +(\d+)s;", upstream)]
    assert len(kept) == 2
    assert all(number < KEEP_ALIVE for number in kept)


def test_a_service_gives_up_before_the_gateway_and_the_gateway_before_it_is_stopped() -> None:
    patience = int(default_settings()["GATEWAY_UPSTREAM_TIMEOUT"].removesuffix("s"))
    settings = describe_settings(ServiceSettings, "")
    service = next(float(each.default) for each in settings if "REQUEST_TIMEOUT" in each.variable)
    (farewell,) = seconds("worker_shutdown_timeout")
    assert service < patience < farewell
