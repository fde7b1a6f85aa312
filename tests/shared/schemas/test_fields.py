from datetime import date
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields

from shared.schemas import (
    Choice,
    Coded,
    CodeTable,
    IsoDate,
    PositiveNumber,
    StrictBoolean,
    StrictInteger,
    StrictString,
    Uuid,
    is_storable,
    read_uuid,
)

PARTICIPANT = UUID("7d1f3c52-0c0e-4b7a-9a35-58a6f1f0b6a4")
SEXES = CodeTable(name="Sex", labels={"10": "Female", "96": "Information refused"})


class Mood(StrEnum):
    """An enumeration."""

    GOOD = "good"
    NOT_SO_GOOD = "not-so-good"


@pytest.mark.parametrize(
    ("field", "sent", "read"),
    [
        (IsoDate(), "2024-02-29", date(2024, 2, 29)),
        (Uuid(), str(PARTICIPANT), PARTICIPANT),
        (Uuid(), str(PARTICIPANT).upper(), PARTICIPANT),
        (Uuid(lenient=True), PARTICIPANT.hex, PARTICIPANT),
        (Uuid(lenient=True), f"{{{PARTICIPANT}}}", PARTICIPANT),
        (Coded(SEXES), "96", "96"),
        (Coded(SEXES, checked=False), "97", "97"),
        (Choice(Mood), "not-so-good", Mood.NOT_SO_GOOD),
        (StrictString(), "Zoë 🌱", "Zoë 🌱"),
        (StrictString(), "", ""),
        (StrictInteger(), -3, -3),
        (StrictBoolean(), False, False),
        (PositiveNumber(ceiling=3000), "007", 7),
        (PositiveNumber(ceiling=3000), "3001", 3000),
        (PositiveNumber(ceiling=3000), "9" * 100_000, 3000),
    ],
)
def test_values_are_read(field: fields.Field[object], sent: object, read: object) -> None:
    value = field.deserialize(sent)
    assert value == read
    assert type(value) is type(read)


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        (IsoDate(), "2023-02-29"),
        (IsoDate(), "20240229"),
        (IsoDate(), "2024-W09-4"),
        (IsoDate(), "2024-2-29"),
        (IsoDate(), "2024-02-29T00:00:00Z"),
        (IsoDate(), "٢٠٢٤-02-29"),
        (IsoDate(), 20240229),
        (Uuid(), PARTICIPANT.hex),
        (Uuid(), f"{{{PARTICIPANT}}}"),
        (Uuid(lenient=True), "not-a-uuid"),
        (Uuid(lenient=True), "7d1f3c52_0c0e_4b7a_9a35_58a6f1f0b6a4"),
        (Uuid(lenient=True), "1_1" + PARTICIPANT.hex[3:]),
        (Uuid(lenient=True), "\N{ARABIC-INDIC DIGIT SEVEN}" + PARTICIPANT.hex[1:]),
        (Uuid(), 5),
        (Coded(SEXES), "97"),
        (Coded(SEXES), " 96"),
        (Coded(SEXES), 96),
        (Coded(SEXES, checked=False), 96),
        (Choice(Mood), "GOOD"),
        (Choice(Mood), ["good"]),
        (StrictString(), 1),
        (StrictString(), "a\0b"),
        (StrictString(), "half \ud83d a pair"),
        (StrictInteger(), "1"),
        (StrictInteger(), 1.0),
        (StrictInteger(), True),
        (StrictBoolean(), "true"),
        (StrictBoolean(), 1),
        (PositiveNumber(ceiling=9), "0"),
        (PositiveNumber(ceiling=9), "-1"),
        (PositiveNumber(ceiling=9), "+1"),
        (PositiveNumber(ceiling=9), "1.9"),
        (PositiveNumber(ceiling=9), "2abc"),
        (PositiveNumber(ceiling=9), ""),
        (PositiveNumber(ceiling=9), "1\n"),
        (PositiveNumber(ceiling=9), "²"),
        (PositiveNumber(ceiling=9), 1),
        (StrictString(), None),
    ],
)
def test_anything_else_is_refused(field: fields.Field[object], sent: object) -> None:
    with pytest.raises(ValidationError):
        field.deserialize(sent)


@given(st.text(st.characters(exclude_categories=[])))
def test_storable_text_is_what_utf_8_can_write_without_nul(text: str) -> None:
    try:
        writable = b"\0" not in text.encode()
    except UnicodeEncodeError:
        writable = False
    assert is_storable(text) is writable


@given(st.uuids(), st.sampled_from([str, lambda each: each.hex, lambda each: f"{{{each}}}"]))
def test_every_usual_way_to_write_a_uuid_is_read(uuid: UUID, write: object) -> None:
    assert callable(write)
    assert read_uuid(write(uuid)) == uuid
    assert read_uuid(write(uuid).upper()) == uuid


def test_a_code_table_says_what_its_codes_mean() -> None:
    table = CodeTable(name="Sex", labels=SEXES.labels, description="As recorded.")
    assert table.openapi() == {
        "type": "string",
        "enum": ["10", "96"],
        "description": "As recorded.\n\n- `10`: Female\n- `96`: Information refused",
        "x-enumDescriptions": {"10": "Female", "96": "Information refused"},
    }


def test_an_enumeration_lists_its_values() -> None:
    assert CodeTable.of(Mood).openapi() == {"type": "string", "enum": ["good", "not-so-good"]}
