"""What the API for lead providers says of itself beyond its operations."""

from functools import cache

from participants_service.handlers.changes import TAG as CHANGES_TAG
from participants_service.handlers.delivery_partners import TAG as DELIVERY_PARTNERS_TAG
from participants_service.handlers.errors import ERROR_BODIES
from participants_service.handlers.participant_actions import TAG as ACTIONS_TAG
from participants_service.handlers.participants import TAG as PARTICIPANTS_TAG
from participants_service.handlers.partnerships import TAG as PARTNERSHIPS_TAG
from participants_service.handlers.schools import TAG as SCHOOLS_TAG
from participants_service.handlers.transfers import TAG as TRANSFERS_TAG
from participants_service.handlers.unfunded_mentors import TAG as UNFUNDED_MENTORS_TAG
from participants_service.schemas.changes import ChangesGoneSchema
from shared.http.errors import BodyTooLargeError
from shared.openapi import ApiDescription
from shared.schemas.errors import ProblemsSchema, RefusalSchema
from shared.schemas.headers import SandboxHeaders

DESCRIPTION = """
See the early career teachers (ECTs) and mentors of your partnerships, follow their funding and
induction, and act on their training. Make partnerships with schools and delivery partners.

**Staying in sync.** Follow `GET /changes`: it tells of everything that you see, in order, with the
records as they are. `updated_at` moves if and only if something that you see has changed, dates
that pass by themselves included, and it follows the order in which changes were committed. Who
would rather ask lists for `filter[updated_since]` sends the greatest `updated_at` they have seen,
reads in ascending order of `updated_at`, and never learns of what is gone.

**Reading a whole list.** Follow the `Link` header with `rel="next"` until there is none. By
`created_at`, whoever is there throughout comes exactly once. By `updated_at`, whoever changes on
the way comes again, at the end, so that you end in step; downwards, what changed since the
beginning comes behind the oldest change, the latest last. Page numbers promise nothing while things
change.

**Asking for less.** Lists and single records answer an `ETag`. Send it back in `If-None-Match`, and
the answer is 304 for as long as nothing has changed for you.

**Moments** are UTC in whole seconds; **days** begin and end at midnight in London.
"""


@cache
def describe_api(*, sandbox: bool) -> ApiDescription:
    """Describe the API; a sandbox's also takes a clock with each request."""
    return ApiDescription(
        title="Lead Provider API v3",
        version="3.0",
        description=DESCRIPTION.strip(),
        tags={
            PARTICIPANTS_TAG: "The ECTs and mentors whom you train or have trained.",
            ACTIONS_TAG: "Pause, resume or end somebody's training, or change its schedule.",
            TRANSFERS_TAG: "Departures from schools where you train, and arrivals from others.",
            UNFUNDED_MENTORS_TAG: "The mentors of your ECTs whom you do not train yourselves.",
            PARTNERSHIPS_TAG: "You with a delivery partner at a school, for one cohort.",
            SCHOOLS_TAG: "The schools at which you may train, each in one cohort.",
            DELIVERY_PARTNERS_TAG: "The organisations that train on your behalf.",
            CHANGES_TAG: "What has happened to everything that you see, in order.",
        },
        authorisation="The token that you were given, as `Authorization: Bearer <token>`.",
        error_bodies=ERROR_BODIES,
        # A body that cannot be read is refused like one that lacks what an operation needs.
        body_errors=(BodyTooLargeError,),
        error_schemas=(ProblemsSchema, RefusalSchema, ChangesGoneSchema),
        request_headers=SandboxHeaders if sandbox else None,
    )
