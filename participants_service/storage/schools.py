"""Schools."""

from collections.abc import Collection, Mapping
from datetime import datetime

from participants_service.domain.schools import School, SchoolDetails, SchoolId
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "schools.sql")


async def select_schools(
    conn: Connection, *, urns: Collection[str], ids: Collection[SchoolId]
) -> list[SchoolDetails]:
    """Return the schools that have one of these numbers or ids."""
    rows = await SQL.fetch(conn, "select_schools", urns=list(urns), ids=list(ids))
    return [
        SchoolDetails(
            school=School(id=row["id"], urn=row["urn"]),
            name=row["name"],
            eligible=row["eligible"],
            induction_tutor_name=row["induction_tutor_name"],
            induction_tutor_email=row["induction_tutor_email"],
            primary_contact_email=row["primary_contact_email"],
            secondary_contact_email=row["secondary_contact_email"],
        )
        for row in rows
    ]


async def upsert_schools(conn: Connection, schools: Mapping[SchoolDetails, datetime]) -> None:
    """Store schools; the moments are those of their creation, should they be new."""
    await SQL.execute(
        conn,
        "upsert_schools",
        ids=[one.school.id for one in schools],
        urns=[one.school.urn for one in schools],
        names=[one.name for one in schools],
        eligible=[one.eligible for one in schools],
        induction_tutor_names=[one.induction_tutor_name for one in schools],
        induction_tutor_emails=[one.induction_tutor_email for one in schools],
        primary_contact_emails=[one.primary_contact_email for one in schools],
        secondary_contact_emails=[one.secondary_contact_email for one in schools],
        created_at=list(schools.values()),
    )
