"""The code tables: what each code means, and the list of valid codes as messages print it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from trainees_service.domain.coded_rows import (
    Coded,
    Country,
    CourseAgeRange,
    CourseLevel,
    DegreeTerm,
    Disability,
    DisabilityDisclosure,
    Ethnicity,
    FundingKind,
    FundingMethod,
    Nationality,
    PlainCode,
    TrainingRoute,
)
from trainees_service.domain.sent import Code
from trainees_service.reference_data import read_rows

RowT = TypeVar("RowT", bound=Coded)


class CodeTable(Generic[RowT]):
    """Rows by code, in the order in which messages list them.

    Rows without a code cannot be chosen; of two rows with the same code the first counts.
    """

    __slots__ = ("_by_code", "_by_name", "codes", "rows", "valid_list")

    def __init__(self, rows: Iterable[RowT]) -> None:
        self._by_code: dict[str, RowT] = {}
        self._by_name: dict[str, RowT] = {}
        for row in rows:
            if row.code:
                self._by_code.setdefault(row.code, row)
                self._by_name.setdefault(row.name, row)
        self.rows: tuple[RowT, ...] = tuple(self._by_code.values())
        self.codes: tuple[str, ...] = tuple(self._by_code)
        self.valid_list: str = list_codes(self.codes)

    def get(self, code: Code) -> RowT | None:
        """Return the row of `code`, or None if there is no such code."""
        return self._by_code.get(code) if isinstance(code, str) else None

    def named(self, name: str) -> RowT | None:
        """Return the first row of that name, or None if there is none."""
        return self._by_name.get(name)

    def __getitem__(self, code: str) -> RowT:
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[RowT]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def list_codes(codes: Iterable[str]) -> str:
    """Return codes as messages list them: in single quotes, separated by comma and blank."""
    return ", ".join(f"'{code}'" for code in codes)


def _plain(row: dict[str, str]) -> PlainCode:
    return PlainCode(code=row["code"], name=row["name"], label=row.get("label") or row["name"])


def _term(row: dict[str, str]) -> DegreeTerm:
    return DegreeTerm(
        code=row["code"],
        name=row["name"],
        label=row["name"],
        uuid=row["uuid"],
        answered_as=row.get("answered_as", row["code"]) or None,
        stored_as=row.get("stored_as", row["code"]),
    )


def _table(name: str, read: Callable[[dict[str, str]], RowT]) -> CodeTable[RowT]:
    return CodeTable(map(read, read_rows(name)))


TRAINING_ROUTES = _table(
    "training_routes",
    lambda row: TrainingRoute(
        code=row["code"],
        name=row["name"],
        label=row["label"],
        qualification=row["qualification"],
        level=CourseLevel(row["level"]),
        needs_degree=row["needs_degree"] == "true",
        first_start_year=int(row["first_start_year"]) if row["first_start_year"] else None,
    ),
)
SEXES = _table("sexes", _plain)
ETHNICITIES = _table(
    "ethnicities",
    lambda row: Ethnicity(
        code=row["code"],
        name=row["name"],
        label=row["label"],
        group=row["group"],
        answered_as=row["answered_as"],
        disclosed=row["disclosed"] == "true",
    ),
)
DISABILITIES = _table(
    "disabilities",
    lambda row: Disability(
        code=row["code"],
        name=row["name"],
        label=row["label"],
        disclosure=DisabilityDisclosure(row["disclosure"]),
        recorded=row["recorded"] == "true",
    ),
)
NATIONALITIES = _table(
    "nationalities",
    lambda row: Nationality(
        code=row["code"],
        name=row["name"],
        label=row["label"],
        answered_as=row["answered_as"],
    ),
)
COUNTRIES = _table(
    "countries",
    lambda row: Country(
        code=row["code"],
        name=row["name"],
        label=row["name"],
        uk=row["uk"] == "true",
    ),
)
COURSE_SUBJECTS = _table("course_subjects", _plain)
COURSE_AGE_RANGES = _table(
    "course_age_ranges",
    lambda row: CourseAgeRange(
        code=row["code"],
        name=f"{row['min_age']} to {row['max_age']}",
        label=f"Ages {row['min_age']} to {row['max_age']}",
        min_age=int(row["min_age"]),
        max_age=int(row["max_age"]),
    ),
)
STUDY_MODES = _table("study_modes", _plain)
ITT_AIMS = _table("itt_aims", _plain)
ITT_QUALIFICATION_AIMS = _table("itt_qualification_aims", _plain)
FUND_CODES = _table("fund_codes", _plain)
FUNDING_METHODS = _table(
    "funding_methods",
    lambda row: FundingMethod(
        code=row["code"],
        name=row["name"],
        label=row["name"],
        kind=FundingKind(row["kind"]),
        bursary_tier=row["bursary_tier"] or None,
    ),
)
TRAINING_INITIATIVES = _table("training_initiatives", _plain)
DEGREE_TYPES = _table("degree_types", _term)
DEGREE_SUBJECTS = _table("degree_subjects", _term)
DEGREE_INSTITUTIONS = _table("degree_institutions", _term)
DEGREE_GRADES = _table("degree_grades", _term)
