"""What a process counts and measures, for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

LATENCY_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.3, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """All metrics of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "http_requests",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.latency = Histogram(
            "http_request_duration_seconds",
            "Time from the request's head to the answer.",
            ["method", "route"],
            buckets=LATENCY_BUCKETS,
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "http_requests_in_flight", "Requests being answered.", registry=self.registry
        )
        self.rate_limited = Counter(
            "rate_limited_requests",
            "Requests refused because their token had sent too many.",
            registry=self.registry,
        )
        self.rate_limit_unchecked = Counter(
            "rate_limit_unchecked_requests",
            "Requests let through uncounted because the storage of rate limits did not answer.",
            registry=self.registry,
        )
        self.pool_size = Gauge(
            "database_pool_connections", "Open connections.", registry=self.registry
        )
        self.pool_idle = Gauge(
            "database_pool_idle_connections", "Connections at rest.", registry=self.registry
        )
        self.pool_at_most = Gauge(
            "database_pool_connections_at_most",
            "Connections that may be open.",
            registry=self.registry,
        )
        self.pool_wait = Gauge(
            "database_pool_wait_seconds",
            "Time for which this scrape waited for a connection, as requests beside it did.",
            registry=self.registry,
        )
        self.database_answers = Gauge(
            "database_answers",
            "1 if the database answered this scrape in time, else 0.",
            registry=self.registry,
        )
        self.schema_current = Gauge(
            "database_schema_current",
            "1 if the schema had everything that the code needs when the database last answered.",
            registry=self.registry,
        )
        self.replica_reads = Counter(
            "replica_reads", "Pages read from the replica.", registry=self.registry
        )
        self.replica_passed_over = Counter(
            "replica_passed_over",
            "Pages read from the primary although there is a replica, by reason.",
            ["reason"],
            registry=self.registry,
        )
        self.replica_lag = Gauge(
            "replica_lag_seconds",
            "Seconds by which the replica is behind at most; always 0 without one.",
            registry=self.registry,
        )
        self.feed_events = Counter(
            "feed_events",
            "Registry events taken in, by what became of them.",
            ["type", "status"],
            registry=self.registry,
        )
        self.views_written = Counter(
            "views_written",
            "Provider views that changed, by resource and kind of change.",
            ["resource", "op"],
            registry=self.registry,
        )
        self.views_compared = Counter(
            "views_compared",
            "Provider views that were built and compared with what is stored.",
            ["resource"],
            registry=self.registry,
        )
        self.views_due = Gauge(
            "views_due_providers",
            "Providers of whom some view is behind the calendar.",
            registry=self.registry,
        )
