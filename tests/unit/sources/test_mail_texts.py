"""What is cut from a mail's text, and what is not."""

import pytest

from wegmarke.sources.mail_markup import text_of_html
from wegmarke.sources.mail_texts import OwnNames, own_words, without_names

KEPT = "Das passt, danke."
ABOVE = f"{KEPT}\n\n"


@pytest.mark.parametrize(
    "behind",
    [
        "-----Ursprüngliche Nachricht-----\nVon: A\nalt",
        "-----Original Message-----\nalt",
        "________________________________\nVon: A <a@b.example>\nGesendet: Montag\nAn: B\nBetreff: C\n\nalt",
        "*From:* A <a@b.example>\n*Sent:* Monday\n*To:* B\n*Subject:* C\n\nold",
        "Am 05.01.2026 um 10:00 schrieb A <a@b.example>:\n> alt\n>\n> älter",
        "Am Mo., 5. Jan. 2026 um 10:00 Uhr schrieb A Langername\n<a@b.example>:\n\n> alt",
        "On Mon, Jan 5, 2026 at 10:00 AM A <a@b.example> wrote:\n\nold, not marked",
        "A <a@b.example> schrieb am 5. Januar 2026:\n> alt",
        "-------- Weitergeleitete Nachricht --------\nBetreff: x\n\nalt",
    ],
)
def test_earlier_mails_are_cut(behind: str) -> None:
    assert own_words(ABOVE + behind, is_reply=True).text == KEPT
    assert own_words(ABOVE + behind, is_reply=True).cut == ("quote",)


@pytest.mark.parametrize(
    "text",
    [
        "Von: Tor 3 aus fahren Sie links.\nAn: der Ampel rechts.",
        "Am Montag schrieb mir Ihr Kollege, er komme um zehn:\ndas stimmt nicht.",
        "> 5 mm Spiel sind zu viel.",
        "Preise:\n--- klein ---\n10",
        "Viele Grüße soll ich von Herrn Kurz ausrichten.",
        "-------- Weitergeleitete Nachricht --------\nVon: K <k@x.example>\nAn: A\nDatum: heute\n\nSo geht es nicht.",
    ],
)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert own_words(text, is_reply=False).text == text
    assert own_words(text, is_reply=False).cut == ()


def test_answers_between_quoted_lines_stay() -> None:
    text = "Hallo,\n\nAm 5.1. schrieb A <a@b.example>:\n> Wann kommt er?\n\nMorgen.\n\n> Und die Rechnung?\nFolgt."
    assert own_words(text, is_reply=True).text == "Hallo,\n\nMorgen.\n\nFolgt."


@pytest.mark.parametrize(
    ("closing", "stays"),
    [
        ("Mit freundlichen Grüßen\nAnna Meier\nVertrieb", "Mit freundlichen Grüßen"),
        ("Viele Grüße aus Köln,\n\nAnna", "Viele Grüße aus Köln,"),
        ("Kind regards\nAnna", "Kind regards"),
        ("MfG\nA. Meier\nTel. 0221 1234", "MfG"),
        ("-- \nAnna Meier", ""),
        (
            "Freundliche Grüße\nAnna\n\nPS: Der Schlüssel liegt im Büro.",
            "Freundliche Grüße\n\nPS: Der Schlüssel liegt im Büro.",
        ),
    ],
)
def test_signatures_are_cut(closing: str, stays: str) -> None:
    found = own_words(f"{KEPT}\n\n{closing}", is_reply=False)
    assert found.text == f"{KEPT}\n\n{stays}".strip()
    assert found.cut == ("signature",)


def test_what_is_too_long_to_be_a_signature_stays() -> None:
    text = "Viele Grüße\n" + "\n".join(f"Satz {number}" for number in range(40))
    assert own_words(text, is_reply=False).text == text


def test_names_of_own_people_are_masked() -> None:
    own = OwnNames(("Anna Meier", "Öztürk, Ebru", "Vertrieb"), domains=("acme.example",))
    text = (
        "Guten Tag Frau Dr. Meier, Ebru Öztürk (ebru@acme.example) sprach mit Herrn Meierling über Vertrieb; Anna kam."
    )
    assert without_names(text, own, greets_own=True) == (
        "Guten Tag Frau Dr. […], […] (@acme.example) sprach mit Herrn Meierling über Vertrieb; Anna kam."
    )


def test_a_last_name_may_be_the_customers_too() -> None:
    own = OwnNames((), ("Canan Koc",))
    text = "Guten Tag Frau Koc,\nunsere Frau Koc ist nicht mehr da. Canan Koc auch."
    assert (
        without_names(text, own, greets_own=True) == "Guten Tag Frau […],\nunsere Frau Koc ist nicht mehr da. […] auch."
    )
    assert without_names(text, own, greets_own=False).startswith("Guten Tag Frau Koc,")


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<style>", "<a href='", "</", "<blockquote>", "&", "\n", ">\n", "Am x\n", "<br>"]
)
def test_broken_texts_take_no_longer_than_whole_ones(piece: str) -> None:
    """Each is read once: two hundred thousand of them would else take minutes, and the test would not end in time."""
    own_words(text_of_html(piece * 200_000), is_reply=True)
    own_words(piece * 200_000, is_reply=True)
