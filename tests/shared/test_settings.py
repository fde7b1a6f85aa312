from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from participants_service.settings import ParticipantsSettings
from shared.service_settings import ServiceSettings
from shared.settings import Environment, SettingsError, describe_settings, read_settings
from trainees_service.settings import TraineesSettings


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for description in describe_settings(ServiceSettings, "PARTICIPANTS"):
        monkeypatch.delenv(description.variable, raising=False)


def test_defaults_suit_a_first_start() -> None:
    settings = read_settings(ServiceSettings, "PARTICIPANTS")
    assert settings.environment is Environment.DEVELOPMENT
    assert settings.sandbox is False
    assert settings.effective_database_url == ""


def test_the_services_own_database_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@/common")
    monkeypatch.setenv("TRAINEES_DATABASE_URL", "postgresql://a@/trainees")
    assert read_settings(ServiceSettings, "TRAINEES").effective_database_url.endswith("/trainees")
    assert read_settings(ServiceSettings, "PARTICIPANTS").effective_database_url.endswith("/common")


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_secret_may_come_as_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ending: str
) -> None:
    (tmp_path / "url").write_text(f"postgresql://a@/from_file{ending}", newline="")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))
    settings = read_settings(ServiceSettings, "PARTICIPANTS")
    assert settings.database_url == "postgresql://a@/from_file"


def test_secrets_stay_out_of_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:hidden@/db")
    assert "hidden" not in repr(read_settings(ServiceSettings, "PARTICIPANTS"))


def test_the_password_of_the_rate_limits_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINEES_RATE_LIMIT_STORAGE", "redis://:hidden@cache:6379")
    settings = read_settings(ServiceSettings, "TRAINEES")
    assert settings.rate_storage == "redis://:hidden@cache:6379"
    assert "hidden" not in repr(settings)
    monkeypatch.setenv("TRAINEES_RATE_LIMIT_STORAGE", "redis://:hidden@cache:port")
    with pytest.raises(SettingsError) as refused:
        read_settings(ServiceSettings, "TRAINEES")
    assert "hidden" not in str(refused.value)


def test_the_login_of_the_replica_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@/db")
    monkeypatch.setenv("TRAINEES_REPLICA_URL", "postgresql://somebody:hidden@standby/db")
    assert "hidden" not in repr(read_settings(ServiceSettings, "TRAINEES"))
    monkeypatch.setenv("TRAINEES_REPLICA_URL", "postgresql://somebody:hidden@standby:port/db")
    with pytest.raises(SettingsError) as refused:
        read_settings(ServiceSettings, "TRAINEES")
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PARTICIPANTS_POOL_SIZE", "many"),
        ("PARTICIPANTS_DATABASE_POOLER", "perhaps"),
        ("ENVIRONMENT", "staging"),
        ("LOG_LEVEL", "loud"),
        ("PARTICIPANTS_RATE_LIMIT", "many"),
        ("PARTICIPANTS_RATE_LIMIT_STORAGE", "disk"),
    ],
)
def test_an_odd_value_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=variable):
        read_settings(ServiceSettings, "PARTICIPANTS")


def test_production_has_no_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@/db")
    assert read_settings(ServiceSettings, "PARTICIPANTS").environment is Environment.PRODUCTION
    monkeypatch.setenv("SANDBOX", "true")
    with pytest.raises(SettingsError, match="SANDBOX"):
        read_settings(ServiceSettings, "PARTICIPANTS")


def test_production_needs_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        read_settings(ServiceSettings, "PARTICIPANTS")


