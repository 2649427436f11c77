"""Free texts coded by hand: what counts, how far two people agree, and what a suggestion is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from tests.contacts import DAY, WHOLE, Contact, index_of
from wegmarke.index.beside import Beside
from wegmarke.index.runner import LocalRunner
from wegmarke.model.coded_reasons import Closing, Coded, Codings, Decision, shuffled
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.model.stated_reasons import ReasonCoding, StatedCode, is_free_text, text_key
from wegmarke.questions import Asked, ask
from wegmarke.questions.coding import UNAIDED, Coding
from wegmarke.questions.reasons import Reasons
from wegmarke.questions.suggested_codes import suggested, suggested_each
from wegmarke.questions.texts_to_code import free_texts

PRICE: tuple[StatedCode, ...] = ("pricing",)
LATE: tuple[StatedCode, ...] = ("core_service",)


def texts(count: int) -> list[str]:
    """Half of them about money, half about parcels, in words of their own."""
    money = "the monthly fee went up again and {} was cheaper for us"
    parcel = "parcel number {} came two weeks after the day you promised"
    return [(money if at % 2 else parcel).format(f"no. {at}") for at in range(count)]


def leavers(said: Sequence[str]) -> list[Contact]:
    """Everybody ordered, and left with one of these."""
    ordered = [Contact(f"c{at}", at, "order", outcome="won") for at in range(len(said))]
    left = (
        Contact(f"c{at}", 40 * DAY + at, "goodbye", outcome="churned", stated_reason=text)
        for at, text in enumerate(said)
    )
    return [*ordered, *left]


CLOSED = Closing("leaving", "1", 0, closed=True)


def coded(*decisions: Decision, said: Sequence[str]) -> Asked:
    codings = Codings.after(decisions)
    index = replace(
        index_of(leavers(said), WHOLE),
        reason_coding=ReasonCoding(by_hand=cast("dict[str, tuple[StatedCode, ...]]", codings.by_hand)),
        beside=Beside(codings=lambda scheme: codings if scheme == "leaving" else Codings(scheme=scheme)),
    )
    return Asked(index, LocalRunner(1))


def says(by: str, text: str, *codes: StatedCode, at: int = 0, aided: bool = False, settles: bool = False) -> Coded:
    return Coded(text_key(text), by, codes, at, aided, settles)


def test_a_free_text_counts_as_nothing_until_somebody_has_read_it() -> None:
    text = "They raised the price twice and nobody told us"
    assert is_free_text(text)
    assert not is_free_text("Competitor offered higher download speeds")
    assert ReasonCoding().told(text) == (("not_coded",), "nobody")
    assert ReasonCoding(by_hand={text_key(text): PRICE}).told(text) == (PRICE, "hand")
    assert ReasonCoding(words={text.casefold(): LATE}).told(text) == (LATE, "list")
    assert ReasonCoding().told("Price") == (PRICE, "usual")
    assert text_key("A  text\nOf words") == text_key("a text of WORDS")


def test_what_counts_is_what_all_named_until_there_is_a_last_word() -> None:
    both: tuple[StatedCode, ...] = ("pricing", "core_service")
    one, other = says("1", "t", *both), says("2", "t", "pricing")
    key = text_key("t")
    assert Codings.after([one, other]).codes(key) == PRICE
    assert Codings.after([one, other]).differs(key)
    apart = Codings.after([says("1", "t", "pricing"), says("2", "t", "ethics")])
    assert apart.by_hand == {key: ("not_coded",)}
    settled = Codings.after([one, other, says("3", "t", "ethics", settles=True)])
    assert settled.by_hand == {key: ("ethics",)}
    assert not settled.differs(key)
    assert not Codings.after([one, says("1", "t")]).of


def test_what_one_alone_said_counts_and_shows_only_once_the_coding_is_closed() -> None:
    one, other, key = says("1", "t", "pricing"), says("2", "t", "pricing", "ethics"), text_key("t")
    alone = Codings.after([one])
    assert (alone.is_open(key), alone.codes(key), alone.by_hand) == (False, (), {})
    assert Codings.after([one, other, says("2", "t")]).by_hand == {}, "the second has taken it back"
    assert Codings.after([one, CLOSED]).by_hand == {key: PRICE}
    assert Codings.after([CLOSED, one]).by_hand == {key: PRICE}
    assert Codings.after([one, CLOSED, replace(CLOSED, closed=False)]).by_hand == {}
    assert Codings.after([one, replace(CLOSED, scheme="coming")]).by_hand == {}, "another scheme is another coding"


def test_blind_is_only_what_was_said_before_it_could_be_seen() -> None:
    one, other, key = says("1", "t", "pricing"), says("2", "t", "ethics"), text_key("t")
    assert set(Codings.after([one, other]).blind[key]) == {"1", "2"}
    revised = Codings.after([one, other, says("1", "t", "ethics")])
    assert revised.of[key]["1"].codes == ("ethics",)
    assert revised.blind[key]["1"].codes == PRICE, "who has seen the other's and now agrees has not read it alike"
    assert set(Codings.after([one, other, says("2", "t"), other]).blind[key]) == {"1"}, "nor taken back and given anew"
    assert set(Codings.after([one, other, says("3", "t", "ethics")]).blind[key]) == {"1", "2"}
    assert set(Codings.after([one, CLOSED, other]).blind[key]) == {"1"}
    assert set(Codings.after([one, CLOSED, replace(CLOSED, closed=False), other]).blind[key]) == {"1"}
    assert Codings.after([says("1", "t", "ethics"), one]).blind[key]["1"].codes == PRICE, "second thoughts of one alone"


def columns_of(question: str, asked: Asked) -> list[tuple[str, list[object]]]:
    """All that stands in the tables of an answer."""
    result = ask(question, asked, {}).result
    assert isinstance(result, Reasons | Coding)
    return [(one.key, list(one.values)) for table in result.tables() for one in table.columns]


def test_what_one_alone_said_is_nowhere_in_the_answers() -> None:
    said = texts(60)
    unread = coded(said=said)
    alone = coded(*(says("1", text, "ethics") for text in said), said=said)
    for question in ("reasons", "coding"):
        assert columns_of(question, alone) == columns_of(question, unread), question
    assert ask("coding", alone, {}).headline[1].code == "coding.waiting"
    closed = ask("reasons", coded(*(says("1", text, "ethics") for text in said), CLOSED, said=said), {}).result
    assert isinstance(closed, Reasons)
    assert {one.code: one.customers for one in closed.stated} == {"ethics": 60}


def test_agreement_is_that_of_two_people_on_texts_both_read_alone(rng: np.random.Generator) -> None:
    said = texts(80)
    codes: tuple[StatedCode, ...] = ("pricing", "core_service", "encounter")
    first = {text: tuple(code for code in codes if rng.random() < 0.5) or ("other",) for text in said[:70]}
    second = {text: first[text] if rng.random() < 0.7 else ("pricing",) for text in said[:60]}
    aided = dict.fromkeys(said[60:70], PRICE)  # with the suggestion in sight: no proof of anything
    decisions = [says("7", text, *of) for text, of in first.items()]
    decisions += [says("9", text, *of) for text, of in second.items()]
    decisions += [says("9", text, *of, aided=True) for text, of in aided.items()]
    decisions += [says("11", said[0], "ethics")]  # a third, with fewer texts in common
    result = ask("coding", coded(*decisions, said=said), {}).result
    assert isinstance(result, Coding)
    assert (result.texts, result.coded, result.twice, result.pair) == (80, 70, 70, 60)
    same = sum(first[text] == second[text] for text in second)
    assert isinstance(result.same, Interval)
    assert result.same.value == pytest.approx(same / 60)
    assert result.same.low < same / 60 < result.same.high
    for code in codes:
        line = next(one for one in result.codes if one.code == code)
        table = np.zeros((2, 2))
        for text, again in second.items():
            table[int(code in first[text]), int(code in again)] += 1
        assert (line.first, line.second, line.both) == (table[1].sum(), table[:, 1].sum(), table[1, 1])
        assert isinstance(line.agreed, Interval)
        assert line.agreed.value == pytest.approx(cohens_kappa(table).kappa, abs=1e-12)
        assert line.agreed.low < line.agreed.value < line.agreed.high


def test_below_thirty_texts_nothing_is_said_of_agreement() -> None:
    said = texts(29)
    decisions = [says(by, text, "pricing") for by in "12" for text in said]
    finding = ask("coding", coded(*decisions, said=said), {})
    assert isinstance(finding.result, Coding)
    assert finding.result.same == CannotSay("too_few", 29, 30)
    assert finding.result.suggested_same == CannotSay("too_few", 29, 30)
    assert [one.code for one in finding.headline] == ["coding.progress", "coding.too_few"]
    nobody = ask("coding", coded(said=["Preis", "Lieferung"]), {})
    assert nobody.result == CannotSay("too_few", 0, 1), "words that the list knows are no texts to code"


def test_everybody_gets_the_texts_in_the_same_order_and_a_text_once() -> None:
    said = [*texts(40), texts(40)[3].upper(), "Preis", "sonstwas"]
    found = free_texts(coded(said=said))
    assert len(found) == 41, "the word that no code fits is one to code"
    assert [one.key for one in found] == sorted((one.key for one in found), key=shuffled)
    assert len(next(one for one in found if one.key == text_key(texts(40)[3])).customers) == 2
    assert UNAIDED > 30, "enough texts for agreement come without suggestions"


def test_a_suggestion_comes_from_texts_alike_else_from_words_and_never_from_the_text_itself() -> None:
    said = texts(40)
    known = [(text, PRICE if at % 2 else LATE) for at, text in enumerate(said)]
    told = suggested("Another fee that went up again, the rival is cheaper", known)
    assert (told.codes, told.by) == (PRICE, "alike")
    assert suggested("Der Preis ist uns zu hoch geworden", known[:0]).by == "words"
    assert suggested("Zzz qqq", known).by == "nothing"
    wrong = [(text, ("ethics",) if text == said[0] else codes) for text, codes in known]
    assert suggested_each(wrong)[0].codes == LATE, "what was said of the text itself is not looked at"
    asked = coded(*(says("1", text, *codes) for text, codes in known), CLOSED, said=said)
    result = ask("coding", asked, {}).result
    assert isinstance(result, Coding)
    assert isinstance(result.suggested_same, Interval)
    assert result.suggested_same.value == 1.0
    three: tuple[StatedCode, ...] = ("pricing", "core_service", "ethics")
    asked = coded(*(says("1", text, three[at % 3]) for at, text in enumerate(said)), CLOSED, said=said)
    lines = ask("coding", asked, {}).result
    assert isinstance(lines, Coding)
    for line in lines.codes:
        assert isinstance(line.suggested, Interval)
        assert line.suggested.low <= 0, "where codes follow no words, suggestions agree by chance alone"


def test_coded_texts_are_stated_reasons_and_say_how_they_were_coded() -> None:
    said = texts(60)
    decisions = [says(by, text, *(PRICE if at % 2 else LATE)) for by in "12" for at, text in enumerate(said[:40])]
    finding = ask("reasons", coded(*decisions, said=said), {})
    result = finding.result
    assert isinstance(result, Reasons)
    counts = {one.code: one.customers for one in result.stated}
    assert counts == {"pricing": 20, "core_service": 20, "not_coded": 20}
    assert {one.coded_by for one in result.words} == {"hand", "nobody"}
    told = {one.code: one.values for one in finding.caveats}
    assert told["caveat.reasons_free_text"]["n"] == 20
    assert (told["caveat.reasons_by_hand"]["n"], told["caveat.reasons_by_hand"]["share"]) == (40, 1.0)
