"""The delivery partners of a lead provider."""

from aiohttp import web
from aiohttp_apispec import docs, match_info_schema, querystring_schema, response_schema

from participants_service.domain.partnerships import DeliveryPartnerId
from participants_service.handlers.answers import (
    LIST_DOCS,
    RECORD_DOCS,
    WALKING,
    answer_page,
    answer_record,
)
from participants_service.handlers.path_ids import path_id
from participants_service.handlers.queries import delivery_partner_listing
from participants_service.schemas.delivery_partners import (
    DeliveryPartnerPath,
    DeliveryPartnerResponse,
    DeliveryPartnersResponse,
)
from participants_service.schemas.place_listings import DeliveryPartnersQuery
from participants_service.services.delivery_partners import DeliveryPartners
from participants_service.services.errors import (
    BadCursorError,
    BadPageError,
    FilterNotAHashError,
    NotFoundError,
)
from shared.openapi import errors

DELIVERY_PARTNERS = web.AppKey("delivery_partners", DeliveryPartners)
TAG = "Delivery partners"

routes = web.RouteTableDef()


@routes.get("/api/v3/delivery-partners")
@docs(
    tags=[TAG],
    summary="List delivery partners",
    description="The delivery partners that are paired with you in at least one cohort.\n\n"
    + WALKING,
    **LIST_DOCS,
)
@querystring_schema(DeliveryPartnersQuery)
@response_schema(DeliveryPartnersResponse, 200)
@errors(FilterNotAHashError, BadPageError, BadCursorError)
async def list_delivery_partners(request: web.Request) -> web.Response:
    """Answer with a page of the caller's delivery partners, unless it is known already."""
    reader = request.app[DELIVERY_PARTNERS]
    return await answer_page(request, reader, delivery_partner_listing(request))


@routes.get("/api/v3/delivery-partners/{delivery_partner_id:[^/]+}")
@docs(tags=[TAG], summary="Get one delivery partner", **RECORD_DOCS)
@match_info_schema(DeliveryPartnerPath)
@response_schema(DeliveryPartnerResponse, 200)
@errors(FilterNotAHashError, NotFoundError)
async def get_delivery_partner(request: web.Request) -> web.Response:
    """Answer with one of the caller's delivery partners, unless it is known already."""
    reader = request.app[DELIVERY_PARTNERS]
    delivery_partner_id = DeliveryPartnerId(path_id(request, "delivery_partner_id"))
    return await answer_record(request, reader, delivery_partner_id)
