"""The name shown."""

import pytest

from participants_service.domain.names import full_name
from tests.participants.people import make_teacher


@pytest.mark.parametrize(
    ("corrected", "first", "last", "shown"),
    [
        pytest.param(None, "Imogen", "Achterberg", "Imogen Achterberg", id="national record"),
        pytest.param("Immy A.", "Imogen", "Achterberg", "Immy A.", id="corrected by the school"),
        pytest.param("", "Imogen", "Achterberg", "Imogen Achterberg", id="correction empty"),
        pytest.param("  ", "Imogen", "Achterberg", "Imogen Achterberg", id="correction blank"),
        pytest.param(None, "Imogen", ".", "Imogen", id="no last name"),
        pytest.param(None, ".", "Achterberg", "Achterberg", id="no first name"),
        pytest.param(None, "", "Achterberg", "Achterberg", id="first name blank"),
        pytest.param(None, None, "Achterberg", "Achterberg", id="first name unknown"),
        pytest.param(None, ".", ".", "Unknown", id="neither"),
        pytest.param(None, None, None, "Unknown", id="never matched"),
    ],
)
def test_full_name(corrected: str | None, first: str | None, last: str | None, shown: str) -> None:
    teacher = make_teacher(corrected_name=corrected, first_name=first, last_name=last)
    assert full_name(teacher) == shown
