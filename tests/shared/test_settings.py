from datetime import timedelta
from pathlib import Path

import pytest

from shared.service_settings import ServiceSettings
from shared.settings import Environment, SettingsError, describe_settings, read_settings


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
        ("PARTICIPANTS_REPLICA_URL", "standby:5432"),
        ("PARTICIPANTS_REPLICA_URL", "postgresql://standby:port/db"),
        ("PARTICIPANTS_REPLICA_LAG_SECONDS", "0"),
        ("PARTICIPANTS_REPLICA_LAG_SECONDS", "nan"),
        ("PARTICIPANTS_REPLICA_LAG_SECONDS", "3601"),
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


@pytest.mark.parametrize(
    ("days", "accepted"),
    [("1", True), ("36500", True), ("0", False), ("-1", False), ("36501", False), ("1.5", False)],
)
def test_changes_are_kept_for_whole_days(
    monkeypatch: pytest.MonkeyPatch, days: str, *, accepted: bool
) -> None:
    monkeypatch.setenv("TRAINEES_CHANGES_RETENTION_DAYS", days)
    if accepted:
        settings = read_settings(ServiceSettings, "TRAINEES")
        assert settings.changes_retention == timedelta(days=int(days))
    else:
        with pytest.raises(SettingsError, match="CHANGES_RETENTION_DAYS"):
            read_settings(ServiceSettings, "TRAINEES")


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
