"""What the query strings of partnerships, schools and delivery partners may say."""

import re
from typing import Any

from marshmallow import EXCLUDE, Schema, post_load

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.partnerships import DeliveryPartnerId
from participants_service.domain.place_listings import (
    DeliveryPartnerListing,
    PartnershipListing,
    SchoolListing,
)
from participants_service.schemas.listings import Cohorts, PagedQuery, paging
from shared.schemas import WireField, read_uuid

_YEAR = re.compile(r"[0-9]{4}")
_URN = re.compile(r"[0-9]{1,7}")
_NOBODYS = ""


class DeliveryPartnerIds(WireField[tuple[DeliveryPartnerId, ...] | None]):
    """Ids separated by commas, or a list of ids; what is no id matches nothing."""

    openapi = {"type": "string", "examples": ["91ab3c5d-6e2f-4a70-8b14-c5d6e7f80913"]}

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> tuple[DeliveryPartnerId, ...] | None:
        if isinstance(value, str):
            if not value.strip():
                return None
            items = value.split(",")
        else:
            items = value if isinstance(value, list) else []
        return tuple(_ids(items))


def _ids(items: list[str]) -> list[DeliveryPartnerId]:
    ids = []
    for item in items:
        try:
            ids.append(DeliveryPartnerId(read_uuid(item)))
        except ValueError:
            continue
    return ids


class OneCohort(WireField[CohortYear | None]):
    """One year; whatever else it is, there is no such cohort."""

    openapi = {"type": "string", "examples": ["2025"]}

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> CohortYear | None:
        if isinstance(value, str) and _YEAR.fullmatch(value):
            return CohortYear(int(value))
        return None


class SchoolUrn(WireField[str | None]):
    """One whole number of a school; whatever else it is, nobody has it."""

    openapi = {"type": "string", "examples": ["190412"]}

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> str | None:
        if not isinstance(value, str):
            return _NOBODYS
        if not value.strip():
            return None
        return value if _URN.fullmatch(value) else _NOBODYS


class PartnershipsQuery(PagedQuery):
    """Which partnerships to list; filters are combined."""

    cohorts = Cohorts(
        load_default=None,
        data_key="filter[cohort]",
        metadata={"description": "For one of these cohorts; years separated by commas."},
    )
    delivery_partner_ids = DeliveryPartnerIds(
        load_default=None,
        data_key="filter[delivery_partner_id]",
        metadata={
            "description": "With one of these delivery partners now; ids separated by commas."
        },
    )

    @post_load
    def listing(self, data: dict[str, Any], **kwargs: object) -> PartnershipListing:
        """Put it all together."""
        return PartnershipListing(**paging(data), **data)


class SchoolCohortQuery(Schema):
    """The cohort in which a school is looked at."""

    cohort = OneCohort(
        required=True,
        data_key="filter[cohort]",
        metadata={"description": "The cohort that everything else is about: one year."},
    )

    class Meta:
        unknown = EXCLUDE


class SchoolsQuery(PagedQuery):
    """Which schools to list, in one cohort; filters are combined."""

    cohort = OneCohort(
        required=True,
        data_key="filter[cohort]",
        metadata={"description": "The cohort that everything else is about: one year."},
    )
    urn = SchoolUrn(
        load_default=None,
        data_key="filter[urn]",
        metadata={"description": "The school with this unique reference number."},
    )

    @post_load
    def listing(self, data: dict[str, Any], **kwargs: object) -> SchoolListing:
        """Put it all together."""
        return SchoolListing(**paging(data), **data)


class DeliveryPartnersQuery(PagedQuery):
    """Which delivery partners to list."""

    cohorts = Cohorts(
        load_default=None,
        data_key="filter[cohort]",
        metadata={
            "description": "Paired with you in one of these cohorts; years separated by commas."
        },
    )

    class Meta(PagedQuery.Meta):
        exclude = ("updated_since",)

    @post_load
    def listing(self, data: dict[str, Any], **kwargs: object) -> DeliveryPartnerListing:
        """Put it all together."""
        return DeliveryPartnerListing(**paging(data), **data)