def test_the_embedded_server_has_no_replica(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINEES_REPLICA_URL", "postgresql://standby/db")
    with pytest.raises(SettingsError, match="TRAINEES_REPLICA_URL"):
        read_settings(ServiceSettings, "TRAINEES")


@pytest.mark.parametrize(
    ("variable", "lowest", "highest", "odd"),
    [
        ("REPLICA_LAG_SECONDS", "0.1", "3600", ("0", "-1", "nan", "inf", "3601")),
        ("POOL_SIZE", "1", "1000", ("0", "-1", "1001", "1.5")),
        ("COMMAND_TIMEOUT", "0.1", "3600", ("0", "-1", "nan", "inf", "3601")),
        ("REQUEST_TIMEOUT", "0.1", "3600", ("0", "-1", "nan", "inf", "3601")),
        ("PORT", "0", "65535", ("-1", "65536", "70000")),
        ("INTERNAL_PORT", "0", "65535", ("-1", "65536", "70000")),
        ("NOTICE_SECONDS", "0", "3600", ("-1", "nan", "inf", "3601")),
        ("DRAIN_SECONDS", "0", "3600", ("-1", "nan", "inf", "3601")),
        ("CHANGES_RETENTION_DAYS", "1", "36500", ("0", "-1", "36501", "1.5")),
        ("TRN_POLL_SECONDS", "0.1", "3600", ("0", "-1", "nan", "inf", "3601")),
    ],
)
def test_numbers_stay_where_they_make_sense(
    monkeypatch: pytest.MonkeyPatch, variable: str, lowest: str, highest: str, odd: tuple[str, ...]
) -> None:
    for value in (lowest, highest):
        monkeypatch.setenv(f"TRAINEES_{variable}", value)
        settings = read_settings(TraineesSettings, "TRAINEES")
        assert getattr(settings, variable.lower()) == float(value)
    for value in odd:
        monkeypatch.setenv(f"TRAINEES_{variable}", value)
        with pytest.raises(SettingsError, match=f"^TRAINEES_{variable}: "):
            read_settings(TraineesSettings, "TRAINEES")


@pytest.mark.parametrize("kind", [ServiceSettings, ParticipantsSettings, TraineesSettings])
def test_every_number_has_its_limits(kind: type[ServiceSettings]) -> None:
    numbers = [item for item in fields(kind) if type(item.default) in {int, float}]
    assert len(numbers) >= 9
    assert [item.name for item in numbers if item.metadata["within"] is None] == []


def test_changes_are_kept_for_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINEES_CHANGES_RETENTION_DAYS", "14")
    assert read_settings(ServiceSettings, "TRAINEES").changes_retention == timedelta(days=14)


@pytest.mark.parametrize(
    ("url", "accepted"),
    [
        ("", True),
        ("postgresql://standby", True),
        ("postgres://somebody:hidden@standby:5432/db", True),
        ("postgresql://somebody@a:5432,b:5433/db?target_session_attrs=standby", True),
        ("postgresql://a,b/db", True),
        ("postgresql://[::1]:5432/db", True),
        ("postgresql://[::1],[::2]:5432/db", True),
        ("postgresql://somebody@/db?host=/run/postgresql", True),
        ("postgresql:///db?host=/run/postgresql", True),
        ("postgresql://", False),
        ("postgresql:///db", False),
        ("postgresql://somebody:hidden@/db", False),
        ("standby:5432", False),
        ("http://standby/db", False),
        ("postgresql://standby:port/db", False),
        ("postgresql://standby:0/db", False),
        ("postgresql://standby:65536/db", False),
        ("postgresql://:5432/db", False),
        ("postgresql://a:5432,b:hidden/db", False),
        ("postgresql://a,/db", False),
        ("postgresql://stand by/db", False),
        ("postgresql://[::1/db", False),
    ],
)
def test_a_replica_is_a_postgresql(
    monkeypatch: pytest.MonkeyPatch, url: str, *, accepted: bool
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@/db")
    monkeypatch.setenv("TRAINEES_REPLICA_URL", url)
    if accepted:
        assert read_settings(ServiceSettings, "TRAINEES").replica_url == url
    else:
        with pytest.raises(SettingsError, match=r"^TRAINEES_REPLICA_URL: this is no") as refused:
            read_settings(ServiceSettings, "TRAINEES")
        assert "hidden" not in str(refused.value)


@pytest.mark.parametrize(
    ("endpoint", "accepted"),
    [
        ("", True),
        ("http://collector:4318", True),
        ("https://collector.example/otlp/", True),
        ("http://[::1]:4318", True),
        ("collector:4318", False),
        ("grpc://collector:4317", False),
        ("http://", False),
        ("http://collector:port", False),
        ("http://collector:0", False),
        ("http://collector:4318 ", False),
        ("http://collector:4318?key=hidden", False),
        ("http://somebody:hidden@collector:4318", False),
        ("http://[::1", False),
    ],
)
def test_traces_go_to_an_address(
    monkeypatch: pytest.MonkeyPatch, endpoint: str, *, accepted: bool
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
    if accepted:
        assert read_settings(ServiceSettings, "TRAINEES").otlp_endpoint == endpoint
    else:
        with pytest.raises(SettingsError, match="OTEL_EXPORTER_OTLP_ENDPOINT: ") as refused:
            read_settings(ServiceSettings, "TRAINEES")
        assert "hidden" not in str(refused.value)
