"""The fast path of telephone numbers says what `phonenumbers` says."""

import numpy as np
import phonenumbers
import pyarrow as pa
import pytest

from wegmarke.identity.kinds import normalised

CODES = ["49", "41", "43", "44", "45", "46", "47", "48", "31", "32", "33", "34"]


@pytest.mark.parametrize("code", CODES)
def test_the_fast_path_agrees_with_the_library(code: str, rng: np.random.Generator) -> None:
    written = [
        f"+{code} {first}{rest:08d}"
        for first, rest in zip(rng.integers(1, 9, 200), rng.integers(0, 10**8, 200), strict=True)
    ]
    found = normalised("phone", pa.array(written)).to_pylist()
    for text, number in zip(written, found, strict=True):
        parsed = phonenumbers.parse(text, "DE")
        assert number == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), text
