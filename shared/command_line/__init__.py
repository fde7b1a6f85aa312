"""The command line that both services have; each adds what is its own."""

from shared.command_line.service import ServiceCommands, build_command_line

__all__ = ["ServiceCommands", "build_command_line"]
