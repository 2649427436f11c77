"""Texts are whole, name only what they were told, fit kind and theme, and differ."""

import re

import numpy as np
import pyarrow as pa
import pytest

from tests.unit.simulation.words.drawn import bits
from wegmarke.simulation.words.about import About
from wegmarke.simulation.words.manners import with_slip
from wegmarke.simulation.words.persons import birth_years, persons
from wegmarke.simulation.words.phrases import expanded, slots_of
from wegmarke.simulation.words.picking import below
from wegmarke.simulation.words.places import TOWN
from wegmarke.simulation.words.products import PRODUCTS
from wegmarke.simulation.words.reasons import CANCELLATION_REASONS, LOST_REASONS, THEMES, TICKET_REASONS
from wegmarke.simulation.words.sentences import Language, sentences
from wegmarke.simulation.words.voices import KINDS, Kind, say, say_each, topics

LANGUAGES: tuple[Language, ...] = ("de", "en")
EVERY = [(kind, theme, language) for language in LANGUAGES for kind in KINDS for theme in topics(kind, language)]
_DOMAIN = re.compile(r"\b[a-z0-9-]+\.(?:de|com|net|org|info|eu|io|at|ch)\b|www\.|https?:", re.IGNORECASE)


def facts(n: int) -> About:
    people = persons(bits(n, 10), birth_years(bits(n, 11), 2025))
    return About(
        product=below(bits(n, 12), len(PRODUCTS)),
        days=below(bits(n, 13), 30),
        calls=below(bits(n, 14), 7),
        amount_cents=below(bits(n, 15), 100_000),
        date=np.datetime64("2025-01-01") + below(bits(n, 16), 365),
        deadline=np.datetime64("2026-01-01") + below(bits(n, 19), 365),
        order=pa.array([f"A{number}" for number in below(bits(n, 17), 900_000) + 100_000]),
        town=TOWN.texts(TOWN.pick(bits(n, 18))),
        name=people.full_name(),
        contact=people.formal_name(),
        company=pa.array([f"Bäckerei {name}" for name in people.last.to_pylist()]),
    )


def every_template() -> list[tuple[Language, str, str, str]]:
    return [
        (language, pool, topic, line)
        for language in LANGUAGES
        for (pool, topic), lines in sentences(language).items()
        for line in lines
    ]


def test_every_pool_is_large_enough() -> None:
    """Bodies have at least twenty templates, short answers ten."""
    for language in LANGUAGES:
        for (pool, topic), lines in sentences(language).items():
            least = {"opening": 1, "closing": 1, "short": 10}.get(pool, 20)
            assert len(lines) >= least, (language, pool, topic, len(lines))
            assert len(set(lines)) == len(lines), (language, pool, topic)


def test_households_and_businesses_both_have_enough_to_say() -> None:
    for language in LANGUAGES:
        for (pool, topic), lines in sentences(language).items():
            for others in ("(b) ", "(h) "):
                if pool not in ("opening", "closing", "short"):
                    kept = sum(not line.startswith(others) for line in lines)
                    assert kept >= 13, (language, pool, topic, others, kept)


def test_templates_are_well_formed() -> None:
    known = About(
        **{name: np.zeros(1, np.int64) for name in ("product", "days", "calls", "amount_cents")},
        **{name: pa.array([""]) for name in ("order", "town", "name", "contact", "company")},
        date=np.zeros(1, "datetime64[D]"),
        deadline=np.zeros(1, "datetime64[D]"),
    ).slots()
    for language, pool, topic, line in every_template():
        where = (language, pool, topic, line)
        assert slots_of(line) <= known, where
        assert not re.search(r"\{(?![A-Za-z_]+\})|(?<![A-Za-z_])\}", line), where
        for phrase in expanded(line):
            assert "  " not in phrase, where
            assert not re.search(r"[\[\]|]", phrase), where
            assert not re.search(r" [,.!?]|^\s|\s$|,,|[,.]\.(?!\w)(?<!\.\.\.)", phrase.replace("{", "")), (
                where,
                phrase,
            )
        assert line.count("{") == line.count("}"), where
        assert not _DOMAIN.search(line), where


