"""What the Register API says of itself beyond its operations."""

from functools import cache

from shared.http.errors import (
    ForbiddenError,
    InternalError,
    MalformedRequestError,
    UnauthorizedError,
    UnavailableError,
)
from shared.openapi import ApiDescription
from shared.schemas import FaultsSchema, RefusalSchema
from shared.schemas.headers import SandboxHeaders
from trainees_service.handlers.changes import TAG as CHANGES_TAG
from trainees_service.handlers.degrees import TAG as DEGREES_TAG
from trainees_service.handlers.errors import ERROR_BODIES
from trainees_service.handlers.info import TAG as INFO_TAG
from trainees_service.handlers.info import VERSION
from trainees_service.handlers.placements import TAG as PLACEMENTS_TAG
from trainees_service.handlers.reference_data import TAG as REFERENCE_DATA_TAG
from trainees_service.handlers.trainee_actions import TAG as ACTIONS_TAG
from trainees_service.handlers.trainees import TAG as TRAINEES_TAG
from trainees_service.schemas.changes import ChangesGoneSchema
from trainees_service.schemas.degrees import DuplicateDegreeSchema
from trainees_service.schemas.query_problems import QueryProblemsSchema
from trainees_service.schemas.trainees import DuplicateTraineeSchema

DESCRIPTION = """
Register trainee teachers, and keep their records.

**Registering.** A trainee you post is submitted for a teacher reference number (TRN) at once; the
number appears in the record when it is allocated. Posting the same trainee again answers 409 with
the record that exists, so a request without an answer can be sent again.

**Staying in sync.** Read `/api/v0.1/changes` from the position you have read up to: it tells of
every change of what you see, in order and without gaps. `updated_at` moves if and only if something
that you see has changed.

**Codes** are strings in which leading zeros count; `/api/v0.1/reference-data` lists them for
everybody, and an unknown one is answered with the list of those that are valid. **Moments** are
UTC in milliseconds, **days** are written `YYYY-MM-DD`.

**Errors** come with a sentence each, all that one stage of the rules finds together.
"""

_COMMON_ERRORS = (UnauthorizedError, ForbiddenError, InternalError, UnavailableError)


@cache
def describe_api(*, sandbox: bool) -> ApiDescription:
    """Describe the API; a sandbox's also takes a clock with each request."""
    return ApiDescription(
        title="Register API",
        version=VERSION.removeprefix("v"),
        description=DESCRIPTION.strip(),
        tags={
            TRAINEES_TAG: "The trainees whom you train or have trained.",
            ACTIONS_TAG: "What moves a trainee from one state to the next.",
            PLACEMENTS_TAG: "Where a trainee practises teaching.",
            DEGREES_TAG: "What a trainee has studied.",
            CHANGES_TAG: "What has happened to your trainees, to keep a copy of them up to date.",
            REFERENCE_DATA_TAG: "The codes that fields take, and what they mean; needs no token.",
            INFO_TAG: "Whether the API can be reached.",
        },
        authorisation="The token that you were given, as `Authorization: Bearer <token>`.",
        error_bodies=ERROR_BODIES,
        error_schemas=(
            RefusalSchema,
            FaultsSchema,
            QueryProblemsSchema,
            DuplicateTraineeSchema,
            DuplicateDegreeSchema,
            ChangesGoneSchema,
        ),
        common_errors=(*_COMMON_ERRORS, *([MalformedRequestError] if sandbox else [])),
        request_headers=SandboxHeaders if sandbox else None,
    )
