"""The trainee as it is sent."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Self

from peer.trainees import models
from peer.trainees.codes import TABLES
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

Milliseconds = Annotated[
    datetime,
    PlainSerializer(
        lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z",
        return_type=str,
    ),
]
Seconds = Annotated[
    datetime, PlainSerializer(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}", return_type=str)
]
SentCode = Annotated[str | None, Field(exclude_if=lambda code: code is None)]


class PlacementOut(BaseModel):
    """A placement."""

    model_config = ConfigDict(from_attributes=True)

    placement_id: str
    urn: str | None
    name: str | None
    address: str | None
    postcode: str | None
    created_at: Milliseconds
    updated_at: Milliseconds


class DegreeOut(BaseModel):
    """A degree."""

    model_config = ConfigDict(from_attributes=True)

    degree_id: str
    uk_degree: str | None
    non_uk_degree: str | None
    subject: str | None
    institution: str | None
    graduation_year: int
    grade: str | None
    country: str | None
    other_grade: str | None = None
    institution_uuid: str | None
    uk_degree_uuid: str | None
    subject_uuid: str | None
    grade_uuid: str | None
    created_at: Milliseconds
    updated_at: Milliseconds


class TraineeOut(BaseModel):
    """A trainee."""

    trainee_id: str
    provider_trainee_id: str | None
    application_id: int | None
    ukprn: str
    first_names: str
    middle_names: str | None
    last_name: str
    previous_last_name: str | None
    date_of_birth: date
    sex: str
    email: str
    nationality: str | None
    ethnicity: str
    ethnic_group: str
    ethnic_background: str
    additional_ethnic_background: str | None = None
    diversity_disclosure: str
    disability_disclosure: str
    disability1: SentCode = None
    disability2: SentCode = None
    disability3: SentCode = None
    disability4: SentCode = None
    disability5: SentCode = None
    disability6: SentCode = None
    disability7: SentCode = None
    disability8: SentCode = None
    disability9: SentCode = None
    hesa_disabilities: dict[str, str] | None
    training_route: str
    course_qualification: str
    course_level: str
    course_title: str | None = None
    course_uuid: str | None = None
    course_education_phase: str
    course_age_range: str
    course_min_age: int
    course_max_age: int
    course_subject_one: str
    course_subject_two: str | None
    course_subject_three: str | None
    course_itt_start_date: date
    expected_end_date: date
    course_year: str
    study_mode: str
    course_study_mode: str
    itt_aim: str
    itt_qualification_aim: str | None
    itt_start_date: date
    itt_end_date: date
    trainee_start_date: date
    pg_apprenticeship_start_date: date | None
    fund_code: str
    funding_method: str
    bursary_level: str
    applying_for_bursary: bool
    applying_for_scholarship: bool
    applying_for_grant: bool
    bursary_tier: str | None
    training_initiative: str | None
    additional_training_initiative: str | None
    lead_partner_urn: str | None
    lead_partner_ukprn: str | None
    lead_partner_not_applicable: bool
    employing_school_urn: str | None
    employing_school_not_applicable: bool
    hesa_id: str
    ni_number: str | None
    trn: str | None
    state: str
    submitted_for_trn_at: Milliseconds | None
    slug_sent_to_dqt_at: Milliseconds | None
    recommended_for_award_at: Seconds | None
    outcome_date: date | None
    awarded_at: Milliseconds | None
    defer_date: date | None
    defer_reason: str | None
    reinstate_date: date | None
    withdraw_date: date | None = None
    withdraw_reasons: list[str] = []
    withdrawal_reasons: list[str] | None = None
    withdrawal_trigger: str | None = None
    withdrawal_future_interest: str | None = None
    withdrawal_another_reason: str | None = None
    record_source: str = "api"
    submission_ready: bool = True
    commencement_status: str | None = None
    placement_detail: str | None = None
    region: str | None = None
    iqts_country: str | None = None
    additional_dttp_data: str | None = None
    discarded_at: Milliseconds | None
    hesa_updated_at: Milliseconds | None = None
    ebacc: bool = False
    created_from_dttp: bool = False
    created_from_hesa: bool = False
    hesa_editable: bool = False
    created_at: Milliseconds
    updated_at: Milliseconds
    placements: list[PlacementOut]
    degrees: list[DegreeOut]

    @classmethod
    def of(cls, trainee: models.Trainee) -> Self:
        """Return the trainee with everything that is derived from codes."""
        route = TABLES["training_routes"][trainee.training_route]
        ages = TABLES["course_age_ranges"][trainee.course_age_range]
        ethnicity = TABLES["ethnicities"][trainee.ethnicity_code]
        funding = TABLES["funding_methods"][trainee.funding_method]
        partner = trainee.lead_partner
        sent: dict[str, str] = {
            f"disability{number}": code
            for number, code in enumerate(trainee.disabilities, 1)
            if code is not None
        }
        disability = disability_disclosure(sent.values())
        disclosed = ethnicity["disclosed"] == "true" or disability != "disability_not_provided"
        nationality = trainee.nationality_code
        answer = cls(
            trainee_id=trainee.trainee_id,
            provider_trainee_id=trainee.provider_trainee_id,
            application_id=trainee.application_id,
            ukprn=trainee.provider.ukprn,
            first_names=trainee.first_names,
            middle_names=trainee.middle_names,
            last_name=trainee.last_name,
            previous_last_name=trainee.previous_last_name,
            date_of_birth=trainee.date_of_birth,
            sex=trainee.sex,
            email=trainee.email,
            nationality=nationality and TABLES["nationalities"][nationality]["answered_as"],
            ethnicity=ethnicity["answered_as"],
            ethnic_group=ethnicity["group"],
            ethnic_background=ethnicity["name"],
            diversity_disclosure=(
                "diversity_disclosed" if disclosed else "diversity_not_disclosed"
            ),
            disability_disclosure=disability,
            hesa_disabilities=sent or None,
            training_route=trainee.training_route,
            course_qualification=route["qualification"],
            course_level=route["level"],
            course_education_phase="primary" if int(ages["max_age"]) <= 11 else "secondary",
            course_age_range=trainee.course_age_range,
            course_min_age=int(ages["min_age"]),
            course_max_age=int(ages["max_age"]),
            course_subject_one=trainee.course_subject_one,
            course_subject_two=trainee.course_subject_two,
            course_subject_three=trainee.course_subject_three,
            course_itt_start_date=trainee.itt_start_date,
            expected_end_date=trainee.itt_end_date,
            course_year=trainee.course_year,
            study_mode=trainee.study_mode,
            course_study_mode=trainee.study_mode,
            itt_aim=trainee.itt_aim,
            itt_qualification_aim=trainee.itt_qualification_aim,
            itt_start_date=trainee.itt_start_date,
            itt_end_date=trainee.itt_end_date,
            trainee_start_date=trainee.trainee_start_date,
            pg_apprenticeship_start_date=trainee.pg_apprenticeship_start_date,
            fund_code=trainee.fund_code,
            funding_method=trainee.funding_method,
            bursary_level=trainee.funding_method,
            applying_for_bursary=funding["kind"] == "bursary",
            applying_for_scholarship=funding["kind"] == "scholarship",
            applying_for_grant=funding["kind"] == "grant",
            bursary_tier=funding["bursary_tier"] or None,
            training_initiative=trainee.training_initiative,
            additional_training_initiative=trainee.additional_training_initiative,
            lead_partner_urn=partner.urn if partner else None,
            lead_partner_ukprn=partner.ukprn if partner else None,
            lead_partner_not_applicable=partner is None,
            employing_school_urn=trainee.employing_school_urn,
            employing_school_not_applicable=trainee.employing_school_urn is None,
            hesa_id=trainee.hesa_id,
            ni_number=trainee.ni_number,
            trn=trainee.trn,
            state=trainee.state,
            submitted_for_trn_at=trainee.submitted_for_trn_at,
            slug_sent_to_dqt_at=trainee.slug_sent_to_dqt_at,
            recommended_for_award_at=trainee.recommended_for_award_at,
            outcome_date=trainee.outcome_date,
            awarded_at=trainee.awarded_at,
            defer_date=trainee.defer_date,
            defer_reason=trainee.defer_reason,
            reinstate_date=trainee.reinstate_date,
            discarded_at=trainee.discarded_at,
            created_at=trainee.created_at,
            updated_at=trainee.updated_at,
            placements=[PlacementOut.model_validate(one) for one in trainee.placements],
            degrees=[DegreeOut.model_validate(one) for one in trainee.degrees],
        )
        return answer.model_copy(update=sent)


def disability_disclosure(codes: Iterable[str]) -> str:
    """Return what the codes say as a whole."""
    said = {TABLES["disabilities"][code]["disclosure"] for code in codes}
    for disclosure in ("disabled", "no_disability"):
        if disclosure in said:
            return disclosure
    return "disability_not_provided"


class TraineeResponse(BaseModel):
    """One trainee."""

    data: TraineeOut


class DegreeResponse(BaseModel):
    """One degree."""

    data: DegreeOut


class PageMeta(BaseModel):
    """Where in the list a page is."""

    current_page: int
    total_pages: int
    total_count: int
    per_page: int


class TraineesResponse(BaseModel):
    """A page of trainees."""

    data: list[TraineeOut]
    meta: PageMeta
