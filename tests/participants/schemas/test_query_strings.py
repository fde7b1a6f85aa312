"""Query strings with brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants_service.schemas.query_strings import QueryString


@pytest.mark.parametrize(
    ("raw", "values"),
    [
        pytest.param("", {}, id="empty"),
        pytest.param("&&", {}, id="only separators"),
        pytest.param("sort=-updated_at", {"sort": "-updated_at"}, id="plain"),
        pytest.param("sort=a=b", {"sort": "a=b"}, id="the first equals sign counts"),
        pytest.param("page[page]=2", {"page[page]": "2"}, id="key"),
        pytest.param("page%5Bpage%5D=2", {"page[page]": "2"}, id="brackets encoded"),
        pytest.param("page[page]=2&page[page]=3", {"page[page]": "3"}, id="the last one counts"),
        pytest.param("f[c][]=1&f[c][]=2", {"f[c]": ["1", "2"]}, id="list"),
        pytest.param("f[c]=0&f[c][]=1", {"f[c]": ["1"]}, id="a list after a value"),
        pytest.param("f[c][]=1&f[c]=0", {"f[c]": "0"}, id="a value after a list"),
        pytest.param("f[c][x]=1", {"f[c]": {}}, id="nested deeper"),
        pytest.param("f[c][][x]=1", {"f[c]": {}}, id="list of something deeper"),
        pytest.param("f[c]", {}, id="nothing said"),
        pytest.param("f[c]=", {"f[c]": ""}, id="nothing behind the equals sign"),
        pytest.param("f[c=1", {}, id="bracket not closed"),
        pytest.param("[c]=1", {}, id="no name"),
        pytest.param("=1", {}, id="no name at all"),
        pytest.param("a=1+2%2B3", {"a": "1 2+3"}, id="plus signs"),
        pytest.param("a=%00%zz%", {"a": "\0%zz%"}, id="odd characters"),
        pytest.param("a=%ff%ed%a0%80", {"a": "\ufffd" * 4}, id="no UTF-8"),
    ],
)
def test_values(raw: str, values: dict[str, object]) -> None:
    assert QueryString(raw).values() == values


@pytest.mark.parametrize(
    ("raw", "is_group"),
    [
        pytest.param("", True, id="absent"),
        pytest.param("filter[cohort]=2024", True, id="group"),
        pytest.param("filter[cohort][]=2024", True, id="list in a group"),
        pytest.param("filters=abc", True, id="another name"),
        pytest.param("filter=abc", False, id="value"),
        pytest.param("filter=", False, id="empty value"),
        pytest.param("filter", False, id="name alone"),
        pytest.param("filter[]=abc", False, id="list"),
        pytest.param("filter[][cohort]=2024", False, id="list of groups"),
        pytest.param("filter[cohort]=2024&filter=abc", False, id="both, group first"),
        pytest.param("filter=abc&filter[cohort]=2024", False, id="both, value first"),
        pytest.param("%66ilter=abc", False, id="encoded"),
    ],
)
def test_groups(raw: str, is_group: bool) -> None:
    assert QueryString(raw).is_group("filter") is is_group


@given(st.text())
def test_nothing_makes_it_fail(raw: str) -> None:
    query = QueryString(raw)
    query.is_group("filter")
    query.values()
