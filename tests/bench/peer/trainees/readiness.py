"""The second stage of rules, and the keys that duplicates are found by."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from peer.trainees.codes import TABLES
from peer.trainees.fields import years_before
from peer.trainees.requests import TraineeIn

NOT_PLAIN = re.compile("[^a-z ]+")


def second_stage_problems(sent: TraineeIn, today: date) -> Iterator[str]:
    """Say what stands in the way of a TRN."""
    for title, name in (
        ("First name", sent.first_names),
        ("Last name", sent.last_name),
        ("Middle name", sent.middle_names or ""),
    ):
        if len(name) > 60:
            yield f"{title} must be 60 characters or fewer"
    yield from _birth_problems(sent.date_of_birth, today)
    one, two, three = sent.subjects
    if two is None:
        two, three = three, None
    if two is not None and two == one:
        yield "Enter a different second subject"
    if three is not None and three in (one, two):
        yield "Enter a different third subject"
    yield from _course_date_problems(sent, today)


def new_degree_problems(sent: TraineeIn, today: date) -> Iterator[str]:
    """Say why degrees of a registration cannot be stored."""
    for degree in sent.degrees_attributes:
        for message in degree.year_problems(today):
            yield f"Degrees graduation year {message}"


def stored_degree_problems(sent: TraineeIn, today: date) -> Iterator[str]:
    """Say that a degree which the route asks for has become too old."""
    asked_for = TABLES["training_routes"][sent.training_route]["needs_degree"] == "true"
    if asked_for and any([*degree.year_problems(today)] for degree in sent.degrees_attributes):
        yield "Degree ids is invalid"


def _birth_problems(born_on: date, today: date) -> Iterator[str]:
    if born_on > today:
        yield "Enter a date of birth that is in the past, for example 31 3 1980"
    elif born_on.year < 1000:
        yield "The year must include 4 numbers"
    elif born_on > years_before(today, 16):
        yield "Enter a valid date of birth, trainee cannot be younger than 16 years old"
    elif born_on <= years_before(today, 100):
        yield "Enter a valid date of birth"


def _course_date_problems(sent: TraineeIn, today: date) -> Iterator[str]:
    start, end = sent.itt_start_date, sent.itt_end_date
    if start.year > today.year + 1:
        yield "Enter an ITT start date closer to today"
    if end.year > today.year + 5:
        yield "Enter an Expected end date closer to today"
    elif end < years_before(today, 10):
        yield "Enter a valid Expected end date"
    elif end <= start and start.year <= today.year + 1:
        yield "The Expected end date must be after the start date"


def last_name_key(last_name: str) -> str:
    """Return the last name as it is compared."""
    return unicodedata.normalize("NFC", last_name.casefold())


def first_name_key(first_names: str) -> str:
    """Return the first of the first names in plain letters."""
    lowered = first_names.lower()
    plain = unicodedata.normalize("NFKD", lowered)
    return NOT_PLAIN.sub("", plain).partition(" ")[0] or lowered.partition(" ")[0]


def email_key(email: str) -> str:
    """Return the e-mail address as it is compared."""
    return email.strip().lower()


def lock_key(provider_id: UUID, sent: TraineeIn) -> int:
    """Return the number of an advisory lock against equal requests at once."""
    locked = f"{provider_id}|{sent.date_of_birth}|{last_name_key(sent.last_name)}"
    return int.from_bytes(hashlib.blake2b(locked.encode(), digest_size=8).digest(), signed=True)
