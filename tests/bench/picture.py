"""The results as a picture: bars in SVG, readable by light and by dark."""

from collections.abc import Iterator
from html import escape

from tests.bench.measures import Measure, Subject
from tests.bench.results import Results

_WIDTH = 760
_LABELS = 90
_BARS = 430
_BAR = 18
_GAP = 4
_GROUP = 3 * (_BAR + _GAP) + 44
_TOP = 64
_COLOURS = {Subject.OURS: "#1d70b8", Subject.PEER: "#b58840", Subject.PGBENCH: "#8a9299"}
_STYLE = """
text { font: 14px system-ui, sans-serif; fill: #0b0c0c }
.title { font-weight: 600; font-size: 18px }
.measure { font-weight: 600 }
.note { fill: #505a5f; font-size: 12px }
@media (prefers-color-scheme: dark) { text { fill: #f3f2f1 } .note { fill: #b1b4b6 } }
"""


def draw(results: Results) -> str:
    """Return the picture."""
    height = _TOP + _GROUP * len(results.measures)
    title = "Answers per second: ours, an ordinary service, the bare SQL"
    body = "\n".join(
        line
        for number, measure in enumerate(results.measures)
        for line in _group(measure, _TOP + number * _GROUP)
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" \
aria-labelledby="title description">
<title id="title">{title}</title>
<desc id="description">{escape(_description(results))}</desc>
<style>{_STYLE}</style>
<text class="title" x="0" y="20">{title}</text>
<text class="note" x="0" y="40">{escape(_note(results))}</text>
{body}
</svg>
"""


def _group(measure: Measure, top: int) -> Iterator[str]:
    yield f'<text class="measure" x="0" y="{top + 16}">{escape(measure.title)}</text>'
    longest = max(measure.rate(subject) for subject in measure.subjects)
    for row, subject in enumerate(measure.subjects):
        rate = measure.rate(subject)
        width = max(2, round(_BARS * rate / longest))
        y = top + 26 + row * (_BAR + _GAP)
        middle = y + _BAR - 4
        times = (
            f" · {measure.ratio_to(Subject.PEER):.3g} times the peer"
            if subject is Subject.OURS
            else ""
        )
        yield f'<text x="0" y="{middle}">{subject.value}</text>'
        yield (
            f'<rect x="{_LABELS}" y="{y}" width="{width}" height="{_BAR}" rx="2" '
            f'fill="{_COLOURS[subject]}"/>'
        )
        yield f'<text x="{_LABELS + width + 8}" y="{middle}">{_rate(rate)}{times}</text>'


def _description(results: Results) -> str:
    return "; ".join(
        f"{measure.title}: "
        + ", ".join(
            f"{subject.value} {_rate(measure.rate(subject))}" for subject in measure.subjects
        )
        for measure in results.measures
    )


def _note(results: Results) -> str:
    return (
        f"One process each, {results.machine.cores} cores with load and database, "
        f"{results.participants:,} participants, {results.trainees:,} listed trainees. "
        "Each group has a scale of its own."
    )


def _rate(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.3g}"
