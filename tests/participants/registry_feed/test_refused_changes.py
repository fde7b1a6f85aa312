"""Changes of who trains somebody, registrations in error, ends of funding: what is refused."""

from typing import Any

import pytest

from tests.participants.people import FENBROOK, LARKFIELD, OTTERBURN, SALTMARSH, known
from tests.participants.registry import Registry, ect, event, mentor
from tests.participants.registry_feed.refused import Event, Refusals, refusals

IMOGEN = known("Imogen Achterberg")
TOBIAH = known("Tobiah Wrenfield")
STRANGER = known("nobody knows")
AT_NOON = "2025-10-15T11:00:00Z"


def lead_provider(lead_provider_id: Any = OTTERBURN, **members: Any) -> Event:
    """Make the event of another lead provider for Imogen."""
    data = {"participant_id": IMOGEN, "role": "ect"} | members
    return event(
        "participant.lead_provider_changed", AT_NOON, lead_provider_id=lead_provider_id, **data
    )


def programme(kind: str = "school_led", **members: Any) -> Event:
    """Make the event of another programme for Imogen."""
    data = {"participant_id": IMOGEN} | members
    return event("participant.programme_changed", AT_NOON, programme=kind, **data)


def in_error(**members: Any) -> Event:
    """Make the event of Fenbrook that should not have registered Imogen."""
    data = {"participant_id": IMOGEN, "role": "ect", "school_urn": FENBROOK.urn} | members
    return event("participant.registered_in_error", AT_NOON, **data)


def funding(**members: Any) -> Event:
    """Make the event of Tobiah's funding that ends."""
    data = {
        "participant_id": TOBIAH,
        "ended_on": "2025-10-01",
        "reason": "started_not_completed",
    }
    return event("mentor_funding.ended", AT_NOON, **data | members)


def left(participant_id: Any = IMOGEN, role: str = "ect") -> Event:
    """Make the event of somebody who left Fenbrook yesterday."""
    return event(
        "participant.leaving_reported",
        AT_NOON,
        participant_id=participant_id,
        role=role,
        school_urn=FENBROOK.urn,
        leaving_on="2025-10-14",
    )


def otterburn_in(*cohorts: int) -> Event:
    """Make the event of the cohorts in which Otterburn is active."""
    return event(
        "lead_provider.put", lead_provider_id=OTTERBURN, name="Otterburn Learning", cohorts=cohorts
    )


RETIRED: list[Event] = [
    ect(),
    mentor("nobody knows", school_urn=SALTMARSH.urn, lead_provider_id=None),
    event("participants.merged", AT_NOON, from_participant_id=STRANGER, into_participant_id=IMOGEN),
]


