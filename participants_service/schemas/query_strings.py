"""Query strings with brackets: `filter[cohort]=2024`, `filter[cohort][]=2024`, `page[page]=2`."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote_plus

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_KEY = re.compile(r"\[([^\[\]]*)\]")

Value: TypeAlias = "str | list[str] | Mapping[str, str]"


class _Pair(NamedTuple):
    name: str
    keys: tuple[str, ...]
    value: str


class QueryString:
    """The parameters of a request, decoded; nothing in a query string can make this fail.

    A name without `=` says nothing and is as good as absent, except that a group must be written
    with brackets whatever comes behind.
    """

    __slots__ = ("_bare", "_pairs")

    def __init__(self, raw: str) -> None:
        self._bare = set()
        self._pairs = []
        for name, keys, value in _pairs(raw):
            if not keys or not keys[0]:
                self._bare.add(name)
            if value is not None:
                self._pairs.append(_Pair(name, keys, value))

    def is_group(self, name: str) -> bool:
        """Return whether `name` only comes as `name[…]`, or not at all."""
        return name not in self._bare

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Every parameter with a value, in the order in which they came."""
        return [
            (name + "".join(f"[{key}]" for key in keys), value) for name, keys, value in self._pairs
        ]

    def values(self) -> dict[str, Value]:
        """Return parameters by `name` or `name[key]`.

        Of several values the last one counts. `…[]=` makes a list of them, and anything nested
        deeper is only seen to be something else than a value.
        """
        values: dict[str, Value] = {}
        for name, keys, value in self._pairs:
            if not keys:
                values[name] = value
                continue
            member = f"{name}[{keys[0]}]"
            if len(keys) == 1:
                values[member] = value
            elif keys[1:] == ("",):
                items = values.get(member)
                values[member] = [*items, value] if isinstance(items, list) else [value]
            else:
                values[member] = {}
        return values


def _pairs(raw: str) -> Iterator[tuple[str, tuple[str, ...], str | None]]:
    for piece in raw.split("&"):
        name, equals, value = piece.partition("=")
        match = _NAME.fullmatch(unquote_plus(name))
        if match is not None:
            keys = tuple(_KEY.findall(match[2]))
            yield match[1], keys, unquote_plus(value) if equals else None
