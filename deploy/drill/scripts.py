"""The deployed shell scripts, run to their end."""

import asyncio
import subprocess
from collections.abc import Mapping
from pathlib import Path

from deploy.drill.waiting import DrillError

PROJECT = Path(__file__).parents[2]


async def run_script(path: str, *arguments: str, environment: Mapping[str, str]) -> None:
    """Run a script, named from the project's root; DrillError with what it says if it fails."""
    process = await asyncio.create_subprocess_exec(
        "sh",
        path,
        *arguments,
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        said, _ = await process.communicate()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
    if process.returncode != 0:
        raise DrillError(f"{path} failed: {said.decode()}")
