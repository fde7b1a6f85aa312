"""TLS with a certificate made for the test, and HTTP/2 in it."""

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import orjson
import pytest

from tests.deploy.gateway.conftest import Service
from tests.deploy.gateway.http2 import get
from tests.deploy.gateway.nginx import Gateway, command, running_gateway
from tests.deploy.gateway.raw import send
from tests.local.waiting import wait_until


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificate")
    make_certificate(folder)
    return folder / "tls.crt"


def make_certificate(folder: Path) -> None:
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    name = "-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
    files = "-keyout tls.key -out tls.crt"
    subprocess.run(f"{make} {name} {files}".split(), cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def gateway(certificate: Path, participants: Service, trainees: Service) -> Iterator[Gateway]:
    with running_gateway(
        GATEWAY_PROTOCOL="tls",
        GATEWAY_CERTIFICATE=str(certificate),
        GATEWAY_CERTIFICATE_KEY=str(certificate.with_suffix(".key")),
        GATEWAY_PARTICIPANTS_SERVERS=participants.servers,
        GATEWAY_TRAINEES_SERVERS=trainees.servers,
    ) as running:
        yield running


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


async def test_the_api_is_answered_over_http_2(
    gateway: Gateway, trainees: Service, tls: ssl.SSLContext
) -> None:
    headers = {"authorization": f"Bearer {trainees.token}", "x-request-id": "over-http-2"}
    answer = await get(gateway.port, "/api/v0.1/info", headers, tls)
    assert answer.is_200
    assert orjson.loads(answer.content)["status"] == "ok"
    assert gateway.logged(request_id="over-http-2")["protocol"] == "HTTP/2.0"


@pytest.mark.parametrize(
    ("path", "status"), [("/api/v0.1/info", 401), ("/metrics", 404)], ids=["service", "gateway"]
)
async def test_refusals_are_json_over_http_2_as_well(
    gateway: Gateway, tls: ssl.SSLContext, path: str, status: int
) -> None:
    name = f"refused-{status}"
    answer = await get(gateway.port, path, {"x-request-id": name}, tls)
    assert not answer.is_200
    assert orjson.loads(answer.content).keys() == {"error"}
    assert gateway.logged(request_id=name)["status"] == status


async def test_a_header_that_is_too_long_ends_a_connection_of_http_2(
    gateway: Gateway, tls: ssl.SSLContext
) -> None:
    # nginx refuses to unpack it, so there is no request yet that could be answered.
    with pytest.raises(asyncio.IncompleteReadError):
        await get(gateway.port, "/api/v0.1/info", {"x-long": "x" * 9000}, tls)


async def test_older_clients_speak_http_1_1(
    client: aiohttp.ClientSession, gateway: Gateway, tls: ssl.SSLContext
) -> None:
    async with client.get(f"{gateway.url}/participants/docs", ssl=tls) as answer:
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    async with client.get(f"{gateway.url}/elsewhere", ssl=tls) as answer:
        assert answer.status == 404
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@contextmanager
def connected(gateway: Gateway, tls: ssl.SSLContext) -> Iterator[ssl.SSLSocket]:
    with (
        socket.create_connection(("127.0.0.1", gateway.port), timeout=10) as plain,
        tls.wrap_socket(plain, server_hostname="localhost") as encrypted,
    ):
        yield encrypted


@pytest.mark.parametrize(
    ("offered", "chosen"), [(["h2", "http/1.1"], "h2"), (["http/1.1"], "http/1.1"), ([], None)]
)
def test_the_protocol_is_agreed_on(
    gateway: Gateway, tls: ssl.SSLContext, offered: list[str], chosen: str | None
) -> None:
    tls.set_alpn_protocols(offered)
    with connected(gateway, tls) as connection:
        assert connection.selected_alpn_protocol() == chosen
        assert connection.version() == "TLSv1.3"


def test_tls_1_2_keeps_its_secrets_for_the_future(gateway: Gateway, tls: ssl.SSLContext) -> None:
    tls.maximum_version = ssl.TLSVersion.TLSv1_2
    with connected(gateway, tls) as connection:
        cipher = connection.cipher()
        assert cipher is not None
        assert cipher[0].startswith("ECDHE-")


def test_without_forward_secrecy_there_is_no_connection(
    gateway: Gateway, tls: ssl.SSLContext
) -> None:
    tls.set_ciphers("AES256-GCM-SHA384")
    tls.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(ssl.SSLError), connected(gateway, tls):
        pass


def test_a_renewed_certificate_is_read_by_a_command_in_the_container(
    certificate: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("renewed")
    for name in ("tls.crt", "tls.key"):
        (folder / name).write_bytes((certificate.parent / name).read_bytes())
    with running_gateway(
        GATEWAY_PROTOCOL="tls",
        GATEWAY_CERTIFICATE=str(folder / "tls.crt"),
        GATEWAY_CERTIFICATE_KEY=str(folder / "tls.key"),
    ) as gateway:
        before = ssl.get_server_certificate(("127.0.0.1", gateway.port))
        make_certificate(folder)
        subprocess.run(command(gateway.folder, "-s", "reload"), check=True, capture_output=True)
        wait_until(
            lambda: ssl.get_server_certificate(("127.0.0.1", gateway.port)) != before,
            seconds=10,
            what="nginx has the new certificate",
        )


async def test_plain_http_on_the_same_port_is_a_bad_request(gateway: Gateway) -> None:
    answer = await send(gateway.port, b"GET /api/v3/x HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.status == 400
    assert answer.json == {
        "errors": [{"title": "Bad request", "detail": "The request cannot be read"}]
    }
    assert "strict-transport-security" not in answer.headers
