"""Labels are for people."""

import re

import pytest

from trainees_service.domain.reference_fields import REFERENCE_FIELDS

ACRONYMS = (
    "BA",
    "BIOT",
    "BSc",
    "DfE",
    "GCSE",
    "HIV",
    "ITT",
    "NHS",
    "PE",
    "PGCE",
    "QTS",
    "UK",
    "USA",
)
ACRONYM = re.compile(rf"(?<![\w'])(?:{'|'.join(ACRONYMS)})(?![\w'])", re.IGNORECASE)


@pytest.mark.parametrize("field", REFERENCE_FIELDS)
def test_labels_read_like_sentences_that_begin(field: str) -> None:
    for row in REFERENCE_FIELDS[field]:
        label = row.label
        assert label, row
        assert "_" not in label, row
        assert label == " ".join(label.split()), row
        assert label[0].isupper() or label[0].isdigit(), row
        assert not re.search(r"[,;](?! )|[{}]| [,;:.]", label), row
        assert label.count("[") == label.count("]"), row
        assert label.count("(") == label.count(")"), row


@pytest.mark.parametrize("field", REFERENCE_FIELDS)
def test_acronyms_are_written_as_everywhere(field: str) -> None:
    found = {word for row in REFERENCE_FIELDS[field] for word in ACRONYM.findall(row.label)}
    assert found <= set(ACRONYMS)


def test_no_label_is_shouted() -> None:
    long_words = re.compile(r"\b[A-Z]{6,}\b")
    shouted = {
        row.label
        for rows in REFERENCE_FIELDS.values()
        for row in rows
        if long_words.search(row.label)
    }
    # A school of engineering whose name is an acronym.
    assert shouted == {"North East Surrey College of Technology (NESCOT)"}


@pytest.mark.parametrize(
    ("field", "code", "label"),
    [
        ("sex", "10", "Female"),
        ("nationality", "CY", "Cyprus"),
        ("nationality", "XK", "Kosovo"),
        ("nationality", "BS", "Bahamas, The"),
        ("training_route", "02", "School Direct tuition fee"),
        ("training_route", "12", "Primary and secondary postgraduate fee funded"),
        ("course_subject_two", "100403", "Mathematics"),
        ("course_age_range", "13914", "Ages 5 to 11"),
        ("disability9", "58", "Blind or have a visual impairment uncorrected by glasses"),
        ("funding_method", "7", "Tier 1 bursary"),
        ("country", "NA", "Namibia"),
        ("country", "XK", "United Kingdom, not otherwise specified"),
        ("subject", "101429", "Ukrainian language"),
        ("institution", "1187", "EKC Group"),
        ("future_interest", "unknown", "Unknown"),
        ("reasons", "not_meeting_qts_standards", "Not meeting QTS standards"),
        ("reasons", "moved_to_different_itt_course", "Moved to a different ITT course"),
    ],
)
def test_labels_say_what_codes_mean(field: str, code: str, label: str) -> None:
    assert {row.code: row.label for row in REFERENCE_FIELDS[field]}[code] == label


def test_a_country_is_called_the_same_wherever_it_stands() -> None:
    countries = {row.code: row.label for row in REFERENCE_FIELDS["country"]}
    differing = {
        row.code
        for row in REFERENCE_FIELDS["nationality"]
        if row.code in countries and countries[row.code] != row.label
    }
    assert differing == {"XK"}
