"""A Python that a user without any rights can start, as the one in a base image."""

import shutil
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class BasePython:
    """An interpreter, and the variables that it needs to find its own library."""

    path: Path
    environment: dict[str, str] = field(default_factory=dict)


def base_python(folder: Path) -> BasePython:
    """Return this interpreter, or a copy in `folder` where only its owner may read it."""
    original = Path(sys.base_prefix)
    path = Path(sys.base_prefix, "bin", f"python{sysconfig.get_python_version()}")
    if all(parent.stat().st_mode & 0o001 for parent in (original, *original.parents)):
        return BasePython(path=path)
    libraries = folder / "lib"
    (folder / "bin").mkdir(parents=True)
    shutil.copy(path, folder / "bin")
    shutil.copytree(
        sysconfig.get_path("stdlib"),
        libraries / path.name,
        ignore=shutil.ignore_patterns("test", "site-packages", "__pycache__", "*.a"),
    )
    for shared_library in Path(original, "lib").glob("libpython*.so*"):
        shutil.copy(shared_library, libraries)
    return BasePython(
        path=folder / "bin" / path.name,
        environment={"LD_LIBRARY_PATH": str(libraries)},
    )
