"""Numbers: German, English and Swiss writing, money in minor units, and what is not guessed."""

import pyarrow as pa
import pytest

from wegmarke.sources.numbers import currency_codes, decimal_of, major_units, minor_units, read_numbers


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1.234,50 €", "19,90", "5"], [1234.5, 19.9, 5.0]),
        (["1,234.50", "$19.90", "1,000"], [1234.5, 19.9, 1000.0]),
        (["1'234.50", "CHF 7.25"], [1234.5, 7.25]),
        (["1 234,5", "1\u00a0000,0", "1\u202f000,25"], [1234.5, 1000.0, 1000.25]),
        (["12,5-", "(4,00)", "−3,5", "+2,5"], [-12.5, -4.0, -3.5, 2.5]),
        (["1.5e3", ".5", "5.", "0.125"], [1500.0, 0.5, 5.0, 0.125]),
        (["85 %", "7"], [85.0, 7.0]),
        (["NA", "", "null", "3"], [None, None, None, 3.0]),
        (["1.234.567", "2"], [1234567.0, 2.0]),
    ],
)
def test_writings(texts: list[str], values: list[float | None]) -> None:
    numbers = read_numbers(pa.array(texts))
    assert numbers.values.to_pylist() == values
    assert not numbers.unreadable.any()


@pytest.mark.parametrize("text", ["abc", "1,2,3", "12.34.5", "--5", "1;5", "5 Stück"])
def test_what_is_no_number_is_unreadable(text: str) -> None:
    assert read_numbers(pa.array([text, "5"])).unreadable.tolist() == [True, False]


def test_a_thousand_or_a_decimal_is_not_guessed() -> None:
    numbers = read_numbers(pa.array(["1.234", "5"]))
    assert numbers.ambiguous.tolist() == [True, False]
    assert numbers.unreadable.tolist() == [True, False]
    assert read_numbers(pa.array(["1.234"]), ",").values.to_pylist() == [1234.0]
    assert read_numbers(pa.array(["1.234"]), ".").values.to_pylist() == [1.234]


def test_the_given_sign_is_obeyed_and_the_other_not_swallowed() -> None:
    assert read_numbers(pa.array(["1.5"]), ",").unreadable.tolist() == [True]
    assert read_numbers(pa.array(["1,5"]), ".").unreadable.tolist() == [True]


def test_the_column_settles_the_sign() -> None:
    assert read_numbers(pa.array(["1.234", "1,5"])).values.to_pylist() == [1234.0, 1.5]
    assert decimal_of(pa.array(["1.234", "1,5"])) == ","
    assert decimal_of(pa.array(["1.25"])) == "."
    assert decimal_of(pa.array(["1.25", "1,25"])) is None
    mixed = read_numbers(pa.array(["1.25", "1,25", "1.234"]))
    assert mixed.values.to_pylist() == [1.25, 1.25, None]
    assert mixed.ambiguous.tolist() == [False, False, True]


def test_repeated_values_are_read_like_single_ones() -> None:
    texts = ["1,5", None, "x", "2"] * 10
    numbers = read_numbers(pa.array(texts))
    assert numbers.values.to_pylist() == [1.5, None, None, 2.0] * 10
    assert numbers.unreadable.tolist() == [False, False, True, False] * 10


@pytest.mark.parametrize("kind", [pa.int16(), pa.float32(), pa.decimal128(21, 2), pa.uint64()])
def test_typed_columns(kind: pa.DataType) -> None:
    assert read_numbers(pa.array([1, None, 3]).cast(kind)).values.to_pylist() == [1.0, None, 3.0]


def test_money_is_whole_minor_units() -> None:
    currency = currency_codes(pa.array(["€", "jpy", "KWD", None]).dictionary_encode())
    minor = minor_units(pa.array([19.90, 500.0, 1.2345, None]), currency)
    assert currency.to_pylist() == ["EUR", "JPY", "KWD", None]
    assert minor.to_pylist() == [1990, 500, 1234, None]
    assert [major_units(1990, "EUR"), major_units(500, "JPY")] == [19.9, 500.0]
