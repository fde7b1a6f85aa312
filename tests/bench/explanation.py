"""What has to be known to read the tables."""

from collections.abc import Sequence

EXPLANATION: Sequence[str] = (
    "- **ours** is one process of the service as `serve` starts it in production, access log and",
    "  metrics included.",
    "- **peer** is the same endpoint in FastAPI, SQLAlchemy 2 with asyncpg and Pydantic 2, one",
    "  uvicorn process with uvloop and httptools and without an access log (`tests/bench/peer`).",
    "  It has the same records, computes what we store, keeps the same rules, and has to answer",
    "  and refuse with the same JSON before it is measured.",
    "- **pgbench** runs the very statements of our service (`pgbench -M prepared`, one thread)",
    "  with as many connections; for POST it inserts every row that registering a trainee",
    "  leaves behind and commits, with neither rules nor locks. It receives bodies as",
    "  hexadecimal text, twice as long as what our service receives. Corrections and degrees are",
    "  not measured this way.",
    "- The feed is the whole command `feed load` with 20,000 registrations and an empty database,",
    "  start included, or the load of all participants when they are not there yet.",
    "- The load comes from one process of its own, the same for ours and the peer: keep-alive",
    "  connections that send the next request when an answer is complete. People and pages are",
    "  drawn at random from the whole database, so most pages lie deep in their list. Lists are",
    "  read of other training providers than those in whose records is written.",
    "- Every correction changes a record, and no degree is added twice.",
    "- `make bench ARGS='--participants 20000 --trainees 9000 --seconds 1 --rounds 1'`",
    "  takes a quick look; `--publish` writes this page.",
    "- Ratios are what counts: each round compares neighbours in time, the median of the rounds",
    "  is shown. Absolute rates depend on the machine.",
)
