"""The code tables as the documentation shows them: each code with what it means."""

from collections.abc import Iterable

from shared.schemas import CodeTable
from trainees_service.domain import code_tables as tables
from trainees_service.domain.coded_rows import Coded


def _documented(name: str, rows: Iterable[Coded]) -> CodeTable:
    return CodeTable(name=name, labels={row.code: row.label for row in rows})


TRAINING_ROUTES = _documented("TrainingRoute", tables.TRAINING_ROUTES)
SEXES = _documented("Sex", tables.SEXES)
ETHNICITIES = _documented("Ethnicity", tables.ETHNICITIES)
DISABILITIES = _documented("Disability", tables.DISABILITIES)
NATIONALITIES = _documented("Nationality", tables.NATIONALITIES)
COUNTRIES = _documented("Country", tables.COUNTRIES)
COURSE_SUBJECTS = _documented("CourseSubject", tables.COURSE_SUBJECTS)
COURSE_AGE_RANGES = _documented("CourseAgeRange", tables.COURSE_AGE_RANGES)
STUDY_MODES = _documented("StudyMode", tables.STUDY_MODES)
ITT_AIMS = _documented("IttAim", tables.ITT_AIMS)
ITT_QUALIFICATION_AIMS = _documented("IttQualificationAim", tables.ITT_QUALIFICATION_AIMS)
FUND_CODES = _documented("FundCode", tables.FUND_CODES)
FUNDING_METHODS = _documented("FundingMethod", tables.FUNDING_METHODS)
TRAINING_INITIATIVES = _documented("TrainingInitiative", tables.TRAINING_INITIATIVES)
DEGREE_TYPES = _documented("DegreeType", tables.DEGREE_TYPES)
DEGREE_SUBJECTS = _documented("DegreeSubject", tables.DEGREE_SUBJECTS)
DEGREE_INSTITUTIONS = _documented("DegreeInstitution", tables.DEGREE_INSTITUTIONS)
DEGREE_GRADES = _documented("DegreeGrade", tables.DEGREE_GRADES)
