"""The settings that both services have."""

from dataclasses import dataclass
from datetime import timedelta

from shared.addresses import is_endpoint, is_postgresql
from shared.http.rate_limit.policy import MEMORY, OFF, RatePolicy, parse_policy, parse_storage
from shared.settings import Environment, check_numbers, setting

# Times are in seconds and end with an hour: longer ones are mistakes.
_PERIOD = (0, 3_600)
_TIME_LIMIT = (0.1, 3_600)
PORTS = (0, 65_535)
# A century; much more would lie before the calendar begins.
_RETENTION_DAYS = (1, 36_500)

NO_ENDPOINT = "not an http:// or https:// address without a login"
RATE_LIMIT_DOC = (
    "Requests of one token in any period of that length, such as 100/minute or 1000/5 minutes; "
    "off sets no limit."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """What a process needs to know before it starts; `{prefix}` is the service's own prefix."""

    database_url: str = setting(
        "DATABASE_URL",
        "PostgreSQL to use; without it an embedded server under .local/ is started.",
        default="",
        secret=True,
    )
    service_database_url: str = setting(
        "{prefix}_DATABASE_URL",
        "PostgreSQL of this service alone, in place of DATABASE_URL.",
        default="",
        secret=True,
    )
    database_pooler: bool = setting(
        "{prefix}_DATABASE_POOLER",
        "True behind a transaction pooler; the URL must then log in as the runtime role.",
        default=False,
    )
    replica_url: str = setting(
        "{prefix}_REPLICA_URL",
        "A streaming replica of the database, which pages are read from; none without it.",
        default="",
        secret=True,
    )
    replica_lag_seconds: float = setting(
        "{prefix}_REPLICA_LAG_SECONDS",
        "Seconds by which the replica may be behind; one further behind is not used.",
        default=1.0,
        # A shorter one than the way to a replica is of no use.
        within=_TIME_LIMIT,
    )
    pool_size: int = setting(
        "{prefix}_POOL_SIZE",
        "Database connections of a process at most.",
        default=10,
        within=(1, 1_000),
    )
    command_timeout: float = setting(
        "{prefix}_COMMAND_TIMEOUT",
        "Seconds that one SQL statement of a request may take.",
        default=10.0,
        within=_TIME_LIMIT,
    )
    request_timeout: float = setting(
        "{prefix}_REQUEST_TIMEOUT",
        "Seconds that a request to the public listener may take, its body included.",
        default=30.0,
        within=_TIME_LIMIT,
    )
    rate_limit: str = setting("{prefix}_RATE_LIMIT", RATE_LIMIT_DOC, default=OFF)
    rate_limit_storage: str = setting(
        "{prefix}_RATE_LIMIT_STORAGE",
        "Where requests are counted: memory, each process for itself, or a Redis or Valkey server "
        "for all of them together, redis://host:6379/0.",
        default=MEMORY,
        secret=True,
    )
    host: str = setting("{prefix}_HOST", "Address of the public listener.", default="127.0.0.1")
    port: int = setting(
        "{prefix}_PORT",
        "Port of the public listener; 0 takes a free one.",
        default=0,
        within=PORTS,
    )
    internal_host: str = setting(
        "{prefix}_INTERNAL_HOST", "Address of the internal listener.", default="127.0.0.1"
    )
    internal_port: int = setting(
        "{prefix}_INTERNAL_PORT",
        "Port of the internal listener; 0 takes a free one.",
        default=0,
        within=PORTS,
    )
    notice_seconds: float = setting(
        "{prefix}_NOTICE_SECONDS",
        "Seconds between answering not ready and closing the sockets.",
        default=0.0,
        within=_PERIOD,
    )
    drain_seconds: float = setting(
        "{prefix}_DRAIN_SECONDS",
        "Seconds for requests in flight to finish.",
        default=5.0,
        within=_PERIOD,
    )
    changes_retention_days: int = setting(
        "{prefix}_CHANGES_RETENTION_DAYS",
        "Whole days for which changes can be read; `changes prune` deletes those that are older.",
        default=90,
        within=_RETENTION_DAYS,
    )
    environment: Environment = setting(
        "ENVIRONMENT",
        "development or production; production needs a database URL and has no sandbox.",
        default=Environment.DEVELOPMENT,
    )
    sandbox: bool = setting(
        "SANDBOX",
        "True lets X-With-Server-Date set the clock of a request.",
        default=False,
    )
    otlp_endpoint: str = setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "Where traces are sent, an OTLP collector that speaks HTTP, http://host:4318; "
        "empty traces nothing.",
        default="",
    )
    log_level: str = setting("LOG_LEVEL", "debug, info, warning or error.", default="info")

    def __post_init__(self) -> None:
        self._check_environment()
        self._check_addresses()
        check_numbers(self)
        self._check_rate_limit()

    def _check_environment(self) -> None:
        if self.environment is Environment.PRODUCTION:
            if self.sandbox:
                raise ValueError("SANDBOX: a production service has no sandbox clock")
            if not self.effective_database_url:
                raise ValueError("DATABASE_URL: a production service needs a database")
        if self.log_level.lower() not in ("debug", "info", "warning", "error"):
            raise ValueError(f"LOG_LEVEL: {self.log_level} is not a level")

    def _check_addresses(self) -> None:
        # Not repeated, because there may be a password in them.
        if self.replica_url and not is_postgresql(self.replica_url):
            raise ValueError("…_REPLICA_URL: this is no URL of a PostgreSQL database")
        if self.replica_url and not self.effective_database_url:
            raise ValueError("…_REPLICA_URL: the embedded server has no replica")
        if self.otlp_endpoint and not is_endpoint(self.otlp_endpoint):
            raise ValueError(f"OTEL_EXPORTER_OTLP_ENDPOINT: {NO_ENDPOINT}")

    def _check_rate_limit(self) -> None:
        for variable, written, parse in (
            ("RATE_LIMIT", self.rate_limit, parse_policy),
            ("RATE_LIMIT_STORAGE", self.rate_limit_storage, parse_storage),
        ):
            try:
                parse(written)
            except ValueError as error:
                raise ValueError(f"…_{variable}: {error}") from None

    @property
    def rate_policy(self) -> RatePolicy | None:
        """How many requests a token may send; None for as many as it likes."""
        return parse_policy(self.rate_limit)

    @property
    def rate_storage(self) -> str | None:
        """The address of the server that counts; None if every process counts for itself."""
        return parse_storage(self.rate_limit_storage)

    @property
    def changes_retention(self) -> timedelta:
        """For how long changes can be read."""
        return timedelta(days=self.changes_retention_days)

    @property
    def effective_database_url(self) -> str:
        """The service's own database, else the common one, else empty."""
        return self.service_database_url or self.database_url
