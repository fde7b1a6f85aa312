"""Whatever JSON a client sends, the rules answer with messages and never fail."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from trainees_service.domain.duplicates import MatchingKeys
from trainees_service.domain.identifiers import ProviderId
from trainees_service.domain.readiness import second_stage_problems, storage_stage_problems
from trainees_service.domain.registering import register_trainee
from trainees_service.domain.registers import Registers, School
from trainees_service.domain.registration_rules import first_stage_problems
from trainees_service.domain.registrations import Registration
from trainees_service.domain.sent import Misfit
from trainees_service.domain.trainees import Trainee

from .any_json import DEGREE_MEMBERS, OPTIONAL_MEMBERS, PLACEMENT_MEMBERS, any_json, texts
from .payloads import TODAY, make_data, make_degree

PROVIDER = ProviderId(UUID("3f6f1f38-3c55-4d4b-9a0e-0d7a5ac0b6f2"))
NOW = datetime(2026, 11, 24, 10, 12, 3, tzinfo=UTC)
REGISTERS = Registers(schools={"104321": School(urn="104321", name="Meadow Creek School")})

# What follows from the record without being stored.
RULES = [name for name, member in vars(Trainee).items() if isinstance(member, property)]

degrees = st.lists(
    st.dictionaries(st.sampled_from(DEGREE_MEMBERS), any_json).map(lambda sent: make_degree(**sent))
    | any_json,
    max_size=3,
)
placements = st.lists(
    st.dictionaries(st.sampled_from(PLACEMENT_MEMBERS), any_json) | any_json,
    max_size=3,
)
members = st.dictionaries(
    st.sampled_from([*make_data(), *OPTIONAL_MEMBERS]),
    any_json,
    max_size=6,
)


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item)
    else:
        assert not isinstance(value, Misfit)


def refused_or_registered(data: Mapping[str, object]) -> None:
    """Go the way of a request and check that what comes out can be sent and stored."""
    registration = Registration.read(data)
    assert isinstance(registration.references.school_urns, frozenset)
    problems = first_stage_problems(registration, registers=REGISTERS, today=TODAY)
    if not problems:
        keys = MatchingKeys.requested(registration)
        assert keys.matches(keys)
        assert -(2**63) <= keys.lock_key(PROVIDER) < 2**63
        problems = second_stage_problems(registration, today=TODAY)
        problems = problems or storage_stage_problems(registration, today=TODAY)
    for problem in problems:
        problem.encode("utf-8")
    if problems:
        return
    trainee = register_trainee(
        registration,
        provider_id=PROVIDER,
        registers=REGISTERS,
        now=NOW,
    )
    assert MatchingKeys.requested(registration).last_name == MatchingKeys.stored(trainee).last_name
    for text in texts_in(astuple(trainee)):
        assert "\0" not in text
        text.encode("utf-8")
    for rule in RULES:
        assert not isinstance(getattr(trainee, rule), Misfit)
    for degree in trainee.degrees:
        assert degree.subject_uuid
        assert 1967 <= degree.graduation_year <= 2027
        assert (degree.institution_uuid is not None) == degree.is_uk
    for placement in trainee.placements:
        assert placement.name


@settings(deadline=None)
@given(data=st.dictionaries(texts | st.sampled_from(sorted(make_data())), any_json))
def test_any_object_is_answered(data: dict[str, object]) -> None:
    refused_or_registered(data)


@settings(max_examples=300, deadline=None)
@given(sent=members, sent_degrees=degrees, sent_placements=placements)
def test_a_valid_request_with_anything_in_some_places_is_answered(
    sent: dict[str, object],
    sent_degrees: list[object],
    sent_placements: list[object],
) -> None:
    data = make_data(
        degrees_attributes=[*sent_degrees, make_degree()],
        placements_attributes=sent_placements,
    )
    refused_or_registered({**data, **sent})


@settings(deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_storable_name_is_kept_but_for_its_blanks(text: str) -> None:
    registration = Registration.read(make_data(first_names="Ada", last_name=f"A{text}"[:60]))
    assert first_stage_problems(registration, registers=REGISTERS, today=TODAY) == ()
    trainee = register_trainee(registration, provider_id=PROVIDER, registers=REGISTERS, now=NOW)
    assert "".join(trainee.last_name.split()) == "".join(f"A{text}"[:60].split())


def test_deep_nesting_is_answered() -> None:
    deep: object = []
    for _ in range(50_000):
        deep = [deep]
    for field in [*make_data(), *OPTIONAL_MEMBERS]:
        refused_or_registered({**make_data(), field: deep})
