"""What somebody trains for: route, subjects, dates and funding that go together."""

from datetime import date, timedelta
from random import Random
from typing import Any

from trainees_service.demo.registers import LEAD_PARTNERS, SCHOOLS, DemoLeadPartner
from trainees_service.domain.code_tables import (
    COURSE_AGE_RANGES,
    COURSE_SUBJECTS,
    TRAINING_INITIATIVES,
    TRAINING_ROUTES,
)
from trainees_service.domain.coded_rows import CourseLevel, TrainingRoute

_PRIMARY_TEACHING = "100511"
_EARLY_YEARS_TEACHING = "100510"
_PHYSICS, _MATHEMATICS, _CHEMISTRY, _COMPUTING = "100425", "100403", "100417", "100366"
_WELL_FUNDED = (_PHYSICS, _MATHEMATICS, _CHEMISTRY, _COMPUTING)
_COMMON_SUBJECTS = (
    *_WELL_FUNDED,
    "100320",  # English studies
    "100302",  # history
    "100409",  # geography
    "100346",  # biology
    "100329",  # modern languages
    "100433",  # sport and exercise sciences
)
_SPECIALISMS = tuple(
    code for code in COURSE_SUBJECTS.codes if code not in (_PRIMARY_TEACHING, _EARLY_YEARS_TEACHING)
)
_APPRENTICESHIP, _DEGREE_APPRENTICESHIP = "10", "14"
_ROUTES_WITH_PAY = ("03", _APPRENTICESHIP, _DEGREE_APPRENTICESHIP)
_ROUTES_WITHOUT_PARTNER = ("09",)


def invent_course(rng: Random, number: int, *, cycle: int, today: date) -> dict[str, Any]:
    """Return the course part of a registration; routes and age ranges take turns."""
    route = TRAINING_ROUTES[TRAINING_ROUTES.codes[number % len(TRAINING_ROUTES)]]
    age_range = COURSE_AGE_RANGES.rows[number % len(COURSE_AGE_RANGES)]
    is_undergraduate = route.level is CourseLevel.UNDERGRADUATE
    is_part_time = rng.random() < 0.15
    subjects = _subjects(rng, is_primary=age_range.max_age <= 11)
    return {
        "training_route": route.code,
        **_dates(
            rng, cycle=cycle, today=today, years=3 if is_undergraduate else 1 + int(is_part_time)
        ),
        **subjects,
        "course_age_range": age_range.code,
        "study_mode": rng.choice(("31", "64") if is_part_time else ("01", "01", "01", "02", "63")),
        "course_year": "1",
        **_aims(rng, is_undergraduate=is_undergraduate),
        **_funding(rng, route, subjects["course_subject_one"]),
        **_partners(rng, route.code),
        **(
            {"pg_apprenticeship_start_date": f"{cycle}-09-01"}
            if route.code == _APPRENTICESHIP
            else {}
        ),
    }


def _subjects(rng: Random, *, is_primary: bool) -> dict[str, str]:
    first = rng.choice(_COMMON_SUBJECTS if rng.random() < 0.7 else _SPECIALISMS)
    others = rng.sample([code for code in _SPECIALISMS if code != first], 2)
    codes = [_PRIMARY_TEACHING, first] if is_primary else [first, *others]
    wanted = rng.choice((1, 1, 1, 1, 2, 2, 3))
    names = ("course_subject_one", "course_subject_two", "course_subject_three")
    return dict(zip(names, codes[:wanted], strict=False))


def _dates(rng: Random, *, cycle: int, today: date, years: int) -> dict[str, str]:
    """Return the dates of a course; one that has begun may have been joined some days late."""
    starts_on = date(cycle, 9, 1) + timedelta(days=rng.randrange(14))
    # A course may begin next year at the latest.
    if rng.random() < 0.08 and cycle <= today.year:
        starts_on = starts_on.replace(year=cycle + 1, month=1)
    joined_on = starts_on + timedelta(days=rng.randrange(1, 15))
    came_late = rng.random() < 0.25 and joined_on < today
    return {
        "itt_start_date": starts_on.isoformat(),
        "itt_end_date": date(starts_on.year + years, 7, rng.randrange(1, 20)).isoformat(),
        **({"trainee_start_date": joined_on.isoformat()} if came_late else {}),
    }


def _aims(rng: Random, *, is_undergraduate: bool) -> dict[str, str]:
    if rng.random() < 0.2:
        return {"itt_aim": "201"}
    aims = ("002", "004", "008", "028") if is_undergraduate else ("020", "020", "021", "031", "032")
    return {"itt_aim": "202", "itt_qualification_aim": rng.choice(aims)}


def _funding(rng: Random, route: TrainingRoute, subject: str) -> dict[str, str]:
    method = "6"
    if route.code in _ROUTES_WITH_PAY:
        method = rng.choice(("6", "E"))
    elif subject in _WELL_FUNDED:
        is_undergraduate = route.level is CourseLevel.UNDERGRADUATE
        method = rng.choice(("B", "C") if is_undergraduate else ("D", "D", "4"))
    elif rng.random() < 0.18:
        method = rng.choice("789")
    funding = {"fund_code": "2" if method == "6" else "7", "funding_method": method}
    if rng.random() < 0.12:
        funding["training_initiative"] = rng.choice(TRAINING_INITIATIVES.codes)
    if rng.random() < 0.04:
        funding["additional_training_initiative"] = rng.choice(TRAINING_INITIATIVES.codes)
    return funding


def _partners(rng: Random, route: str) -> dict[str, str]:
    partners: dict[str, str] = {}
    if route not in _ROUTES_WITHOUT_PARTNER and rng.random() < 0.75:
        partners |= _named(rng.choice(LEAD_PARTNERS))
    if route in _ROUTES_WITH_PAY:
        partners["employing_school_urn"] = rng.choice(SCHOOLS).urn
    return partners


def _named(partner: DemoLeadPartner) -> dict[str, str]:
    if partner.urn is not None:
        return {"lead_partner_urn": partner.urn}
    return {"lead_partner_ukprn": partner.ukprn} if partner.ukprn is not None else {}
