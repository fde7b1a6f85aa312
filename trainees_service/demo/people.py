"""Who trains: personal details, degrees and placements."""

from datetime import date, timedelta
from random import Random
from typing import Any

from trainees_service.demo.names import FIRST_NAMES, LAST_NAMES, plain_letters
from trainees_service.demo.registers import SCHOOLS
from trainees_service.domain.code_tables import (
    DEGREE_GRADES,
    DEGREE_INSTITUTIONS,
    DEGREE_SUBJECTS,
    DISABILITIES,
    ETHNICITIES,
)
from trainees_service.domain.registers import SPECIAL_URNS

_NO_DISABILITY, _RATHER_NOT_SAY = "95", "98"
_WHITE_BRITISH = "160"
_ABROAD = ("AU", "BR", "CA", "CN", "DE", "ES", "FR", "IE", "IN", "IT", "JM", "NG", "PL", "US", "ZA")
_BACHELOR_TYPES = ("051", "083", "065", "080")
_FOREIGN_TYPES = ("051", "083", "065", "060")
_USUAL_GRADES = ("01", "02", "02", "02", "03", "05")
_FULL_NAMES = (
    ("Nguyễn Thị", "Phương-Anh"),
    ("María José", "Ibáñez de la Fuente"),
    ("李", "娜"),
    ("Ørjan", "Øvergård"),
    ("Ειρήνη", "Καρρά"),
    ("X Æ", "O'Ḱelly"),
)


def invent_person(rng: Random, number: int, *, cycle: int) -> dict[str, Any]:
    """Return the personal part of a registration; ethnicities and disabilities take turns."""
    first_names, last_name = _name(rng, number)
    address = ".".join(
        filter(None, (plain_letters(first_names.split(maxsplit=1)[0]), plain_letters(last_name)))
    )
    years = 18 + int(rng.expovariate(0.12)) % 40
    born_on = date(cycle - years - 4, 1, 1) + timedelta(days=rng.randrange(1460))
    return {
        "first_names": first_names,
        **({"middle_names": rng.choice(FIRST_NAMES)} if rng.random() < 0.3 else {}),
        "last_name": last_name,
        **({"previous_last_name": rng.choice(LAST_NAMES)} if rng.random() < 0.1 else {}),
        "date_of_birth": born_on.isoformat(),
        "sex": rng.choice(("10", "10", "11", "11", "12", "96", "99")),
        "email": f"{address or 'trainee'}.{cycle % 100:02d}{number:03d}@post.example",
        **({"nationality": _nationality(rng)} if rng.random() < 0.95 else {}),
        **({"ethnicity": _ethnicity(rng, number)} if rng.random() < 0.9 else {}),
        **_disabilities(rng, number),
        **(
            {"ni_number": f"QQ{rng.randrange(10**6):06d}{rng.choice('ABCD')}"} if number % 4 else {}
        ),
    }


def invent_degrees(rng: Random, *, born_on: date, cycle: int) -> list[dict[str, Any]]:
    """Return one or two degrees, taken in the United Kingdom or elsewhere."""
    first_year = min(born_on.year + 21, cycle)
    degrees = [_degree(rng, year=first_year)]
    if rng.random() < 0.12:
        degrees.append(_degree(rng, year=min(first_year + 2, cycle)))
    return degrees


def invent_placements(rng: Random) -> list[dict[str, str]]:
    """Return up to three placements: in known schools, in others, and in none that has a URN."""
    return [_placement(rng) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))]


def _name(rng: Random, number: int) -> tuple[str, str]:
    if number % 9 == 8:
        return _FULL_NAMES[number // 9 % len(_FULL_NAMES)]
    first_names = rng.choice(FIRST_NAMES)
    if rng.random() < 0.1:
        first_names = f"{first_names} {rng.choice(FIRST_NAMES)}"
    return first_names, rng.choice(LAST_NAMES)


def _nationality(rng: Random) -> str:
    return "GB" if rng.random() < 0.75 else rng.choice(_ABROAD)


def _ethnicity(rng: Random, number: int) -> str:
    return _WHITE_BRITISH if rng.random() < 0.5 else ETHNICITIES.codes[number % len(ETHNICITIES)]


def _disabilities(rng: Random, number: int) -> dict[str, str]:
    lot = rng.random()
    if lot < 0.65:
        return {"disability1": _NO_DISABILITY}
    if lot < 0.72:
        return {"disability1": _RATHER_NOT_SAY}
    if lot < 0.82:
        return {}
    recorded = [row.code for row in DISABILITIES if row.recorded]
    codes = [recorded[number % len(recorded)]]
    if lot > 0.95:
        codes.append(recorded[(number + 1) % len(recorded)])
    return {f"disability{place}": code for place, code in enumerate(codes, start=1)}


def _degree(rng: Random, *, year: int) -> dict[str, Any]:
    subject = rng.choice(DEGREE_SUBJECTS.codes)
    graduated = rng.choice((f"{year}-07-15", str(year), year))
    if rng.random() < 0.2:
        return {
            "non_uk_degree": rng.choice(_FOREIGN_TYPES),
            "subject": subject,
            "country": rng.choice(_ABROAD),
            "graduation_year": graduated,
            **({"grade": "02"} if rng.random() < 0.3 else {}),
        }
    return {
        "uk_degree": rng.choice(_BACHELOR_TYPES),
        "subject": subject,
        **({"institution": rng.choice(DEGREE_INSTITUTIONS.codes)} if rng.random() < 0.95 else {}),
        "grade": rng.choice(_USUAL_GRADES if rng.random() < 0.9 else DEGREE_GRADES.codes),
        "graduation_year": graduated,
        **({"country": rng.choice(("XF", "XG", "XH", "XI"))} if rng.random() < 0.3 else {}),
    }


def _placement(rng: Random) -> dict[str, str]:
    lot = rng.random()
    if lot < 0.7:
        # The name counts only where the school is not in the register.
        school = rng.choice(SCHOOLS)
        return {"urn": school.urn, "name": school.name}
    if lot < 0.85:
        return {"urn": rng.choice(list(SPECIAL_URNS))}
    return {"name": "Les Tilleuls International School", "postcode": "AA9 9ZZ"}
