"""What rows say of who is who, read in parts that know nothing of one another, is what reading them at once says."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.identity.rules import DEFAULT_RULES
from wegmarke.identity.sightings import Gathered, look, look_alone
from wegmarke.model.columns import IDENTITY_COLUMNS, completed

Batch = tuple[str, pa.RecordBatch]


def batch(rng: np.random.Generator, file: int, rows: int) -> Batch:
    """Rows of a few people by number, address or cookie in any spelling, with more beside; some name nobody."""
    who = rng.integers(0, 30, rows)
    kinds = rng.choice(["customer_number", "email", "cookie"], rows)
    values = [
        "anonym" if rng.random() < 0.1 else {"email": f"P{i}@Mail.example"}.get(kind, f"{kind[0]}-{i} ")
        for i, kind in zip(who, kinds.tolist(), strict=True)
    ]
    beside = [
        [("phone", f"0153/{i % 7}234567"), ("last_name", f"Kunz{i}"), ("street", f"Weg {i}"), ("postcode", "04177"),
         ("city", "Ort"), (f"card{file % 2}", f"{i}")][: rng.integers(0, 7)]
        for i in who.tolist()
    ]  # fmt: skip
    columns = {
        "file": pa.array(np.full(rows, file, np.int32)),
        "row": pa.array(np.arange(rows, dtype=np.int64)),
        "customer_kind": pa.array(kinds.tolist()).dictionary_encode(),
        "customer": pa.array(values),
        "identifiers": pa.array(beside, pa.map_(pa.string(), pa.string())),
        "time": pa.array(rng.integers(0, 10**12, rows), pa.timestamp("us", tz="UTC")),
    }
    return f"source{file % 3}", completed(pa.RecordBatch.from_pydict(columns), IDENTITY_COLUMNS)


@pytest.mark.parametrize("seed", range(4))
def test_parts_are_numbered_as_the_whole_is(seed: int) -> None:
    rng = np.random.default_rng(seed)
    batches = [batch(rng, file, int(rng.integers(1, 60))) for file in range(9)]
    numbers, others = CustomerNumbers(), CustomerNumbers()
    whole = look(batches[:2], numbers, DEFAULT_RULES)  # some have their numbers already
    look(batches[:2], others, DEFAULT_RULES)
    whole = look(batches[2:], numbers, DEFAULT_RULES)
    gathered = Gathered()
    for part in (batches[2:5], batches[5:6], batches[6:]):
        gathered.take(look_alone(part, DEFAULT_RULES).numbered(others))
    parts = gathered.folded()
    assert others.kinds == numbers.kinds
    every = numbers.places().numbers()
    assert others.places().numbers().tobytes() == every.tobytes()
    assert others.identifiers(every).equals(numbers.identifiers(every))
    for name in ("seen", "pairs", "described", "spelled", "lived"):
        one, other = getattr(parts, name), getattr(whole, name)
        assert len(other), name
        assert one.equals(other), name


def test_no_rows_say_nothing() -> None:
    numbers = CustomerNumbers()
    said = look_alone([], DEFAULT_RULES).numbered(numbers)
    assert len(numbers) == 0
    assert not len(said.seen)
