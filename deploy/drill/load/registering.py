"""Training providers register trainees, and every one of them is there once."""

from collections import Counter
from datetime import date
from itertools import count
from typing import Any

from deploy.drill.load.caller import Caller, until_acknowledged
from deploy.drill.load.tokens import Tokens

_CONFLICT = 409
_SURNAME = "Drilledge"
_COURSE = {
    "sex": "10",
    "training_route": "12",
    "course_subject_one": "100403",
    "course_age_range": "13918",
    "study_mode": "01",
    "course_year": "1",
    "itt_aim": "202",
    "itt_qualification_aim": "020",
    "fund_code": "7",
    "funding_method": "D",
    "degrees_attributes": [
        {
            "uk_degree": "083",
            "subject": "100403",
            "institution": "0116",
            "grade": "01",
            "graduation_year": "2021-07-31",
        }
    ],
}


class Registering:
    """One invented trainee after another; no two are alike enough to be duplicates."""

    def __init__(self, url: str, tokens: Tokens, *, today: date) -> None:
        self._url = f"{url}/api/v0.1/trainees"
        self._tokens = tokens
        self._numbers = count()
        self._acknowledged: set[str] = set()
        # The academic year begins in August, the course a month later.
        self.began = today.year if today.month >= 8 else today.year - 1

    @property
    def acknowledged(self) -> int:
        """How many registrations were confirmed."""
        return len(self._acknowledged)

    async def write(self, caller: Caller) -> None:
        """Register somebody, however often it takes; a repetition is told of the first attempt."""
        number = next(self._numbers)
        person = _letters(number)
        body = {"data": self._registration(person, number)}
        await until_acknowledged(
            lambda: caller.send("POST", self._url, token=self._tokens.trainees, body=body),
            already=(_CONFLICT,),
        )
        self._acknowledged.add(person)

    async def lost(self, caller: Caller) -> int:
        """Count the acknowledged registrations that are gone, or there more than once."""
        acknowledged = set(self._acknowledged)
        found: Counter[str] = Counter()
        url = f"{self._url}?per_page=1000&academic_cycle={self.began}"
        async for page in caller.walk(url, token=self._tokens.trainees):
            found.update(
                trainee["first_names"]
                for trainee in page["data"]
                if trainee["last_name"] == _SURNAME
            )
        return sum(found[person] != 1 for person in acknowledged)

    def _registration(self, person: str, number: int) -> dict[str, Any]:
        return {
            **_COURSE,
            "first_names": person,
            "last_name": _SURNAME,
            "date_of_birth": "2001-04-17",
            "email": f"{person.lower()}@drilledge.example",
            "hesa_id": f"261116{number:07}",
            "itt_start_date": f"{self.began}-09-01",
            "itt_end_date": f"{self.began + 1}-07-09",
        }


def _letters(number: int) -> str:
    """Write a number as a name of four letters."""
    digits = []
    for _ in range(4):
        number, digit = divmod(number, 26)
        digits.append(chr(ord("a") + digit))
    return "".join(reversed(digits)).capitalize()
