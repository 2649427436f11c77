"""What the record says of who is who, read by the workers of a cluster: each a part of it, in numbers of its own.

The parts' identifiers get their permanent numbers on the machine that asks, part after part in the order of the record;
so they get the numbers that reading everything there would give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wegmarke.identity.cluster import Cluster
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.identity.rules import IdentityRules
from wegmarke.identity.sightings import Alone, Gathered, Sightings, look_alone
from wegmarke.identity.spark.travelling import made_on
from wegmarke.model.columns import IDENTITY_COLUMNS
from wegmarke.record import LivePart
from wegmarke.record.lending import Lending, LentPart
from wegmarke.record.reading import live_batches

ROWS_A_WAVE = 32_000_000
"""Of so many rows it is held at a time what they say: where every one names somebody new, some gigabytes."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the record on its way to a worker."""

    part: LentPart
    rules: IdentityRules


def seen_in(part: Part) -> Alone:
    """What a part says. Errors: as `LentPart.opened`."""
    source, opened = part.part.file.source, part.part.opened()
    return look_alone(((source, batch) for batch in live_batches((opened,), IDENTITY_COLUMNS)), part.rules)


def look_on(
    cluster: Cluster, parts: Sequence[LivePart], numbers: CustomerNumbers, rules: IdentityRules, lending: Lending
) -> Sightings:
    """What these parts of the record say of who is who; mints numbers for identifiers that are new. The same as `look`.
    lending: how workers get them.

    Errors: as `made_on`, `seen_in` and `Lending.lent`.
    """
    gathered = Gathered()
    for wave in waves(parts):
        sent = [Part(part, rules) for part in lending.lent(wave)]
        for alone in made_on(cluster, seen_in, sent):
            gathered.take(alone.numbered(numbers))
    return gathered.folded()


def waves(parts: Sequence[LivePart]) -> Iterator[Sequence[LivePart]]:
    """The parts in their order, so many rows at a time; one that is larger comes alone."""
    wave: list[LivePart] = []
    rows = 0
    for part in parts:
        if wave and rows + part.live_rows > ROWS_A_WAVE:
            yield wave
            wave, rows = [], 0
        wave.append(part)
        rows += part.live_rows
    if wave:
        yield wave
