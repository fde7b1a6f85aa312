"""Just enough HTTP/2 to send one request over TLS and to read its answer."""

import asyncio
import ssl
from dataclasses import dataclass

from tests.deploy.gateway.raw import connection

_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_DATA, _HEADERS, _SETTINGS = 0, 1, 4
_END_STREAM, _END_HEADERS = 1, 4
# The field `:status: 200` is one byte, number 8 of the table that everybody knows.
_STATUS_200 = 0x88


@dataclass(frozen=True, slots=True, kw_only=True)
class Http2Answer:
    """What came back on the one stream."""

    is_200: bool
    content: bytes


async def get(port: int, path: str, headers: dict[str, str], tls: ssl.SSLContext) -> Http2Answer:
    """Send a GET as stream 1."""
    tls.set_alpn_protocols(["h2"])
    fields = {":method": "GET", ":scheme": "https", ":authority": "localhost", ":path": path}
    block = b"".join(
        b"\0" + _text(name) + _text(value) for name, value in {**fields, **headers}.items()
    )
    async with connection(port, tls) as (reader, writer):
        writer.write(_PREFACE + _frame(_SETTINGS, 0, 0, b""))
        writer.write(_frame(_HEADERS, _END_STREAM | _END_HEADERS, 1, block))
        async with asyncio.timeout(15):
            return await _answer(reader)


async def _answer(reader: asyncio.StreamReader) -> Http2Answer:
    """Read what comes on stream 1 to its end; IncompleteReadError if the connection ends first."""
    status, content, ended = 0, b"", False
    while not ended:
        head = await reader.readexactly(9)
        payload = await reader.readexactly(int.from_bytes(head[:3]))
        kind, flags, stream = head[3], head[4], int.from_bytes(head[5:])
        if stream == 1:
            ended = bool(flags & _END_STREAM)
            status = payload[0] if kind == _HEADERS else status
            content += payload if kind == _DATA else b""
    return Http2Answer(is_200=status == _STATUS_200, content=content)


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3) + bytes((kind, flags)) + stream.to_bytes(4) + payload


def _text(text: str) -> bytes:
    """Write a string of HPACK as it is; a length takes seven bits, and more bytes if it must."""
    raw = text.encode()
    if len(raw) < 127:
        return bytes((len(raw),)) + raw
    rest, length = len(raw) - 127, b"\x7f"
    while rest >= 128:
        length, rest = length + bytes((rest % 128 + 128,)), rest // 128
    return length + bytes((rest,)) + raw
