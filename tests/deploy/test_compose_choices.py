"""What an operator may choose in compose.yaml without changing it, and is told about it."""

import re
from ipaddress import ip_network
from pathlib import Path, PurePosixPath

import yaml

from deploy.gateway.configuration import default_settings

TEXT = Path("deploy/compose.yaml").read_text()
COMPOSE = yaml.safe_load(TEXT)
GATEWAY = COMPOSE["services"]["gateway"]
CHOICES = set(re.findall(r"\$\{(\w+):-([^}]*)\}", TEXT))
PAGE = Path("docs/operators.md").read_text()
SECTION = PAGE.partition("\n### On one machine: compose\n")[2].partition("\n### ")[0]
# The services' own: what they mean is said among the settings.
PASSED_ON = {"LOG_LEVEL", "OTEL_EXPORTER_OTLP_ENDPOINT"}


def test_every_choice_is_on_the_page_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \|(?: `(.+?)`)? \| .+ \|$", SECTION, re.MULTILINE)
    assert set(rows) == {choice for choice in CHOICES if choice[0] not in PASSED_ON}
    # One default each, wherever it is used.
    assert len({name for name, _ in CHOICES}) == len(CHOICES)
    assert all(f"`{name}`" in SECTION for name in PASSED_ON)


def test_nothing_is_chosen_by_a_variable_without_a_default() -> None:
    assert len(re.findall(r"(?<!\$)\$\{?\w", TEXT)) == len(re.findall(r"\$\{\w+:-", TEXT))


def test_what_an_operator_chooses_is_no_change_to_the_checkout() -> None:
    assert {"deploy/.env", "*.dump"} <= set(Path(".gitignore").read_text().splitlines())
    # The folder is there for whoever starts compose, and what is put into it stays here.
    certificate = Path("deploy/compose/certificate/.gitignore").read_text().splitlines()
    assert [line for line in certificate if not line.startswith("#")] == ["*", "!.gitignore"]


def test_a_proxy_on_this_machine_comes_from_the_address_on_the_page() -> None:
    assert "edge" in GATEWAY["networks"]
    ((address,),) = (config.values() for config in COMPOSE["networks"]["edge"]["ipam"]["config"])
    network = ip_network(dict(CHOICES)[re.findall(r"\w+", address)[0]])
    assert network.is_private
    assert f"GATEWAY_TRUSTED_PROXIES='set_real_ip_from {network[1]};'" in SECTION


def test_the_certificate_is_where_nginx_looks_for_it() -> None:
    folder, place, mode = GATEWAY["volumes"][1].split(":")
    assert mode == "ro"
    for setting in ("GATEWAY_CERTIFICATE", "GATEWAY_CERTIFICATE_KEY"):
        file = PurePosixPath(default_settings()[setting])
        assert str(file.parent) == place
        assert f" -m 400 {'privkey' if file.suffix == '.key' else 'fullchain'}.pem " in SECTION
        assert f" deploy/{folder.removeprefix('./')}/{file.name}\n" in SECTION
    user = GATEWAY["user"].partition(":")[0]
    assert SECTION.count(f"sudo install -o {user} -g {user} ") == 2
    assert f" exec gateway {' '.join(GATEWAY['command'])} -s reload\n" in SECTION