def test_no_english_slips_into_the_german_devices_and_back() -> None:
    german = {slot for language, _, _, line in every_template() if language == "de" for slot in slots_of(line)}
    english = {slot for language, _, _, line in every_template() if language == "en" for slot in slots_of(line)}
    assert {"der_geraet", "den_geraet", "dem_geraet", "mein_geraet", "meinen_geraet"} <= german
    assert not any("geraet" in slot for slot in english)


@pytest.mark.parametrize(("kind", "theme", "language"), EVERY)
def test_texts_are_whole(kind: Kind, theme: str, language: Language) -> None:
    n = 300
    for about in (About(), facts(n)):
        for business in (False, True):
            texts = say(kind, theme, language, bits(n), about, business=business).to_pylist()
            for text in texts:
                assert text.strip() == text, repr(text)
                assert text, "A text says something"
                assert not re.search(r"[{}\[\]|~]| {2}| \n|\n ", text), repr(text)
                assert not _DOMAIN.search(text), text
                text.encode("cp1252")
            least = 60 if about.slots() > {"days"} and kind != "lost_reason" else 20
            assert len(set(texts)) > least, (len(set(texts)), texts[:5])


def test_only_what_was_told_is_named() -> None:
    n = 3000
    told = About(days=np.full(n, 17), town=pa.array(["Husum"] * n))
    texts = say("complaint", "late_delivery", "de", bits(n), told).to_pylist()
    assert any("17 Tage" in text for text in texts)
    assert any("Husum" in text for text in texts)
    untold = say("complaint", "late_delivery", "de", bits(n)).to_pylist()
    assert not any(re.search(r"\d+ Tage (?!Url)", text) for text in untold)


def test_deadlines_lie_ahead_and_dates_behind() -> None:
    n = 4000
    for language, behind, ahead in (("de", r"\d\d\.\d\d\.2025", r"\d\d\.\d\d\.2026"), ("en", r"\w+ 2025", r"\w+ 2026")):
        texts = say("contact_mail", "late_delivery", language, bits(n), facts(n), business=True).to_pylist()  # type: ignore[arg-type]
        past = [text for text in texts if re.search(behind, text)]
        future = [text for text in texts if re.search(ahead, text)]
        assert past
        assert future
        assert not any(re.search(r"verstrichen|vorbei|has passed|promised", text) for text in future)


def test_days_and_calls_are_never_singular() -> None:
    n = 2000
    told = About(days=np.ones(n, np.int64), calls=np.zeros(n, np.int64))
    for theme in ("late_delivery", "repeated_call"):
        for text in say("nps_detractor", theme, "de", bits(n), told).to_pylist():
            assert not re.search(r"\b[01] Tage|\b[01]-mal|\b[01]\. Mal", text), text


def test_articles_fit_the_device() -> None:
    n = 4000
    told = About(product=below(bits(n, 3), len(PRODUCTS)))
    wrong = re.compile(
        r"\b(?:den|dem|das|mein|meinen|meinem) (?:Kaffeemaschine|Waschmaschine|Enthärtungsanlage)\b"
        r"|\b(?:die|das|meine|meiner) (?:Trockner|Geschirrspüler|Luftentfeuchter|Wasserspender)\b"
        r"|\b(?:der|die|den|meine|meinen|meiner) Klimagerät\b",
        re.IGNORECASE,
    )
    for kind, theme in (("review_1", "product_defect"), ("review_5", "good_product"), ("cancellation", "product")):
        texts = say(kind, theme, "de", bits(n), told).to_pylist()  # type: ignore[arg-type]
        assert [text for text in texts if wrong.search(text)] == []


