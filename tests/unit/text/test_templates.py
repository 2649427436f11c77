"""Templates: named values, hints, what may be left out."""

import pytest

from wegmarke.model.finding import Interval, Sentence
from wegmarke.text import Language, sentence
from wegmarke.text.templates import fill, placeholders, required

NARROW, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("template", "values", "lang", "written"),
    [
        ("{n:count} of {total:count}", {"n": 412, "total": 1598}, "en", "412 of 1,598"),
        ("{n:count|customer|customers}", {"n": 1}, "en", f"1{HARD}customer"),
        ("{n:count|Kunde|Kunden}", {"n": 1598}, "de", f"1.598{HARD}Kunden"),
        ("{n:agree|was|were}", {"n": 0}, "en", "were"),
        ("{low:share}–{high:share}", {"low": 0.21, "high": 0.264}, "de", f"21,0{NARROW}%–26,4{NARROW}%"),
        ("{low:to:high:share}", {"low": 0.21, "high": 0.264}, "en", "21.0–26.4%"),
        ("{x:interval:share}", {"x": Interval(0.5, 0.4, 0.6, 9)}, "en", "50.0% (95% interval 40.0–60.0%)"),
        ("{x:bounds:share}", {"x": Interval(0.5, 0.4, 0.6, 9)}, "en", "95% interval 40.0–60.0%"),
        ("{x:minor_units}", {"x": 1500, "currency": "JPY"}, "en", f"JPY{HARD}1,500"),
        ("{x:time}", {"x": 0, "time_zone": "Europe/Berlin"}, "de", "01.01.1970, 01:00"),
        ("{x:date}", {"x": 0}, "de", "01.01.1970"),
        ("{x:quoted}", {"x": "Hotline"}, "de", "„Hotline“"),
        ("{x:list}", {"x": ("a", "b", "c")}, "en", "“a”, “b” and “c”"),
        ("{x:or_list}", {"x": ["a", "b"]}, "de", "„a“ oder „b“"),
        ("{x:or_list:expected}", {"x": ("number", ")")}, "en", "a number such as 19.90 or “)”"),
        ("{x:word:outcome}", {"x": "lost"}, "de", "verloren"),
        ("a[[, b {x:count}]][[, c {y:quoted}]].", {"x": 0, "y": ""}, "en", "a, b 0."),
        ("a[[ {x:count} {y:count}]]", {"x": 1}, "en", "a"),
        ("a[[ {low:to:high:share}]]", {"low": 0.1}, "en", "a"),
        ("{x}", {"x": "{n} [[ ]] %s"}, "en", "{n} [[ ]] %s"),
    ],
)
def test_fill(template: str, values: dict[str, object], lang: Language, written: str) -> None:
    assert fill(template, values, lang) == written


def test_a_missing_value_is_a_defect_unless_somebody_says_what_to_write() -> None:
    with pytest.raises(KeyError, match="n"):
        fill("{n:count}", {}, "en")
    assert fill("{n:count}", {}, "en", missing="?") == "?"


def test_unknown_hint() -> None:
    with pytest.raises(ValueError, match="furlongs"):
        fill("{n:furlongs}", {"n": 1}, "en")


def test_names_of_a_template() -> None:
    template = "{a:count|b|c}[[ {d:to:e:share}]]"
    assert [name for name, _ in placeholders(template)] == ["a", "d", "e"]
    assert required(template) == {"a"}


def test_a_sentence_of_a_finding() -> None:
    values: dict[str, object] = {"lost": 412, "journeys": 1598, "touchpoint": "Lieferung", "n": 103}
    said = Sentence("entries.lost_after", values | {"share": 0.25, "low": 0.2106, "high": 0.2941})
    assert sentence(said, "en").replace(HARD, " ") == (
        "412 of 1,598 journeys were lost; 103 of these after “Lieferung” (25.0%, 95% interval 21.1–29.4%)."
    )
    assert sentence(said, "de").replace(HARD, " ").replace(NARROW, " ") == (
        "412 von 1.598 Kundenreisen gingen verloren; 103 davon nach „Lieferung“ (25,0 %, 95-%-Intervall 21,1–29,4 %)."
    )
    assert sentence(Sentence("entries.lost_after", values), "en").endswith("after “Lieferung”.")


def test_a_sentence_without_wording() -> None:
    with pytest.raises(KeyError, match=r"sentences\.py"):
        sentence(Sentence("no.such"), "en")
