"""Public identifiers: 24 random Base58 characters, and the ids that must not be mixed up."""

import re
import secrets
from typing import NewType
from uuid import UUID

ProviderId = NewType("ProviderId", UUID)
LeadPartnerId = NewType("LeadPartnerId", UUID)
TraineeId = NewType("TraineeId", str)
PlacementId = NewType("PlacementId", str)
DegreeId = NewType("DegreeId", str)

# Without 0, O, I and l, which people confuse.
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH = 24

_FORM = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
# Bytes from here on are thrown away: keeping them would make some characters likelier than others.
_FAIR = 256 - 256 % len(ALPHABET)


def new_identifier() -> str:
    """Return a new identifier from the system's cryptographic source."""
    found = ""
    while len(found) < LENGTH:
        found += "".join(
            [ALPHABET[byte % 58] for byte in secrets.token_bytes(32) if byte < _FAIR],
        )
    return found[:LENGTH]


def is_identifier(text: str) -> bool:
    """Whether `text` could be an identifier; case matters."""
    return _FORM.fullmatch(text) is not None
