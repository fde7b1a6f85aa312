"""What the peer needs to know before it starts, from the environment."""

import os
from pathlib import Path

DATABASE_URL = os.environ["PEER_DATABASE_URL"]
POOL_SIZE = int(os.environ.get("PEER_POOL_SIZE", "10"))
REFERENCE_DATA = Path(os.environ["PEER_REFERENCE_DATA"])