def test_texts_are_pinned() -> None:
    told = facts(2)
    assert say("nps_detractor", "dunning_after_complaint", "de", bits(2, 1), told).to_pylist() == PINNED_NPS
    assert say("cancellation", "price", "de", bits(2, 2), told).to_pylist() == PINNED_CANCELLATIONS
    assert say("review_5", "good_product", "en", bits(2, 3), told).to_pylist() == PINNED_REVIEWS
    assert say("visit_report", "slow_offer", "de", bits(2, 4), told, business=True).to_pylist() == PINNED_VISITS


PINNED_NPS: list[str] = [
    "erst Murks dann Mahnung",
    "Mahnung statt Hilfe",
]
PINNED_CANCELLATIONS: list[str] = [
    (
        "Sehr geehrte Damen und Herren,\nnach reiflicher Überlegung kündige ich meinen Vertrag "
        "fristgerecht. Meine Anfrage nach einem Nachlass wurde abgelehnt.\nMit freundlichen "
        "Grüßen\nAndrea Beck"
    ),
    (
        "Sehr geehrte Damen und Herren,\nden bestehenden Servicevertrag kündige ich hiermit "
        "fristgerecht. 167,03 Euro mehr im Jahr sind mir zu viel.\nMit freundlichem Gruß\nManuela Berger"
    ),
]
PINNED_REVIEWS: list[str] = [
    "The manual is clear, everything was running within fifteen minutes.",
    "Bought it on the recommendation of a friend, no regrets.",
]
PINNED_VISITS: list[str] = [
    "Zweites Angebot nach 16 Tagen, Kunde hat inzwischen gekauft. Bitte Innendienst um Unterstützung.",
    (
        "Innendienst unterbesetzt, Angebot von mir am Wochenende fertig gemacht. Entscheider: Frau "
        "Berger, Freigabe Controlling nötig."
    ),
]


def test_thousands_of_texts_differ() -> None:
    n = 20_000
    assert len(say("nps_detractor", "late_delivery", "de", bits(n)).unique()) > 5000
    assert len(say("complaint", "wrong_invoice", "de", bits(n), facts(n)).unique()) > 10_000
    assert len(say("ticket", "product_defect", "de", bits(n), facts(n)).unique()) > 5000


def test_each_row_has_its_own_theme() -> None:
    n = 500
    theme, business = below(bits(n, 5), len(THEMES)), below(bits(n, 6), 2).astype(np.bool_)
    told = facts(n)
    texts = say_each("ticket", THEMES, theme, "de", bits(n), told, business=business)
    assert len(texts) == n
    for row in (0, 17, 499):
        alone = np.array([row])
        expected = say(
            "ticket", THEMES[theme[row]], "de", bits(n)[alone], told.rows(alone), business=bool(business[row])
        )
        assert texts[row].as_py() == expected[0].as_py()
    assert len(say_each("ticket", THEMES, theme[:0], "de", bits(0))) == 0


def test_staff_write_german_and_nonsense_is_refused() -> None:
    assert topics("ticket", "en") == ()
    for kind, theme, language in (
        ("ticket", "price", "en"),
        ("csat_good", "price", "de"),
        ("lost_reason", "service", "de"),
    ):
        with pytest.raises(ValueError, match="is not about"):
            say(kind, theme, language, bits(1))  # type: ignore[arg-type]


def test_reasons_are_those_that_can_be_said() -> None:
    assert [theme for theme, *_ in TICKET_REASONS] == list(THEMES)
    assert topics("cancellation", "de") == tuple(key for key, *_ in CANCELLATION_REASONS)
    assert topics("lost_reason", "de") == tuple(key for key, *_ in LOST_REASONS)
    assert set(topics("nps_detractor", "de")) < set(THEMES)


def test_slips_change_a_letter_and_no_number() -> None:
    text = "Bestellung A412345 kam 17 Tage zu spät"
    for number in range(200):
        slipped = with_slip(text, number)
        assert slipped != text or number % 4 in (0, 2)
        assert re.findall(r"\d+", slipped) == ["412345", "17"]
        assert abs(len(slipped) - len(text)) <= 1
    assert with_slip("zu teuer", 3) == "zu Teuer" or with_slip("ok", 3) == "ok"
