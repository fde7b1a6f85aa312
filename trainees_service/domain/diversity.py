"""What a trainee disclosed about ethnicity and disabilities."""

from collections.abc import Iterable

from trainees_service.domain.code_tables import DISABILITIES, ETHNICITIES
from trainees_service.domain.coded_rows import Disability, DisabilityDisclosure
from trainees_service.domain.sent import Code

ETHNICITY_NOT_PROVIDED = "997"
DISABILITY_FIELDS = tuple(f"disability{number}" for number in range(1, 10))


def known_disabilities(codes: Iterable[Code]) -> list[Disability]:
    """Return what the codes stand for, in their order, gaps and unknown codes left out."""
    return [row for code in codes if (row := DISABILITIES.get(code)) is not None]


def disability_disclosure(codes: Iterable[Code]) -> DisabilityDisclosure:
    """Return what the codes say as a whole: a real disability outweighs "none", "none" silence."""
    said = {disability.disclosure for disability in known_disabilities(codes)}
    for disclosure in (DisabilityDisclosure.DISABLED, DisabilityDisclosure.NO_DISABILITY):
        if disclosure in said:
            return disclosure
    return DisabilityDisclosure.NOT_PROVIDED


def has_repeated_disability(codes: Iterable[Code]) -> bool:
    """Whether the same real disability is named twice."""
    names = [disability.name for disability in known_disabilities(codes) if disability.recorded]
    return len(set(names)) < len(names)


def is_disclosed(*, ethnicity: str, disabilities: Iterable[Code]) -> bool:
    """Whether anything was disclosed; to have no disability is a disclosure too."""
    return (
        ETHNICITIES[ethnicity].disclosed
        or disability_disclosure(disabilities) is not DisabilityDisclosure.NOT_PROVIDED
    )
