from typing import Any

import pytest

from tests.trainees.api import TRAINEES_PATH, Api


def refusal(count: str, **problems: list[str]) -> dict[str, Any]:
    return {
        "message": f"Validation failed: {count} prohibited this request being run",
        "errors": problems,
    }


NOT_INCLUDED = ["is not included in the list"]


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("status=busy", refusal("1 error", status=["busy is not a valid status"])),
        ("status[]=busy", refusal("1 error", status=["busy is not a valid status"])),
        (
            "status[]=busy&status[]=deferred&status[]=idle&status[]=busy",
            refusal(
                "2 errors", status=["busy is not a valid status", "idle is not a valid status"]
            ),
        ),
        ("since=soon", refusal("1 error", since=["soon is not a valid date"])),
        (
            "academic_cycle=2024x",
            refusal("1 error", academic_cycle=["2024x is not a valid academic cycle year"]),
        ),
        ("sort_order=up", refusal("1 error", sort_order=NOT_INCLUDED)),
        ("has_trn=1", refusal("1 error", has_trn=NOT_INCLUDED)),
        (
            "page[after]=nowhere",
            refusal("1 error", **{"page[after]": ["is not a valid cursor"]}),
        ),
        (
            "page[after]=x&has_trn=1&sort_order=up&academic_cycle=1&since=x&status=x&status=y",
            refusal(
                "7 errors",
                status=["x is not a valid status", "y is not a valid status"],
                since=["x is not a valid date"],
                academic_cycle=["1 is not a valid academic cycle year"],
                sort_order=NOT_INCLUDED,
                has_trn=NOT_INCLUDED,
                **{"page[after]": ["is not a valid cursor"]},
            ),
        ),
    ],
)
async def test_wrong_parameters_are_named_together(
    wexmoor: Api, query: str, body: dict[str, Any]
) -> None:
    answer = await wexmoor.call("GET", f"{TRAINEES_PATH}?{query}")
    assert (answer.status, answer.body) == (422, body)
    assert list(answer.body["errors"]) == list(body["errors"])


async def test_odd_values_are_shown_as_far_as_they_can_be(wexmoor: Api) -> None:
    for value in ("%00", "%ED%A0%80", "%ff", "%F0%9F%A6%8A", "x" * 6000, "%22%3E"):
        for name in ("status", "since", "academic_cycle"):
            answer = await wexmoor.call("GET", f"{TRAINEES_PATH}?{name}={value}")
            assert answer.status == 422, value
            ((message,),) = answer.body["errors"].values()
            assert len(message) < 320
