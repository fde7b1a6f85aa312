"""From query strings to what services take, or to the error that the contract has for them."""

from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from marshmallow import ValidationError

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.list_cursors import CURSOR_PARAMETER
from participants_service.domain.listings import (
    Listing,
    ParticipantListing,
    TransferListing,
    UnfundedMentorListing,
)
from participants_service.domain.place_listings import (
    DeliveryPartnerListing,
    PartnershipListing,
    SchoolListing,
)
from participants_service.schemas.change_queries import ProviderChangesQuery
from participants_service.schemas.changes import RECORDS
from participants_service.schemas.listings import (
    PagedQuery,
    ParticipantsQuery,
    TransfersQuery,
    UnfundedMentorsQuery,
)
from participants_service.schemas.place_listings import (
    DeliveryPartnersQuery,
    PartnershipsQuery,
    SchoolCohortQuery,
    SchoolsQuery,
)
from participants_service.schemas.query_strings import QueryString
from participants_service.services.errors import (
    BadCursorError,
    BadLimitError,
    BadPageError,
    BadPositionError,
    BadResourceError,
    BadUpdatedSinceError,
    CohortNotGivenError,
    FilterNotAHashError,
    NotFoundError,
)
from shared.changes.queries import ChangesQuery

_PARTICIPANTS = ParticipantsQuery()
_TRANSFERS = TransfersQuery()
_UNFUNDED_MENTORS = UnfundedMentorsQuery()
_PARTNERSHIPS = PartnershipsQuery()
_SCHOOLS = SchoolsQuery()
_SCHOOL_COHORT = SchoolCohortQuery()
_DELIVERY_PARTNERS = DeliveryPartnersQuery()
_CHANGES = ProviderChangesQuery()


@web.middleware
async def refuse_other_filters(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse `filter` without brackets on every endpoint, whether it takes filters or not.

    This comes after authentication and before whatever else a request may have wrong.
    """
    is_routed = request.match_info.http_exception is None
    if is_routed and request.query_string and not _query(request).is_group("filter"):
        raise FilterNotAHashError
    return await handler(request)


def participant_listing(request: web.Request) -> ParticipantListing:
    """Read which participants are asked for."""
    listing: ParticipantListing = _load(_PARTICIPANTS, request)
    return listing


def transfer_listing(request: web.Request) -> TransferListing:
    """Read whose moves are asked for."""
    listing: TransferListing = _load(_TRANSFERS, request)
    return listing


def unfunded_mentor_listing(request: web.Request) -> UnfundedMentorListing:
    """Read which unfunded mentors are asked for."""
    listing: UnfundedMentorListing = _load(_UNFUNDED_MENTORS, request)
    return listing


def partnership_listing(request: web.Request) -> PartnershipListing:
    """Read which partnerships are asked for."""
    listing: PartnershipListing = _load(_PARTNERSHIPS, request)
    return listing


def school_listing(request: web.Request) -> SchoolListing:
    """Read which schools are asked for, and in which cohort."""
    listing: SchoolListing = _load(_SCHOOLS, request)
    return listing


def school_cohort(request: web.Request) -> CohortYear:
    """Read in which cohort a school is asked for; in none that there is, nobody is found."""
    try:
        cohort: CohortYear | None = _SCHOOL_COHORT.load(_query(request).values())["cohort"]
    except ValidationError as error:
        raise CohortNotGivenError from error
    if cohort is None:
        raise NotFoundError
    return cohort


def delivery_partner_listing(request: web.Request) -> DeliveryPartnerListing:
    """Read which delivery partners are asked for."""
    listing: DeliveryPartnerListing = _load(_DELIVERY_PARTNERS, request)
    return listing


def changes_query(request: web.Request) -> ChangesQuery:
    """Read which part of the journal is asked for."""
    try:
        query: ChangesQuery = _CHANGES.load(_query(request).values())
    except ValidationError as error:
        if "after" in error.messages:
            raise BadPositionError from error
        if "limit" in error.messages:
            raise BadLimitError from error
        raise BadResourceError(RECORDS) from error
    return query


def page_parameters(request: web.Request) -> list[tuple[str, str]]:
    """Return everything that was asked for, except which page of the list."""
    return [
        (name, value)
        for name, value in _query(request).parameters
        if name not in ("page[page]", CURSOR_PARAMETER)
    ]


def _load(schema: PagedQuery, request: web.Request) -> Any:
    query = _query(request)
    try:
        listing: Listing = schema.load(query.values())
    except ValidationError as error:
        if "filter[cohort]" in error.messages:
            raise CohortNotGivenError from error
        if "filter[updated_since]" in error.messages:
            raise BadUpdatedSinceError from error
        if list(error.messages) == [CURSOR_PARAMETER] and query.is_group("page"):
            raise BadCursorError from error
        raise BadPageError from error
    if not query.is_group("page"):
        raise BadPageError
    if not listing.can_go_on:
        raise BadCursorError
    return listing


def _query(request: web.Request) -> QueryString:
    return QueryString(request.rel_url.raw_query_string)
