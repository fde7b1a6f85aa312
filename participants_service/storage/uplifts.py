"""Extra funding of schools, by their URN and the cohort."""

from collections.abc import Iterable, Mapping

from participants_service.domain.cohorts import CohortYear, Uplift
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "uplifts.sql")

UpliftKey = tuple[str, CohortYear]


async def select_uplifts(conn: Connection, school_urns: Iterable[str]) -> dict[UpliftKey, Uplift]:
    """Return what is known of these schools, in all cohorts."""
    rows = await SQL.fetch(conn, "select_uplifts", school_urns=list(school_urns))
    return {
        (row["school_urn"], row["cohort"]): Uplift(
            pupil_premium=row["pupil_premium"], sparsity=row["sparsity"]
        )
        for row in rows
    }


async def upsert_uplifts(conn: Connection, uplifts: Mapping[UpliftKey, Uplift]) -> None:
    """Store uplifts in the place of what was known."""
    await SQL.execute(
        conn,
        "upsert_uplifts",
        school_urns=[urn for urn, _ in uplifts],
        cohorts=[cohort for _, cohort in uplifts],
        pupil_premiums=[uplift.pupil_premium for uplift in uplifts.values()],
        sparsities=[uplift.sparsity for uplift in uplifts.values()],
    )
