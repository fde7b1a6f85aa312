"""Whether a setting can be an address at all; what listens there is another question."""

import re
from urllib.parse import parse_qs, urlsplit

_HIGHEST_PORT = 65_535
_HOST_AND_PORT = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[^\s\[\]:,]+)(?::([0-9]{1,5}))?")


def is_postgresql(url: str) -> bool:
    """Tell whether a URL names a PostgreSQL database on one host, on several, or on a socket."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    hosts = parts.netloc.rpartition("@")[2]
    return parts.scheme in ("postgresql", "postgres") and (
        all(map(_is_host_and_port, hosts.split(","))) if hosts else "host" in parse_qs(parts.query)
    )


def is_endpoint(text: str) -> bool:
    """Tell whether a text is an http:// or https:// address without a login or a query."""
    try:
        address = urlsplit(text)
        port = address.port
    except ValueError:
        return False
    return (
        address.scheme in ("http", "https")
        and bool(address.hostname)
        and "@" not in address.netloc
        and port != 0
        and not (address.query or address.fragment or any(map(str.isspace, text)))
    )


def _is_host_and_port(text: str) -> bool:
    found = _HOST_AND_PORT.fullmatch(text)
    return found is not None and (found[1] is None or 0 < int(found[1]) <= _HIGHEST_PORT)
