"""Settings: a frozen dataclass per service, read once from the environment.

Every field names its variable and says in a sentence what it is for, so that the reading, the
error messages and the operators' table all come from one place.
"""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_type_hints

from environs import Env, EnvError, FileAwareEnv

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SettingsT = TypeVar("SettingsT")


class SettingsError(Exception):
    """A setting is missing or cannot be what it says; the process must not start."""


class Environment(StrEnum):
    """Whether real people's records are at stake."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


def setting(
    variable: str,
    doc: str,
    *,
    default: Any = MISSING,
    secret: bool = False,
    within: tuple[float, float] | None = None,
) -> Any:
    """Declare a field that is read from `variable`; `{prefix}` stands for the service's prefix.

    `within` are the lowest and the highest number that make sense.
    """
    return field(
        default=default,
        repr=not secret,
        metadata={"variable": variable, "doc": doc, "within": within},
    )


def check_numbers(settings: "DataclassInstance") -> None:
    """Raise ValueError, naming the variable as `…_NAME`, if a number makes no sense."""
    for item in fields(settings):
        if (within := item.metadata["within"]) is not None:
            (lowest, highest), number = within, getattr(settings, item.name)
            # Said this way round, no comparison lets nan pass.
            if not lowest <= number <= highest:
                variable = _variable(item, "…")
                raise ValueError(f"{variable}: {number} is not a number from {lowest} to {highest}")


@dataclass(frozen=True, slots=True)
class SettingDescription:
    """One row of the operators' table."""

    variable: str
    doc: str
    default: str


def describe_settings(cls: type[Any], prefix: str) -> Iterator[SettingDescription]:
    """Yield every setting of a class with its variable, purpose and default."""
    for item in fields(cls):
        default = "" if item.default is MISSING else str(item.default)
        yield SettingDescription(_variable(item, prefix), item.metadata["doc"], default)


def read_settings(cls: type[SettingsT], prefix: str) -> SettingsT:
    """Read a settings class from the environment; raises SettingsError naming the variable.

    A variable may also be given as a file, `NAME_FILE`, which is how containers hand over secrets.
    """
    # Editors and `echo` end a file with a newline, which belongs to no value.
    env = FileAwareEnv(strip_whitespace=True)
    hints = get_type_hints(cls)
    values: dict[str, Any] = {}
    for item in fields(cast("type[DataclassInstance]", cls)):
        variable = _variable(item, prefix)
        read = _reader(env, hints[item.name])
        try:
            values[item.name] = (
                read(variable) if item.default is MISSING else read(variable, item.default)
            )
        except (EnvError, ValueError) as error:
            raise SettingsError(f"{variable}: {error}") from error
    try:
        return cls(**values)
    except ValueError as error:
        # The class names a variable of its own as `…_NAME`, because it serves several services.
        raise SettingsError(str(error).replace("…", prefix, 1)) from error


def _variable(item: "Field[Any]", prefix: str) -> str:
    return str(item.metadata["variable"]).format(prefix=prefix)


def _reader(env: Env, kind: Any) -> Callable[..., Any]:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda name, *default: kind(env.str(name, *default).lower())
    readers: dict[Any, Callable[..., Any]] = {
        str: env.str,
        int: env.int,
        float: env.float,
        bool: env.bool,
    }
    return readers.get(kind, env.str)
