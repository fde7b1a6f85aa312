"""The gateway's own configuration, rendered as the official image does it, in a real nginx."""

import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from deploy.gateway.configuration import (
    default_settings,
    find_nginx,
    nginx_command,
    render,
)
from deploy.local.ports import free_ports
from tests.local.waiting import answers, wait_until

_STARTS_WITHIN = 30.0
# Longer than nginx waits for requests in flight.
_STOPS_WITHIN = 45.0


def command(folder: Path, *arguments: str) -> list[str]:
    """Return the command of the container, with the system's nginx and another folder."""
    program = find_nginx()
    if program is None:
        raise RuntimeError("these tests need nginx: apt-get install nginx-light")
    return nginx_command(program, folder, *arguments)


@contextmanager
def gateway_folder() -> Iterator[Path]:
    """Make a folder that nginx' workers may enter even if they run as nobody."""
    with tempfile.TemporaryDirectory(prefix="gateway-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """A running gateway."""

    url: str
    internal_url: str
    folder: Path
    settings: Mapping[str, str]
    process: subprocess.Popen[bytes]

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    @property
    def errors(self) -> str:
        """What nginx said beside the access log."""
        return (self.folder / "errors").read_text()

    @property
    def access_log(self) -> str:
        return (self.folder / "access_log").read_text()

    def logged(self, **members: object) -> dict[str, Any]:
        """Wait for the line of the one request that has these members."""
        found: list[dict[str, Any]] = []

        def is_there() -> bool:
            lines = [orjson.loads(line) for line in self.access_log.splitlines()]
            found[:] = [line for line in lines if members.items() <= line.items()]
            return len(found) == 1

        wait_until(is_there, seconds=30, what=f"one line with {members} in {self.folder}")
        return found[0]

    def reload(self, **settings: str) -> None:
        """Render other settings and let nginx read them, as SIGHUP does."""
        render(self.folder, {**self.settings, **settings})
        self.process.send_signal(signal.SIGHUP)


@contextmanager
def running_gateway(**settings: str) -> Iterator[Gateway]:
    """Run nginx with the defaults and these settings; a service without servers is down."""
    public, internal, nobody = free_ports(3)
    down = f"server 127.0.0.1:{nobody};"
    chosen = {
        **default_settings(),
        "GATEWAY_PARTICIPANTS_SERVERS": down,
        "GATEWAY_TRAINEES_SERVERS": down,
        "GATEWAY_LISTEN": f"127.0.0.1:{public}",
        "GATEWAY_INTERNAL_LISTEN": f"127.0.0.1:{internal}",
        **settings,
    }
    scheme = "https" if chosen["GATEWAY_PROTOCOL"] == "tls" else "http"
    with gateway_folder() as folder:
        render(folder, chosen)
        with (folder / "access_log").open("wb") as log, (folder / "errors").open("wb") as errors:
            process = subprocess.Popen(command(folder), stdout=log, stderr=errors)
        internal_url = f"http://127.0.0.1:{internal}"
        alive = f"{internal_url}/livez"
        try:
            wait_until(
                lambda: process.poll() is not None or answers(alive),
                seconds=_STARTS_WITHIN,
                what="nginx listens",
            )
            assert process.poll() is None, (folder / "errors").read_text()
            yield Gateway(
                url=f"{scheme}://127.0.0.1:{public}",
                internal_url=internal_url,
                folder=folder,
                settings=chosen,
                process=process,
            )
        finally:
            # What a test has left hanging is nobody's concern any more.
            process.terminate()
            assert process.wait(_STOPS_WITHIN) == 0
