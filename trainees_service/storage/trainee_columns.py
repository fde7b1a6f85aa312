"""Which columns a trainee's own row has, and what stands in them."""

from dataclasses import fields

from trainees_service.domain.duplicates import MatchingKeys
from trainees_service.domain.trainees import Trainee

# What stands in columns of its own name and needs no translation.
PLAIN = tuple(
    field.name
    for field in fields(Trainee)
    if field.name
    not in {
        "lead_partner",
        "employing_school",
        "placements",
        "degrees",
        "withdrawal",
        "disabilities",
        "state",
    }
)


def trainee_columns(trainee: Trainee) -> dict[str, object]:
    """Return a trainee's row, with what duplicates are found by."""
    keys = MatchingKeys.stored(trainee)
    partner, school = trainee.lead_partner, trainee.employing_school
    return {
        **{name: getattr(trainee, name) for name in PLAIN},
        "state": trainee.state.value,
        "disabilities": trainee.disabilities,
        "lead_partner_id": None if partner is None else partner.lead_partner_id,
        "employing_school_urn": None if school is None else school.urn,
        "start_cycle": trainee.start_cycle,
        "last_name_key": keys.last_name,
        "first_name_key": keys.first_name,
        "email_key": keys.email,
    }
