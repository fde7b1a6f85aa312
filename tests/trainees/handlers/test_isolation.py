from tests.trainees.api import Answer, Api, path_of
from tests.trainees.registry import Registry, discarded
from tests.trainees.routes import Route, register_with_all, trainee_routes
from tests.trainees.stored import nothing_changes
from trainees_service.app import TraineesService

NO_TRAINEE = (404, "NotFound", ["Trainee(s) not found"])
NO_NESTED = {
    "placement": (404, "NotFound", ["Placement(s) not found"]),
    "degree": (404, "NotFound", ["Degree(s) not found"]),
}


def odd_ids(real: str) -> tuple[str, ...]:
    """Return what is in a path in the place of an id, and is none."""
    return (
        "1" * 24,
        "0",
        real.swapcase(),
        real[:-1],
        f"{real}1",
        f"{real}%20",
        f"%20{real}",
        f"{real}%0A",
        f"{real}%00",
        f"{real}%2F",
        "%00",
        "%ED%A0%80",
        "%FF",
        "..%2F..",
        "%25",
        "%2A",
        "'%20OR%201=1--",
        "%F0%9F%A6%8A",
        "null",
        "-1",
        "9" * 400,
        "x" * 7000,
    )


async def call(api: Api, route: Route, ids: dict[str, str]) -> Answer:
    return await api.call(route.method, route.path.format(**ids), **route.options())


async def test_another_providers_trainee_is_nobody_on_any_route(
    wexmoor: Api, saltburn: Api, service: TraineesService
) -> None:
    theirs, own = await register_with_all(wexmoor), await register_with_all(saltburn)
    routes = list(trainee_routes(service))
    assert len(routes) >= 18
    async with nothing_changes(service):
        for route in routes:
            assert (await call(saltburn, route, theirs)).faults == NO_TRAINEE, route
            if route.nested:
                mixed = own | {f"{route.nested}_id": theirs[f"{route.nested}_id"]}
                answer = await call(saltburn, route, mixed)
                assert answer.faults == NO_NESTED[route.nested], route


async def test_what_is_nobodys_id_is_not_found_on_any_route(
    wexmoor: Api, service: TraineesService
) -> None:
    ids = await register_with_all(wexmoor)
    async with nothing_changes(service):
        for route in trainee_routes(service):
            for odd in odd_ids(ids["trainee_id"]):
                answer = await call(wexmoor, route, ids | {"trainee_id": odd})
                assert answer.faults == NO_TRAINEE, (route, odd)
            if route.nested is None:
                continue
            for odd in odd_ids(ids[f"{route.nested}_id"]):
                answer = await call(wexmoor, route, ids | {f"{route.nested}_id": odd})
                assert answer.faults == NO_NESTED[route.nested], (route, odd)


async def test_a_record_of_another_trainee_is_not_found(
    wexmoor: Api, service: TraineesService
) -> None:
    one = await register_with_all(wexmoor)
    other = await register_with_all(wexmoor, last_name="Sorrell")
    mixed = other | {"trainee_id": one["trainee_id"]}
    async with nothing_changes(service):
        for route in trainee_routes(service):
            if route.nested:
                answer = await call(wexmoor, route, mixed)
                assert answer.faults == NO_NESTED[route.nested], route


async def test_a_placement_is_no_degree(wexmoor: Api, service: TraineesService) -> None:
    ids = await register_with_all(wexmoor)
    swapped = ids | {"placement_id": ids["degree_id"], "degree_id": ids["placement_id"]}
    async with nothing_changes(service):
        for route in trainee_routes(service):
            if route.nested:
                answer = await call(wexmoor, route, swapped)
                assert answer.faults == NO_NESTED[route.nested], route


async def test_a_discarded_trainee_is_nobody_on_any_route(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    ids = await register_with_all(wexmoor)
    await registry.apply(discarded(ids["trainee_id"]))
    async with nothing_changes(service):
        for route in trainee_routes(service):
            assert (await call(wexmoor, route, ids)).faults == NO_TRAINEE, route


async def test_what_is_no_method_of_a_path_is_not_found(wexmoor: Api) -> None:
    ids = await register_with_all(wexmoor)
    trainee = path_of(ids["trainee_id"])
    for method, path in (
        ("POST", trainee),
        ("GET", f"{trainee}/defer"),
        ("PUT", f"{trainee}/withdraw"),
        ("DELETE", f"{trainee}/recommend-for-qts"),
        ("PUT", f"{trainee}/placements"),
        ("DELETE", f"{trainee}/degrees"),
        ("POST", f"{trainee}/placements/{ids['placement_id']}"),
        ("POST", f"{trainee}/degrees/{ids['degree_id']}"),
        ("POST", f"{trainee}/reinstate"),
        ("GET", f"{trainee}/placements/"),
        ("GET", f"{trainee}/degrees/{ids['degree_id']}/x"),
    ):
        answer = await wexmoor.call(method, path, json={"data": {"name": "x"}})
        assert answer.faults == (404, "NotFound", ["Not found"]), (method, path)


async def test_every_route_works_for_the_one_whose_trainee_it_is(
    wexmoor: Api, service: TraineesService
) -> None:
    """Or else the tests above would prove nothing."""
    for number, route in enumerate(trainee_routes(service)):
        ids = await register_with_all(wexmoor, last_name=f"Okonedo{number}")
        answer = await call(wexmoor, route, ids)
        if "recommend" in route.path:
            assert answer.faults[2] == ["state must be selected as trn_received"]
        else:
            assert answer.status in (200, 201), route
