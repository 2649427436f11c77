"""A whole number is the same identifier whether it comes as a number or as text."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wegmarke.model.hashing import hash_identifiers

EDGES = [0, 1, 9, 10, 99, 100, -1, -10, 2**63 - 1, -(2**63), 10**18, -(10**18)]


def test_a_number_hashes_like_its_digits(rng: np.random.Generator) -> None:
    numbers = pa.array([*EDGES, *rng.integers(-(2**63), 2**63 - 1, 1000).tolist(), *range(-50, 50)], pa.int64())
    for kinds in (pa.array(["customer"] * len(numbers)), pa.array(["customer", "order"] * (len(numbers) // 2))):
        given = numbers.slice(0, len(kinds))
        coded = kinds.dictionary_encode()
        for one, other in zip(
            hash_identifiers(coded, given), hash_identifiers(coded, given.cast(pa.string())), strict=True
        ):
            np.testing.assert_array_equal(one, other)
