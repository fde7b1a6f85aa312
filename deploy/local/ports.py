"""Ports that nobody listens on."""

import socket
from contextlib import ExitStack
from random import SystemRandom

# Below those that systems hand out by themselves, to whoever connects or asks for any port.
_RANGE = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    """Return ports, all different, that were free a moment ago and that nobody gets by chance."""
    ports: list[int] = []
    with ExitStack() as held:
        for port in SystemRandom().sample(_RANGE, len(_RANGE)):
            if len(ports) == count:
                break
            probe = held.enter_context(socket.socket())
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            ports.append(port)
    return ports
