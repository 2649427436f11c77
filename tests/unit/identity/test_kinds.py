"""Kinds of identifiers: which word means which kind, what is one spelling, and what says nothing."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from wegmarke.identity.kinds import is_role_address, kind_of, normalised
from wegmarke.identity.rules import DEFAULT_RULES, Blocked, IdentityRules, KindRule
from wegmarke.simulation.words.places import Phones, notations


def spelt(kind: str, *values: str | None, rules: IdentityRules = DEFAULT_RULES) -> list[str | None]:
    spellings: list[str | None] = normalised(kind, pa.array(values, pa.string()), rules).to_pylist()
    return spellings


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("kundennummer", "customer_number"),
        ("Kunden-Nr.", "customer_number"),
        ("CustomerNumber", "customer_number"),
        ("telefon", "phone"),
        ("Rufnummer", "phone"),
        ("E-Mail", "email"),
        ("anonymousId", "cookie"),
        ("userId", "user_id"),
        ("Straße", "street"),
        ("PLZ", "postcode"),
        ("date_of_birth", "birth_date"),
    ],
)
def test_words_of_sources_mean_kinds(word: str, kind: str) -> None:
    assert kind_of(word).name == kind


def test_an_unknown_word_is_a_kind_of_its_own_that_points_with_middling_strength() -> None:
    kind = kind_of("Zählernummer")
    assert (kind.name, kind.role) == ("Zählernummer", "points")
    assert kind_of("kundennummer").priority < kind_of("email").priority < kind.priority < kind_of("cookie").priority
    assert spelt("Zählernummer", " aB-1 ", "-", "unbekannt") == ["aB-1", None, None]


def test_names_and_pseudonyms_describe_and_never_point() -> None:
    assert {kind_of(word).role for word in ("Nachname", "pseudonym", "Straße", "Geburtsdatum", "Ort")} == {"describes"}


def test_spellings_of_one_mailbox() -> None:
    same = (" Anna.Meier@Example.DE ", "mailto:anna.meier@example.de", "Anna Meier <anna.meier@example.de>",
            "anna.meier@example.de; a@b.de", "Anna.Meier@example.de\u200b", "anna.meier@example.de.")  # fmt: skip
    assert set(spelt("email", *same)) == {"anna.meier@example.de"}
    assert spelt("email", "a+shop@b.de", "a.b@gmail.com") == ["a+shop@b.de", "a.b@gmail.com"]
    assert spelt("email", "max@müller.example", "max@xn--mller-kva.example") == ["max@xn--mller-kva.example"] * 2
    assert spelt("email", "müller@web.example") == ["müller@web.example"]


def test_mailboxes_of_nobody_say_nothing() -> None:
    nobody = ("", "-", "kein", "n/a", "a@b", "test@web.example", "noreply@web.example", "keine@keine.example",
              "a b@c", "@web.example", "anna@", "anna@web..example")  # fmt: skip
    assert set(spelt("email", None, *nobody)) == {None}


def test_offices_are_told_from_people() -> None:
    office = ("info@a.example", "info2@a.example", "kontakt.nord@a.example", "buchhaltung@a.example")
    people = ("informer@a.example", "infante@a.example", "mailand@a.example", "anna@info.example")
    assert spelt("email", *office, *people) == [*office, *people]
    assert is_role_address(pa.array([*office, *people, None])).to_pylist() == [True] * 4 + [False] * 5
    assert is_role_address(pa.array(["laden@a.example"]), IdentityRules(role_addresses=("Laden",))).to_pylist() == [
        True
    ]


@pytest.mark.parametrize(
    "written",
    ["+49 153 12345678", "004915312345678", "0153/12345678", "(0153) 12345678", "0153 - 12 34 56 78",
     "+49 (0) 153 12345678", "0153\u00a012345678", "4915312345678", "15312345678", "Tel.: 0153 12345678",
     "+49-153-1234-5678", "\uff10153 1234567\uff18", "0153\u201112345678"],
)  # fmt: skip
def test_spellings_of_one_telephone(written: str) -> None:
    assert spelt("phone", written) == ["+4915312345678"]


def test_telephones_of_other_countries() -> None:
    assert spelt("phone", "+43 664 1234567", "0043 664 1234567", "+1 (415) 555-2671", "+39 06 6982 1234") == [
        "+436641234567",
        "+436641234567",
        "+14155552671",
        "+390669821234",
    ]
    assert spelt("phone", "0664 1234567", rules=IdentityRules(country="AT")) == ["+436641234567"]


def test_two_extensions_of_a_switchboard_are_two() -> None:
    assert spelt("phone", "089 912345 ext. 12", "089 912345 ext. 13") == ["+4989912345;ext=12", "+4989912345;ext=13"]


def test_no_telephones_say_nothing() -> None:
    nothing = ("0", "000000", "anonym", "Unterdrückt", "unknown", "-", "0111/1111111", "123", "12345678", "1" * 60)
    assert set(spelt("phone", None, *nothing)) == {None}


def test_every_notation_of_the_practice_company_is_one_number(rng: np.random.Generator) -> None:
    count = 2_000
    phones = Phones(pa.array(["0153", "0154"] * (count // 2)), pa.array([f"2{n:07d}" for n in range(count)]))
    written = notations(phones, rng.integers(0, 2**63, count).astype("uint64"), typo_ppm=0)
    assert normalised("telefon", written).equals(phones.canonical())


def test_numbers_of_the_company_keep_their_zeroes() -> None:
    assert spelt("kundennummer", " 0012-34 a", "001234A", "10012345.0", "12/3") == [
        "001234A",
        "001234A",
        "10012345",
        "12/3",
    ]
    assert set(spelt("kundennummer", None, "", "0", "0000000", "999999", "N/A", "k.A.", "–", "Unbekannt")) == {None}


def test_cookies_are_taken_letter_by_letter() -> None:
    assert spelt("cookie", " aB-c ", "AB-C", "00000000-0000-0000-0000-000000000000", "null") == [
        "aB-c",
        "AB-C",
        None,
        None,
    ]


def test_names_are_folded() -> None:
    assert spelt("nachname", "Müller-Lüdenscheidt", "MUELLER LUEDENSCHEIDT", "Dr. Weiß", "O’Neill", "Nuñez") == [
        "mueller luedenscheidt",
        "mueller luedenscheidt",
        "weiss",
        "o neill",
        "nunez",
    ]
    assert spelt("firma", "Müller & Söhne GmbH & Co. KG", "Mueller Soehne") == ["mueller soehne", "mueller soehne"]


def test_addresses_are_folded() -> None:
    assert set(spelt("straße", "Große Straße 5 A", "Große Str. 5a", "GROSSE STRASSE 5a", "Große Straße Nr. 5 a")) == {
        "grossestr 5a"
    }
    assert spelt("plz", "D-04109", "04109", "0410 9", "00000") == ["04109", "04109", "04109", None]
    assert spelt("ort", "Frankfurt (Main)", "Köln", "München ") == ["frankfurt", "koeln", "muenchen"]
    assert spelt("hausnummer", "Nr. 012 a", "12A") == ["12a", "12a"]


def test_dates_of_birth() -> None:
    assert set(spelt("geburtsdatum", "31.03.1980", "1980-03-31", "19800331", "31.3.1980")) == {"1980-03-31"}
    assert spelt("geburtsdatum", "01.01.1900", "3.3.80", "gestern") == [None, None, None]
    assert spelt("geburtsdatum", "03/31/1980", rules=IdentityRules(date_order="mdy")) == ["1980-03-31"]


def test_the_company_blocks_values_in_whatever_spelling_and_its_own_domain() -> None:
    rules = IdentityRules(own_domains=("musterhaus.example",), blocked=(Blocked("telefon", ("0800 2345678",)),))
    assert spelt("phone", "+49 800/2345678", "0800 2345679", rules=rules) == [None, "+498002345679"]
    mails = ("anna@musterhaus.example", "anna@mail.musterhaus.example", "anna@nichtmusterhaus.example")
    assert spelt("email", *mails, rules=rules) == [None, None, mails[2]]


def test_the_company_may_know_its_kinds_better() -> None:
    rules = IdentityRules(
        kinds=(KindRule("cookie", most_shared=3), KindRule("zähler", also=("Zählernummer",), priority=1))
    )
    assert kind_of("anonymousId", rules).most_shared == 3
    assert kind_of("Zählernummer", rules).name == kind_of("zähler", rules).name == "zähler"
    assert kind_of("Zählernummer", rules).priority == 1


def test_dots_of_gmail_and_tags_where_the_company_says_so() -> None:
    rules = IdentityRules(plus_tags=False, gmail_dots=False)
    assert spelt("email", "An.Na+shop@googlemail.com", "an.na@web.example", rules=rules) == [
        "anna@gmail.com",
        "an.na@web.example",
    ]


def test_every_kind_of_column_is_taken() -> None:
    plain = pa.array(["0153/12345678", None, "0", "0153/12345678"])
    expected = ["+4915312345678", None, None, "+4915312345678"]
    for column in (plain, pa.chunked_array([plain]), plain.dictionary_encode(), plain.cast(pa.large_string())):
        assert normalised("phone", column).to_pylist() == expected
    assert normalised("phone", pa.array([None, None], pa.string())).to_pylist() == [None, None]
    assert len(normalised("phone", pc.drop_null(pa.array([None], pa.string())))) == 0