@pytest.mark.parametrize(
    ("before", "refused", "expected"),
    [
        pytest.param(
            [],
            event(
                "participant.lead_provider_changed",
                participant_id="x",
                role="teacher",
                school_urn="F",
                programme="provider_led",
            ),
            [
                ("invalid_member", "/data/participant_id"),
                ("invalid_member", "/data/role"),
                ("missing_member", "/data/lead_provider_id"),
                ("invalid_member", "/data/school_urn"),
                ("unknown_member", "/data/programme"),
            ],
            id="lead provider: shape",
        ),
        pytest.param(
            [],
            lead_provider(STRANGER, school_urn="900998"),
            [
                ("unknown_reference", "/data/participant_id"),
                ("unknown_reference", "/data/lead_provider_id"),
                ("unknown_reference", "/data/school_urn"),
            ],
            id="lead provider: unknown",
        ),
        pytest.param(
            RETIRED,
            lead_provider(participant_id=STRANGER),
            [("retired_participant", "/data/participant_id")],
            id="lead provider: retired",
        ),
        pytest.param(
            [ect()],
            lead_provider(role="mentor"),
            [("wrong_role", "/data/role")],
            id="lead provider: wrong role",
        ),
        pytest.param(
            [ect()],
            lead_provider(school_urn=SALTMARSH.urn),
            [("wrong_role", "/data/school_urn")],
            id="lead provider: not at that school",
        ),
        pytest.param(
            [ect()],
            lead_provider(LARKFIELD),
            [("same_provider", "/data/lead_provider_id")],
            id="lead provider: the same",
        ),
        pytest.param(
            [ect(programme="school_led")],
            lead_provider(),
            [("not_allowed_now", "/data/lead_provider_id")],
            id="lead provider: the school trains",
        ),
        pytest.param(
            [ect(), left()],
            lead_provider(),
            [("not_allowed_now", "/data/participant_id")],
            id="lead provider: has left",
        ),
        pytest.param(
            [otterburn_in(2024), ect()],
            lead_provider(),
            [("not_active", "/data/lead_provider_id")],
            id="lead provider: not active in the cohort",
        ),
        pytest.param(
            [otterburn_in(2025), ect(at="2022-07-04T09:00:00Z", started_on="2022-09-01")],
            lead_provider(),
            [("not_active", "/data/lead_provider_id")],
            id="lead provider: not active in the cohort after the frozen one",
        ),
        pytest.param(
            [mentor(), funding()],
            lead_provider(participant_id=TOBIAH, role="mentor"),
            [("not_allowed_now", "/data/participant_id")],
            id="lead provider: mentor without funding",
        ),
        pytest.param(
            [
                mentor(),
                mentor(school_urn=SALTMARSH.urn, lead_provider_id=None, also_at_other_schools=True),
            ],
            lead_provider(participant_id=TOBIAH, role="mentor", school_urn=SALTMARSH.urn),
            [("overlap", "/data/participant_id")],
            id="lead provider: mentor in training elsewhere",
        ),
        pytest.param(
            [],
            programme(role="ect", lead_provider_id=OTTERBURN),
            [
                ("invalid_member", "/data/lead_provider_id"),
                ("unknown_member", "/data/role"),
            ],
            id="programme: school-led with a lead provider",
        ),
        pytest.param(
            [],
            programme("provider_led"),
            [("missing_member", "/data/lead_provider_id")],
            id="programme: provider-led without one",
        ),
        pytest.param(
            [],
            programme("self_led", lead_provider_id=None),
            [("invalid_member", "/data/programme"), ("invalid_member", "/data/lead_provider_id")],
            id="programme: neither",
        ),
        pytest.param(
            [],
            programme("provider_led", lead_provider_id=STRANGER, school_urn="900998"),
            [
                ("unknown_reference", "/data/participant_id"),
                ("unknown_reference", "/data/lead_provider_id"),
                ("unknown_reference", "/data/school_urn"),
            ],
            id="programme: unknown",
        ),
        pytest.param(
            RETIRED,
            programme(participant_id=STRANGER),
            [("retired_participant", "/data/participant_id")],
            id="programme: retired",
        ),
        pytest.param(
            [mentor()],
            programme(participant_id=TOBIAH),
            [("wrong_role", "/data/participant_id")],
            id="programme: of a mentor",
        ),
        pytest.param(
            [ect(), mentor("Imogen Achterberg", school_urn=SALTMARSH.urn)],
            programme(school_urn=SALTMARSH.urn),
            [("wrong_role", "/data/school_urn")],
            id="programme: no ECT at that school",
        ),
        pytest.param(
            [ect()],
            programme("provider_led", lead_provider_id=OTTERBURN),
            [("same_programme", "/data/programme")],
            id="programme: provider-led already",
        ),
        pytest.param(
            [ect(programme="school_led")],
            programme(),
            [("same_programme", "/data/programme")],
            id="programme: school-led already",
        ),
        pytest.param(
            [ect(), left()],
            programme(),
            [("not_allowed_now", "/data/participant_id")],
            id="programme: has left",
        ),
        pytest.param(
            [otterburn_in(2024), ect(programme="school_led")],
            programme("provider_led", lead_provider_id=OTTERBURN),
            [("not_active", "/data/lead_provider_id")],
            id="programme: not active in the cohort",
        ),
        pytest.param(
            [],
            event("participant.registered_in_error", participant_id=IMOGEN, reason="typing"),
            [
                ("missing_member", "/data/role"),
                ("missing_member", "/data/school_urn"),
                ("unknown_member", "/data/reason"),
            ],
            id="in error: shape",
        ),
        pytest.param(
            [],
            in_error(school_urn="900998"),
            [
                ("unknown_reference", "/data/participant_id"),
                ("unknown_reference", "/data/school_urn"),
            ],
            id="in error: unknown",
        ),
        pytest.param(
            RETIRED,
            in_error(participant_id=STRANGER),
            [("retired_participant", "/data/participant_id")],
            id="in error: retired",
        ),
        pytest.param(
            [ect()], in_error(role="mentor"), [("wrong_role", "/data/role")], id="in error: role"
        ),
        pytest.param(
            [ect()],
            in_error(school_urn=SALTMARSH.urn),
            [("wrong_role", "/data/school_urn")],
            id="in error: not at that school",
        ),
        pytest.param(
            [ect(), in_error()],
            in_error(),
            [("wrong_role", "/data/role")],
            id="in error: taken back before",
        ),
        pytest.param(
            [],
            event("mentor_funding.ended", participant_id=TOBIAH, ended_on="soon", reason="other"),
            [("invalid_member", "/data/ended_on"), ("invalid_member", "/data/reason")],
            id="funding: shape",
        ),
        pytest.param(
            [mentor()],
            funding(reason="completed_declaration_received"),
            [("invalid_member", "/data/reason")],
            id="funding: a reason that only declarations have",
        ),
        pytest.param(
            [],
            funding(),
            [("unknown_reference", "/data/participant_id")],
            id="funding: unknown",
        ),
        pytest.param(
            RETIRED,
            funding(participant_id=STRANGER),
            [("retired_participant", "/data/participant_id")],
            id="funding: retired",
        ),
        pytest.param(
            [ect()],
            funding(participant_id=IMOGEN),
            [("wrong_role", "/data/participant_id")],
            id="funding: of an ECT",
        ),
    ],
)
async def test_what_the_feed_refuses(
    registry: Registry, before: list[Event], refused: Event, expected: Refusals
) -> None:
    assert sorted(await refusals(registry, before, refused)) == sorted(expected)
