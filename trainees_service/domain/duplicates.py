"""When a registration is about a trainee the provider has already."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Self

from trainees_service.domain.academic_cycles import cycle_of
from trainees_service.domain.code_tables import TRAINING_ROUTES
from trainees_service.domain.identifiers import ProviderId
from trainees_service.domain.registrations import Registration
from trainees_service.domain.sent import UnsettledValueError, settled, squeezed
from trainees_service.domain.trainees import Trainee

# Letters that Unicode does not take apart into a plain letter and an accent.
_PLAIN_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "þ": "th",
        "ð": "d",
        "đ": "d",
        "ħ": "h",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ł": "l",
        "ø": "o",
        "ŧ": "t",
    },
)

# Longer names are refused later on; until then they must not cost much.
_COMPARED_CHARACTERS = 200

_NOT_PLAIN = re.compile("[^a-z ]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingKeys:
    """What two records of one provider are compared by.

    The provider, `date_of_birth` and `last_name` narrow the search and are what a transaction
    locks; cycle and route must agree too, and one of first name and e-mail.
    """

    date_of_birth: date
    last_name: str
    cycle: int | None
    training_route: str
    first_name: str
    email: str

    @classmethod
    def stored(cls, trainee: Trainee) -> Self:
        """Return the keys a stored trainee is found by; its cycle is that of its own start."""
        return cls(
            date_of_birth=trainee.date_of_birth,
            last_name=last_name_key(trainee.last_name),
            cycle=trainee.start_cycle,
            training_route=trainee.training_route,
            first_name=first_name_key(trainee.first_names),
            email=email_key(trainee.email),
        )

    @classmethod
    def requested(cls, registration: Registration) -> Self:
        """Return the keys to search by, of a registration that passed the first stage.

        Its cycle is that of the course, whenever the trainee starts.
        """
        return cls(
            date_of_birth=settled(registration.date_of_birth),
            last_name=last_name_key(settled(registration.last_name)),
            cycle=cycle_of(settled(registration.itt_start_date)),
            training_route=settled(registration.training_route),
            first_name=first_name_key(settled(registration.first_names)),
            email=email_key(settled(registration.email)),
        )

    @classmethod
    def sent(cls, registration: Registration) -> Self | None:
        """Return the same keys of any registration; None as long as it lacks one of them."""
        if registration.training_route not in TRAINING_ROUTES:
            return None
        try:
            return cls.requested(registration)
        except UnsettledValueError:
            return None

    def matches(self, other: Self) -> bool:
        """Whether the two belong to the same trainee; two unknown cycles count as equal."""
        return (
            self.date_of_birth == other.date_of_birth
            and self.last_name == other.last_name
            and self.cycle == other.cycle
            and self.training_route == other.training_route
            and (self.first_name == other.first_name or self.email == other.email)
        )

    def lock_key(self, provider_id: ProviderId) -> int:
        """Return a signed 64-bit number for an advisory lock against equal requests at once."""
        locked = f"{provider_id}|{self.date_of_birth}|{self.last_name}"
        digest = blake2b(locked.encode(), digest_size=8).digest()
        return int.from_bytes(digest, signed=True)


def last_name_key(last_name: str) -> str:
    """Return the last name as it is compared: squeezed, and in one case."""
    return unicodedata.normalize("NFC", squeezed(last_name).casefold())


def first_name_key(first_names: str) -> str:
    """Return the first of the first names in plain letters.

    A name of which no plain letter remains, for example in another script, stays as it is.
    """
    lowered = squeezed(first_names[:_COMPARED_CHARACTERS]).lower()
    if lowered.isascii():
        plain = lowered
    else:
        plain = unicodedata.normalize("NFKD", lowered).translate(_PLAIN_LETTERS)
    first, _, _ = _NOT_PLAIN.sub("", plain).partition(" ")
    return first or unicodedata.normalize("NFC", lowered.partition(" ")[0])


def email_key(email: str) -> str:
    """Return the e-mail address as it is compared: trimmed and in lower case."""
    return email.strip().lower()
