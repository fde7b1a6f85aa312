"""What a newcomer needs to know once everything runs."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape

from deploy.local.demo import Access
from deploy.local.services import Service


def print_welcome(
    console: Console,
    services: tuple[Service, Service],
    access: dict[str, Access],
    *,
    demo_file: Path,
    logs: Path,
    seconds: float,
) -> None:
    """Print addresses, tokens and commands to paste."""
    for service in services:
        console.print()
        console.print(f"[bold]{service.name.capitalize()}[/bold]: {service.title}")
        _line(console, "API", f"{service.public.url}{service.base_path}")
        _line(console, "Docs", f"{service.public.url}/docs")
        _line(console, "Internal", f"{service.internal.url}/readyz  /metrics  /internal/v1/events")
        for provider in access[service.name].providers:
            _line(console, "Token", f"{provider.token}  {provider.name}")
    console.print()
    console.print("[bold]Try it[/bold]")
    for command in _commands(services, access):
        console.print(f"  {escape(command)}", soft_wrap=True)
    console.print()
    console.print(f"Tokens for programs: {demo_file}. Logs: {logs}.")
    console.print(
        f"[bold green]Ready after {seconds:.1f} s.[/bold green] "
        "Ctrl-C stops everything and keeps the data."
    )


def _line(console: Console, label: str, value: str) -> None:
    console.print(f"  {label:<9}{escape(value)}", soft_wrap=True)


def _commands(services: tuple[Service, Service], access: dict[str, Access]) -> tuple[str, str, str]:
    participants, trainees = services
    lead_provider = _bearer(access["participants"])
    provider = _bearer(access["trainees"])
    page = f"{participants.public.url}{participants.sample_path}"
    return (
        f"curl -H '{lead_provider}' '{page}'",
        f"curl -H '{lead_provider}' -H 'X-With-Server-Date: 2027-09-01T09:00:00Z' '{page}'",
        f"curl -H '{provider}' '{trainees.public.url}{trainees.sample_path}'",
    )


def _bearer(access: Access) -> str:
    return f"Authorization: Bearer {access.providers[0].token}"
