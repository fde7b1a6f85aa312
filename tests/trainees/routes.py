"""Every route about one trainee, with something valid to send."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from shared.openapi import documented_operations
from tests.trainees.api import TRAINEES_PATH, Api
from tests.trainees.domain.payloads import make_data, make_degree
from tests.trainees.standing import DEFERRAL, RECOMMENDATION, WITHDRAWAL
from trainees_service.app import TraineesService

_TRAINEE = f"{TRAINEES_PATH}/{{trainee_id}}"

PLACEMENT = {"name": "Fenbrook Hut", "postcode": "AA9 9ZZ"}
DEGREE = make_degree(grade="02", graduation_year=2019)

# By method and by what comes behind the trainee's id; None is for routes without a body.
_BODIES: dict[tuple[str, str], dict[str, Any] | None] = {
    ("get", ""): None,
    ("put", ""): {"last_name": "Okonjo"},
    ("patch", ""): {"last_name": "Okonjo"},
    ("post", "/defer"): DEFERRAL,
    ("post", "/withdraw"): WITHDRAWAL,
    ("post", "/recommend-for-qts"): RECOMMENDATION,
    ("get", "/placements"): None,
    ("post", "/placements"): PLACEMENT,
    ("get", "/placements/{placement_id}"): None,
    ("put", "/placements/{placement_id}"): PLACEMENT,
    ("patch", "/placements/{placement_id}"): PLACEMENT,
    ("delete", "/placements/{placement_id}"): None,
    ("get", "/degrees"): None,
    ("post", "/degrees"): DEGREE,
    ("get", "/degrees/{degree_id}"): None,
    ("put", "/degrees/{degree_id}"): DEGREE,
    ("patch", "/degrees/{degree_id}"): DEGREE,
    ("delete", "/degrees/{degree_id}"): None,
}


class Route(NamedTuple):
    """A route about one trainee, and the `data` of a request that it accepts."""

    method: str
    path: str
    data: dict[str, Any] | None

    @property
    def nested(self) -> str | None:
        """What the route is about besides the trainee: a placement or a degree."""
        return next((kind for kind in ("placement", "degree") if f"{kind}_id" in self.path), None)

    def options(self) -> dict[str, Any]:
        """Return what a valid request is made with."""
        return {} if self.data is None else {"json": {"data": self.data}}


def trainee_routes(service: TraineesService) -> Iterator[Route]:
    """Yield every documented route about one trainee; one that has no body above is a KeyError."""
    for operation in documented_operations(service.apps.public):
        if operation.path.startswith(_TRAINEE):
            method, rest = operation.method, operation.path.removeprefix(_TRAINEE)
            yield Route(method.upper(), operation.path, _BODIES[method, rest])


def routes_with_a_body(service: TraineesService) -> list[Route]:
    """Return the routes about one trainee to which something is sent."""
    return [route for route in trainee_routes(service) if route.data is not None]


async def register_with_all(api: Api, **members: object) -> dict[str, str]:
    """Register a trainee with a placement and a degree; return the ids that paths name."""
    sent = {"placements_attributes": [{"urn": "900010"}], **members}
    trainee = await api.register(make_data(**sent))
    return {
        "trainee_id": trainee["trainee_id"],
        "placement_id": trainee["placements"][0]["placement_id"],
        "degree_id": trainee["degrees"][0]["degree_id"],
    }
