"""JSON that clients could send, as hypothesis makes it up."""

from datetime import date

from hypothesis import strategies as st

from .payloads import make_degree

DEGREE_MEMBERS = [*make_degree(), "country", "non_uk_degree", "other_grade"]
PLACEMENT_MEMBERS = ["urn", "name", "postcode"]
OPTIONAL_MEMBERS = [
    "provider_trainee_id",
    "application_id",
    "middle_names",
    "previous_last_name",
    "nationality",
    "ethnicity",
    "disability1",
    "disability9",
    "trainee_start_date",
    "course_subject_two",
    "course_subject_three",
    "training_initiative",
    "additional_training_initiative",
    "lead_partner_urn",
    "lead_partner_ukprn",
    "employing_school_urn",
    "ni_number",
    "pg_apprenticeship_start_date",
    "placements_attributes",
]

# Surrogates and NUL are what clients can write with escapes and Postgres cannot store.
texts = st.text(st.characters(exclude_categories=()), max_size=20)
telling_texts = st.sampled_from(
    ["2026-09-01", "2026-13-01", "0001-01-01", "9999-12-31", "12", "GB", "100511", "104321"],
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(2**31) - 1, 2**31])
    | st.floats()
    | texts
    | telling_texts
    | st.dates().map(date.isoformat)
)
any_json = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
