"""The gateway's configuration outside a container: what the official image does at its start."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

SOURCES = Path(__file__).parent

_NAME = re.compile(r"\$\{([A-Z_]+)\}")
_PROGRAM_PATH = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"


def default_settings() -> dict[str, str]:
    """Read the settings that a container starts with."""
    lines = (SOURCES / "defaults.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def render(folder: Path, settings: Mapping[str, str]) -> None:
    """Write the templates with the settings in place of their names, and of no other names."""
    for template in (SOURCES / "templates").iterdir():
        text = _NAME.sub(lambda name: settings[name[1]], template.read_text())
        (folder / template.name.removesuffix(".template")).write_text(text)


def find_nginx() -> str | None:
    """Return the path of the system's nginx, which is often outside an ordinary user's PATH."""
    return shutil.which("nginx", path=_PROGRAM_PATH)


def nginx_command(program: str, folder: Path, *arguments: str) -> list[str]:
    """Return the command of the container, with another folder."""
    return [program, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr", *arguments]
