"""Links between the documents lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDERS = (".", "docs", "docs/decisions", "docs/benchmarks", "deploy/gateway")
PAGES = sorted(page for folder in FOLDERS for page in Path(folder).glob("*.md"))
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Return the names under which a page's headings can be linked to."""
    return {anchor(heading) for heading in _HEADING.findall(page.read_text())}


def anchor(heading: str) -> str:
    """Return the name that a heading has in links."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def links() -> Iterator[tuple[Path, str]]:
    """Yield each link that stays within the project, with its page."""
    for page in PAGES:
        for target in _LINK.findall(page.read_text()):
            if "://" not in target:
                yield page, target


def test_the_operators_page_begins_with_a_list_of_its_sections() -> None:
    beginning, _, rest = Path("docs/operators.md").read_text().partition("\n## ")
    sections = re.findall("^## (.+)$", f"## {rest}", re.MULTILINE)
    listed = {target for target in _LINK.findall(beginning) if target.startswith("#")}
    assert {f"#{anchor(section)}" for section in sections} <= listed


@pytest.mark.parametrize(("page", "target"), list(links()), ids=str)
def test_a_link_leads_somewhere(page: Path, target: str) -> None:
    name, _, anchor = target.partition("#")
    there = page.parent / name if name else page
    assert there.exists()
    assert not anchor or anchor in anchors(there)
