"""`make run`: what a newcomer gets, and that it goes away again without a trace but the data."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.request import Request, urlopen

import pytest

from deploy.local.ports import free_ports
from tests.local.checkout import VARIABLES, Checkout, Run
from tests.local.waiting import answers


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    ports = dict(zip(VARIABLES, map(str, free_ports(4)), strict=True))
    checkout = Checkout(folder=tmp_path_factory.mktemp("checkout"), ports=ports)
    yield checkout
    checkout.stop()


@pytest.fixture
def running(checkout: Checkout) -> Run:
    """Return the run that an earlier test left, or a new one."""
    for run in checkout.runs:
        if run.process.poll() is None:
            return run
    run = checkout.start()
    run.wait_until_ready()
    return run


@pytest.fixture
def stopped(checkout: Checkout) -> Checkout:
    checkout.stop()
    return checkout


def call(
    url: str, token: str, body: Any = None, headers: Mapping[str, str] = MappingProxyType({})
) -> Any:
    request = Request(url, data=None if body is None else json.dumps(body).encode())
    sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
    for name, value in sent.items():
        request.add_header(name, value)
    with urlopen(request, timeout=10) as response:
        return json.load(response)


def test_a_newcomer_gets_data_tokens_and_commands_that_work(
    checkout: Checkout, running: Run
) -> None:
    participants, trainees = checkout.demo["participants"], checkout.demo["trainees"]
    assert participants.keys() == {"url", "internal_url", "feed_token", "lead_providers"}
    assert trainees.keys() == {"url", "internal_url", "feed_token", "providers"}

    for lead_provider in participants["lead_providers"]:
        assert lead_provider.keys() == {"id", "name", "token"}
        page = call(f"{participants['url']}/api/v3/participants", lead_provider["token"])
        assert page["data"], lead_provider["name"]
    for provider in trainees["providers"]:
        assert provider.keys() == {"id", "name", "token"}
        info = call(f"{trainees['url']}/api/v0.1/info", provider["token"])
        assert info["status"] == "ok"
    for service in (participants, trainees):
        assert answers(f"{service['url']}/docs")
        events = f"{service['internal_url']}/internal/v1/events"
        assert call(events, service["feed_token"], {"events": []}) == {"results": []}

    commands = re.findall(r"^  (curl .*)$", running.screen, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        pasted = ["sh", "-c", f"{command} --silent --show-error --fail"]
        answer = subprocess.run(pasted, capture_output=True, check=True)
        assert json.loads(answer.stdout)


def test_tokens_are_for_the_owner_alone(checkout: Checkout, running: Run) -> None:
    assert running.process.poll() is None
    assert stat.S_IMODE((checkout.folder / ".local/demo.json").stat().st_mode) == 0o600
    token = checkout.demo["participants"]["lead_providers"][0]["token"]
    for log in (checkout.folder / ".local/logs").iterdir():
        assert token not in log.read_text()


def test_a_second_run_in_the_same_folder_is_refused(checkout: Checkout, running: Run) -> None:
    second = checkout.start()
    assert second.process.wait(timeout=60) == 1
    assert "running already" in second.screen
    assert running.process.poll() is None


def test_the_command_lines_find_the_running_database(checkout: Checkout, running: Run) -> None:
    listed = checkout.command("participants_service", "tokens", "list")
    assert "registry:write" in listed.stdout, listed.stderr
    assert checkout.database_runs
    assert running.process.poll() is None


def test_reset_is_refused_while_it_runs(checkout: Checkout, running: Run) -> None:
    refused = checkout.command("deploy.local", "reset")
    assert refused.returncode == 1
    assert "in use" in refused.stderr
    assert running.process.poll() is None


def test_a_service_that_dies_ends_the_run_with_its_last_words(
    checkout: Checkout, running: Run
) -> None:
    os.kill(checkout.service_pids()[0], signal.SIGKILL)
    assert running.process.wait(timeout=60) == 1
    assert "ended with status -9" in running.screen
    assert "The end of .local/logs/" in running.screen
    assert '"level":"info"' in running.screen
    assert not checkout.database_runs
    assert checkout.service_pids() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_and_the_next_run_goes_on(
    stopped: Checkout, number: signal.Signals
) -> None:
    first = stopped.start()
    first.wait_until_ready()
    before = stopped.demo
    assert len(stopped.service_pids()) == 2

    assert first.stop(number) == 0
    assert not stopped.database_runs
    assert stopped.service_pids() == []

    second = stopped.start()
    second.wait_until_ready()
    assert stopped.demo == before
    lead_provider = before["participants"]["lead_providers"][0]
    url = f"{before['participants']['url']}/api/v3/participants"
    assert call(url, lead_provider["token"])["data"]


def test_the_sandbox_clock_works_unless_it_is_switched_off(stopped: Checkout) -> None:
    def statuses_in_2035(**settings: str) -> set[str]:
        run = stopped.start(**settings)
        run.wait_until_ready()
        service = stopped.demo["participants"]
        people = call(
            f"{service['url']}/api/v3/participants?page%5Bper_page%5D=3000",
            service["lead_providers"][0]["token"],
            headers={"X-With-Server-Date": "2035-01-01T00:00:00Z"},
        )
        run.stop()
        return {
            enrolment["participant_status"]
            for person in people["data"]
            for enrolment in person["attributes"]["ecf_enrolments"]
        }

    # By 2035 nobody is about to join any more.
    assert "joining" not in statuses_in_2035()
    assert "joining" in statuses_in_2035(SANDBOX="false")


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_taken_port_is_said_before_anything_starts(stopped: Checkout, variable: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        run = stopped.start(**{variable: str(taken)})
        assert run.process.wait(timeout=60) == 1
    assert f"Port {taken} on 127.0.0.1 cannot be used" in run.screen
    assert variable in run.screen
    assert "✓" not in run.screen


@pytest.mark.parametrize("written", ["", "http", "0", "70000", "-1"])
def test_an_odd_port_is_said_too(stopped: Checkout, written: str) -> None:
    run = stopped.start(TRAINEES_PORT=written)
    assert run.process.wait(timeout=60) == 1
    assert "TRAINEES_PORT" in run.screen


def test_two_listeners_on_one_port_are_said_too(stopped: Checkout) -> None:
    run = stopped.start(TRAINEES_PORT=stopped.ports["PARTICIPANTS_PORT"])
    assert run.process.wait(timeout=60) == 1
    assert "TRAINEES_PORT and PARTICIPANTS_PORT are both" in run.screen


def test_reset_makes_the_next_run_start_anew(checkout: Checkout, running: Run) -> None:
    before = checkout.demo
    assert running.stop() == 0
    assert checkout.command("deploy.local", "reset").returncode == 0
    assert not (checkout.folder / ".local/postgres").exists()
    assert not (checkout.folder / ".local/demo.json").exists()

    again = checkout.start()
    again.wait_until_ready()
    assert checkout.demo["participants"]["feed_token"] != before["participants"]["feed_token"]
    assert again.stop() == 0
