"""The partnerships of a lead provider."""

from aiohttp import web
from aiohttp_apispec import (
    docs,
    json_schema,
    match_info_schema,
    querystring_schema,
    response_schema,
)

from participants_service.domain.partnership_proposals import (
    ALREADY_PARTNERS,
    ALREADY_WITH_DELIVERY_PARTNER,
    CLOSED_COHORT,
)
from participants_service.domain.partnerships import LeadProviderId, PartnershipId
from participants_service.handlers.answers import (
    LIST_DOCS,
    RECORD_DOCS,
    WALKING,
    answer_page,
    answer_record,
)
from participants_service.handlers.bodies import requested_attributes
from participants_service.handlers.path_ids import path_id
from participants_service.handlers.queries import partnership_listing
from participants_service.schemas.partnership_requests import (
    PartnershipRequest,
    ProposalAttributesSchema,
    ReplacementAttributesSchema,
    ReplacementRequest,
)
from participants_service.schemas.partnerships import (
    PartnershipPath,
    PartnershipResponse,
    PartnershipsResponse,
)
from participants_service.schemas.place_listings import PartnershipsQuery
from participants_service.services.errors import (
    ActionRefusedError,
    BadCursorError,
    BadPageError,
    BadStructureError,
    BadUpdatedSinceError,
    FilterNotAHashError,
    NotFoundError,
)
from participants_service.services.partnership_agreements import PartnershipAgreements
from participants_service.services.partnerships import Partnerships
from shared.auth.middleware import calling_provider
from shared.http.json import raw_json_response
from shared.openapi import errors

PARTNERSHIPS = web.AppKey("partnerships", Partnerships)
PARTNERSHIP_AGREEMENTS = web.AppKey("partnership_agreements", PartnershipAgreements)
TAG = "Partnerships"
_LIST = "/api/v3/partnerships"
_ONE = "/api/v3/partnerships/{partnership_id:[^/]+}"

routes = web.RouteTableDef()


@routes.get(_LIST)
@docs(tags=[TAG], summary="List partnerships", description=WALKING, **LIST_DOCS)
@querystring_schema(PartnershipsQuery)
@response_schema(PartnershipsResponse, 200)
@errors(FilterNotAHashError, BadUpdatedSinceError, BadPageError, BadCursorError)
async def list_partnerships(request: web.Request) -> web.Response:
    """Answer with a page of the caller's partnerships, unless it is known already."""
    reader = request.app[PARTNERSHIPS]
    return await answer_page(request, reader, partnership_listing(request))


@routes.get(_ONE)
@docs(tags=[TAG], summary="Get one partnership", **RECORD_DOCS)
@match_info_schema(PartnershipPath)
@response_schema(PartnershipResponse, 200)
@errors(FilterNotAHashError, NotFoundError)
async def get_partnership(request: web.Request) -> web.Response:
    """Answer with one of the caller's partnerships, unless it is known already."""
    reader = request.app[PARTNERSHIPS]
    partnership_id = PartnershipId(path_id(request, "partnership_id"))
    return await answer_record(request, reader, partnership_id)


@routes.post(_LIST)
@docs(
    tags=[TAG],
    summary="Create a partnership",
    description="You and a delivery partner train at a school for one cohort. Whoever the school "
    "has registered with you before becomes visible at once.",
)
@json_schema(PartnershipRequest)
@response_schema(PartnershipResponse, 200, description="The partnership that was made.")
@errors(
    FilterNotAHashError,
    BadStructureError,
    ActionRefusedError([CLOSED_COHORT, ALREADY_PARTNERS]),
)
async def create_partnership(request: web.Request) -> web.Response:
    """Make a partnership."""
    proposal = await requested_attributes(request, ProposalAttributesSchema())
    partnership = await request.app[PARTNERSHIP_AGREEMENTS].make(
        proposal, lead_provider_id=LeadProviderId(calling_provider(request))
    )
    return raw_json_response(b'{"data":%b}' % partnership)


@routes.put(_ONE)
@docs(
    tags=[TAG],
    summary="Correct the delivery partner of a partnership",
    description="The partnership keeps its id, and its participants show the new delivery partner. "
    "This also goes for cohorts that are closed.",
)
@match_info_schema(PartnershipPath)
@json_schema(ReplacementRequest)
@response_schema(PartnershipResponse, 200, description="The partnership as it is now.")
@errors(
    FilterNotAHashError,
    BadStructureError,
    NotFoundError,
    ActionRefusedError([ALREADY_WITH_DELIVERY_PARTNER]),
)
async def update_partnership(request: web.Request) -> web.Response:
    """Give a partnership another delivery partner; the body is looked at before the id."""
    replacement = await requested_attributes(request, ReplacementAttributesSchema())
    partnership = await request.app[PARTNERSHIP_AGREEMENTS].replace_delivery_partner(
        PartnershipId(path_id(request, "partnership_id")),
        replacement,
        lead_provider_id=LeadProviderId(calling_provider(request)),
    )
    return raw_json_response(b'{"data":%b}' % partnership)
