"""What corrections and degrees are compared by, beside those that are measured."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

from trainees_service.demo.registers import LEAD_PARTNERS, SCHOOLS

Case: TypeAlias = dict[str, Any]

_TODAY = datetime.now(UTC).date()
_UKPRN = next(partner.ukprn for partner in LEAD_PARTNERS if partner.ukprn is not None)
_PRIMARY, _SECONDARY = "13914", "13918"

# Granted, whatever the record says.
MERGED: Sequence[Case] = (
    {"first_names": None, "email": None, "application_id": "4711", "course_year": 2},
    {"middle_names": "", "previous_last_name": "", "ni_number": ""},
    {"ethnicity": None},
    {"ethnicity": "998"},
    {"ethnicity": "997"},
    {"nationality": "IM"},
    {"nationality": "GB"},
    {"nationality": ""},
    {"lead_partner_ukprn": _UKPRN},
    {"lead_partner_urn": "", "lead_partner_ukprn": _UKPRN},
    {"lead_partner_urn": "000000"},
    {"employing_school_urn": SCHOOLS[0].urn},
    {"employing_school_urn": "900010"},
    {"lead_partner_urn": None, "employing_school_urn": None},
    {"disability1": None, "disability2": ""},
    {"disability1": "58", "disability2": None, "disability9": "95"},
    {"training_route": "", "study_mode": None, "course_subject_one": ""},
    {
        "course_age_range": _PRIMARY,
        "course_subject_one": "100403",
        "course_subject_two": "100346",
        "course_subject_three": "",
    },
    {"course_age_range": _SECONDARY},
    {"course_age_range": _SECONDARY, "course_subject_two": "", "course_subject_three": ""},
    {"funding_method": "7", "fund_code": "7"},
    {"funding_method": "6", "fund_code": "2"},
    {"training_initiative": "", "additional_training_initiative": "009"},
    {"trainee_start_date": ""},
    {"itt_aim": "201", "itt_qualification_aim": ""},
    {"hesa_id": "  26 1 ", "first_names": " Ann  Lee "},
    {"placements_attributes": [], "degrees_attributes": [{}], "shoe_size": 38},
)

# Refused, each for one reason.
REFUSED: Sequence[Case] = (
    {"first_names": " "},
    {"last_name": ""},
    {"date_of_birth": ""},
    {"email": "nobody"},
    {"sex": "77"},
    {"ethnicity": "1"},
    {"study_mode": "99"},
    {"itt_end_date": "soon"},
    {"trainee_start_date": "2001-09-01"},
    {"disability1": "58", "disability2": "58"},
    {"last_name": "x" * 61},
    {"itt_end_date": "2016-01-01"},
    {"itt_start_date": f"{_TODAY.year + 2}-09-01", "itt_end_date": f"{_TODAY.year + 4}-07-01"},
    {"date_of_birth": _TODAY.isoformat()},
    {"date_of_birth": "1900-01-01"},
    {
        "course_age_range": _SECONDARY,
        "course_subject_one": "100346",
        "course_subject_two": "100346",
    },
    {},
)

# Degrees that nobody has, and nobody can have.
INCOMPLETE: Sequence[Case] = (
    {"uk_degree": "300"},
    {"uk_degree": "300", "subject": "100104", "graduation_year": "2001"},
    {"uk_degree": "nothing", "subject": "100104", "grade": "98", "graduation_year": 1969},
    {"uk_degree": "300", "subject": "nothing", "grade": "98", "graduation_year": 1969},
    {"non_uk_degree": "300", "country": "GB", "subject": "100104", "graduation_year": 1969},
    {"country": "FR", "subject": "100104", "graduation_year": 1969},
    {"uk_degree": "300", "subject": "100104", "grade": "98", "graduation_year": 1950},
    {"uk_degree": "300", "subject": "100104", "grade": "98", "graduation_year": _TODAY.year + 2},
)
