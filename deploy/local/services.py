"""The two services as the supervisor sees them: their command lines and their addresses."""

import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from deploy.local.errors import LocalRunError

_EVERYWHERE = {"", str(IPv4Address(0)), str(IPv6Address(0))}
_HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One listener, and the variable that moves it elsewhere."""

    host: str
    port: int
    variable: str

    @property
    def url(self) -> str:
        """Where a client on this machine finds it."""
        if self.host in _EVERYWHERE:
            return f"http://127.0.0.1:{self.port}"
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service: what it is called, whom it serves, where it listens."""

    name: str
    title: str
    provider_option: str
    provider_list: str
    base_path: str
    sample_path: str
    public: Address
    internal: Address

    @property
    def module(self) -> str:
        """The package whose command line is run."""
        return f"{self.name}_service"

    @property
    def database_variable(self) -> str:
        """The setting that gives this service a database of its own."""
        return f"{self.name.upper()}_DATABASE_URL"


def find_services(environment: Mapping[str, str]) -> tuple[Service, Service]:
    """Return both services with the addresses that the environment asks for."""
    return (
        Service(
            name="participants",
            title="Lead Provider API v3",
            provider_option="--lead-provider",
            provider_list="lead_providers",
            base_path="/api/v3",
            sample_path="/api/v3/participants?page%5Bper_page%5D=2",
            public=_address(environment, "PARTICIPANTS", "", 8081),
            internal=_address(environment, "PARTICIPANTS", "INTERNAL_", 9081),
        ),
        Service(
            name="trainees",
            title="Register API v0.1",
            provider_option="--provider",
            provider_list="providers",
            base_path="/api/v0.1",
            sample_path="/api/v0.1/info",
            public=_address(environment, "TRAINEES", "", 8082),
            internal=_address(environment, "TRAINEES", "INTERNAL_", 9082),
        ),
    )


def check_ports(services: Iterable[Service]) -> None:
    """Refuse to start anything when one of the ports is taken already."""
    seen: dict[int, Address] = {}
    for address in (each for service in services for each in (service.public, service.internal)):
        if address.port in seen:
            other = seen[address.port]
            raise LocalRunError(
                f"{address.variable} and {other.variable} are both {address.port}: "
                "each listener needs a port of its own."
            )
        seen[address.port] = address
        _check_port(address)


def service_environment(environment: Mapping[str, str], database_url: str | None) -> dict[str, str]:
    """Pass every setting on, and add what a local run has of its own."""
    passed = dict(environment)
    passed["PYTHONUNBUFFERED"] = "1"
    if environment.get("ENVIRONMENT", "").lower() != "production":
        passed.setdefault("SANDBOX", "true")
    if database_url is not None:
        passed["DATABASE_URL"] = database_url
    return passed


def needs_embedded_database(environment: Mapping[str, str], services: Iterable[Service]) -> bool:
    """Tell whether a service is left without a configured database."""
    return not all(
        any(environment.get(name) for name in (variable, f"{variable}_FILE"))
        or any(environment.get(name) for name in ("DATABASE_URL", "DATABASE_URL_FILE"))
        for variable in (service.database_variable for service in services)
    )


def _address(environment: Mapping[str, str], prefix: str, listener: str, default: int) -> Address:
    variable = f"{prefix}_{listener}PORT"
    written = environment.get(variable, str(default))
    if not written.isdecimal() or not 0 < int(written) <= _HIGHEST_PORT:
        raise LocalRunError(f"{variable} is {written!r}, which is not a port.")
    host = environment.get(f"{prefix}_{listener}HOST", "127.0.0.1")
    return Address(host=host, port=int(written), variable=variable)


def _check_port(address: Address) -> None:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the services do it: a port that a stopped server has just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise LocalRunError(
                f"Port {address.port} on {address.host} cannot be used ({error.strerror}"
                f"): stop what listens there, or choose another with {address.variable}=…"
            ) from error
