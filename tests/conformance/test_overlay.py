"""An index brought up to date by an overlay answers as one that was built anew, whatever came in (DESIGN D4)."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.clusters import side_by_side
from tests.contacts import DAY, WHOLE, Contact, batches_of, partitions, random_log
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index.build import build_index
from wegmarke.index.opened import open_index
from wegmarke.index.overlay import Touched, update_index
from wegmarke.index.runner import LocalRunner
from wegmarke.model.finding import CannotSay
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import Asked, ask

CUT = JourneySettings(silence_days=7, cut_at_outcome=True, outcomes=WHOLE.outcomes)
ASKED: tuple[tuple[str, dict[str, object]], ...] = (
    ("map", {}),
    ("paths", {"top": 100_000}),
    ("entries", {}),
    ("funnel", {"stages": "t000 > t001 | t002 > order", "within": "20 days"}),
    ("compare", {"a": "outcome = won", "b": "outcome = lost", "what": "steps", "top": 100_000}),
    ("attribution", {}),
    ("touchpoint", {"touchpoint": "t001"}),
    ("customers", {"limit": 100_000}),
)
FILTERS = ("", "visited(t002)", "not channel = mail", "value < 100", "value = 0 or department = Service")


def told(asked: Asked, text: str, name: str, arguments: dict[str, object]) -> Any:
    """The tables as multisets of lines: touchpoints that came later have later codes, and equal lines their order."""
    finding = ask(name, asked.where(text), arguments)
    if isinstance(finding.result, CannotSay):
        return finding.result
    return [
        Counter(
            zip(
                *(map(_to_twelve_digits, column.values) for column in table.columns if column.key != "customer_number"),
                *(column.evidence for column in table.columns if column.evidence is not None),
                strict=True,
            )
        )
        for table in finding.result.tables()
    ]


def _to_twelve_digits(value: object) -> object:
    """Solving for other codes rounds otherwise; counts are compared exactly."""
    return float(f"{value:.12g}") if isinstance(value, float) else value


def late(rng: np.random.Generator, kind: str) -> list[Contact]:
    """What comes in after the base was built."""
    fresh = random_log(rng, 60, 12, 14)
    match kind:
        case "the same customers":
            return [Contact(one.customer, 61 * DAY + one.at, one.touchpoint, one.channel) for one in fresh]
        case "new customers":
            return [
                Contact(f"new {one.customer}", one.at, one.touchpoint, value_minor=one.value_minor) for one in fresh
            ]
        case "new touchpoints and words":
            return [Contact(one.customer, one.at, f"New {one.touchpoint}", "fax", "Law") for one in fresh]
        case _:
            return [Contact(one.customer, one.at, one.touchpoint, journey=f"case {one.customer}") for one in fresh]


@pytest.mark.parametrize("kind", ["the same customers", "new customers", "new touchpoints and words", "journey ids"])
def test_an_overlay_answers_as_a_new_index_does(tmp_path: Path, rng: np.random.Generator, kind: str) -> None:
    log = random_log(rng, 6000, 800, 14)
    first, more = late(rng, kind)[:20], late(rng, kind)
    numbers = CustomerNumbers()
    with partitions(8):
        build_index(tmp_path / "overlaid", batches_of(log), CUT, numbers, position=1)
    every = log
    for position, added in enumerate((first, more), 2):
        every = [*every, *added]
        touched = sorted({(one.kind, one.customer) for one in every[len(log) :]})
        named = pa.table(dict(zip(("customer_kind", "customer"), zip(*touched, strict=True), strict=True)))
        update_index(tmp_path / "overlaid", batches_of(every), Touched(named), numbers, position)
    with partitions(8):
        build_index(tmp_path / "new", batches_of(every), CUT, CustomerNumbers(), position=1)
    overlaid, new = (Asked(open_index(tmp_path / name), LocalRunner(2)) for name in ("overlaid", "new"))
    assert any(partition.live is not None for partition in overlaid.index.partitions) or kind == "new customers"
    assert len(overlaid.index.partitions) > 8
    assert overlaid.totals().interactions == len(every)
    every_one = [(text, name, arguments) for text in FILTERS for name, arguments in ASKED]
    found, expected = (side_by_side(partial(told, asked, *one) for one in every_one) for asked in (overlaid, new))
    for (text, name, _), one, other in zip(every_one, found, expected, strict=True):
        assert one == other, (name, text)
