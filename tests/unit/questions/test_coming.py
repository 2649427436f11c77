"""Reasons for coming, stated and on record: every count once more in plain Python, and a log whose answer is known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from tests.contacts import DAY, RULES, Contact, asked_of, index_of
from wegmarke.index.beside import Beside
from wegmarke.index.runner import LocalRunner
from wegmarke.model.coded_reasons import Coded, Codings
from wegmarke.model.coding_schemes import SCHEME_NAMES
from wegmarke.model.coming_reasons import USUAL_COMING, ComingCode, ComingCoding
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.model.stated_reasons import text_key
from wegmarke.questions import Asked, ask
from wegmarke.questions.coding import Coding
from wegmarke.questions.coming import Coming

SETTINGS = JourneySettings(
    silence_days=None,
    cut_at_outcome=False,
    outcomes=(*RULES[:2], OutcomeRule("churned", touchpoints=("goodbye",))),
    time_zone="UTC",
)
WAYS = {"newsletter": "advertising", "recommended by a friend": "recommendation", "web search": "search"}
WORDS = ("Empfehlung", "Werbung", "Google", "Preis", "sonst etwas", None, None)


def drawn(rng: np.random.Generator, customers: int = 300) -> list[Contact]:
    """Customers who met this or that, bought or did not, left or did not, and said something somewhere."""
    contacts = []
    for number in range(customers):
        for at in np.sort(rng.choice(400, size=rng.integers(2, 9), replace=False)).tolist():
            where = (*WAYS, "hotline", "order", "order", "refusal", "goodbye")[rng.integers(0, 8)]
            word = WORDS[rng.integers(0, 7)] if where not in WAYS else None
            channel = ("phone", "Vertrieb", None)[rng.integers(0, 3)] if where == "hotline" else None
            contacts.append(Contact(f"c{number}", at * DAY, where, channel, stated_reason=word))
    return contacts


def by_hand(contacts: list[Contact]) -> dict[str, tuple[set[str], set[str]]]:
    """Of everybody who came: the codes of what was stated, and what was met before."""
    of: defaultdict[str, list[Contact]] = defaultdict(list)
    for one in contacts:
        of[one.customer].append(one)
    found = {}
    for customer, theirs in of.items():
        came = min((one.at for one in theirs if one.touchpoint == "order"), default=None)
        left = min((one.at for one in theirs if one.touchpoint == "goodbye"), default=np.inf)
        if came is None or left < came:
            continue
        noted = [
            one.stated_reason
            for one in theirs
            if one.stated_reason is not None
            and one.touchpoint not in {"refusal", "goodbye"}
            and -90 * DAY <= one.at - came <= 30 * DAY
        ]
        before = [one for one in theirs if 0 < came - one.at <= 90 * DAY]
        met = {WAYS[one.touchpoint] for one in before if one.touchpoint in WAYS}
        met |= {"sales" for one in before if one.channel == "Vertrieb"}
        codes = {code for word in noted for code in USUAL_COMING.codes(word)} or {"none_stated"}
        found[customer] = (codes, met)
    return found


@pytest.mark.parametrize("partitions", [1, 8])
def test_every_count_is_the_one_made_by_hand_and_opens_to_as_many(rng: np.random.Generator, partitions: int) -> None:
    contacts = drawn(rng)
    asked = asked_of(contacts, SETTINGS, in_partitions=partitions)
    result = ask("coming", asked, {}).result
    assert isinstance(result, Coming)
    truth = by_hand(contacts)
    assert result.came == len(truth) > 100
    assert result.stating == sum("none_stated" not in codes for codes, _ in truth.values()) > 50
    for line in result.stated:
        those = [met for codes, met in truth.values() if line.code in codes]
        assert (line.customers, line.nothing) == (len(those), sum(not met for met in those))
        assert line.met == {kind: n for kind in (*WAYS.values(), "sales") if (n := sum(kind in met for met in those))}
    for way in result.kinds:
        assert way.customers == sum(way.kind in met for _, met in truth.values()) > 0
        stating = [(codes, met) for codes, met in truth.values() if "none_stated" not in codes]
        assert way.unnamed == sum(way.kind in met and way.kind not in codes for codes, met in stating)
    opened = 0
    for table in result.tables():
        for column in table.columns:
            for value, where in zip(column.values, column.evidence or (), strict=bool(column.evidence)):
                listed = ask("customers", asked.where(str(where)), {"limit": 1000}).result
                assert value == (0 if isinstance(listed, CannotSay) else listed.customers), (where, value)
                opened += 1
    assert opened > 20


def told(named: int, confirmed: int, silent: int) -> list[Contact]:
    """So many bought and named a recommendation, of whom some have one on record; others bought and said nothing."""
    contacts = []
    for number in range(named + silent):
        who = f"c{number}"
        first = "recommended by a friend" if number < confirmed else "newsletter"
        contacts.append(Contact(who, number, first))
        contacts.append(Contact(who, 20 * DAY + number, "order"))
        if number < named:
            contacts.append(Contact(who, 25 * DAY + number, "welcome survey", stated_reason="Empfohlen von Bekannten"))
    return contacts


def test_the_share_on_record_of_those_who_named_it_is_the_one_that_was_put_in() -> None:
    finding = ask("coming", asked_of(told(80, 60, 40), SETTINGS), {})
    result = finding.result
    assert isinstance(result, Coming)
    line = result.stated[0]
    assert (line.code, line.customers) == ("recommendation", 80)
    assert isinstance(line.confirmed, Interval)
    assert line.confirmed.value == 0.75
    assert line.confirmed.low < 0.75 < line.confirmed.high
    assert isinstance(result.share_stating, Interval)
    assert result.share_stating.value == pytest.approx(80 / 120)
    assert [(way.kind, way.customers, way.unnamed) for way in result.kinds] == [
        ("recommendation", 60, 0),
        ("advertising", 60, 20),
    ]
    assert finding.claim == "count"
    assert "caveat.coming_before" in {one.code for one in finding.caveats}


def test_of_few_customers_no_share_is_said() -> None:
    finding = ask("coming", asked_of(told(30, 10, 10), SETTINGS), {})
    result = finding.result
    assert isinstance(result, Coming)
    assert result.answered == "counted"
    assert result.share_stating == CannotSay("too_few", 40, 50)
    assert all(isinstance(one.said, CannotSay) for one in result.stated)
    assert [one.code for one in finding.headline] == ["coming.counted", "coming.confirmed_counted"]


def test_where_no_source_says_why_it_says_so_and_a_refusal_is_no_reason_for_coming() -> None:
    silent = told(0, 0, 70)
    refused = [
        *(Contact(f"c{at}", 10 * DAY + at, "refusal", stated_reason="Preis") for at in range(70)),
        *(Contact(f"c{at}", 30 * DAY + at, "goodbye", stated_reason="Preis") for at in range(70)),
    ]
    for contacts in (silent, [*silent, *refused]):
        finding = ask("coming", asked_of(contacts, SETTINGS), {})
        assert finding.result == CannotSay("no_coming_reasons", 70)
        assert finding.headline[0].code == "coming.unstated"
    assert ask("coming", asked_of([Contact("c", 0, "visit")], SETTINGS), {}).result == CannotSay("no_outcomes", 0, 1)


def test_the_workspace_can_say_what_a_word_and_a_touchpoint_is() -> None:
    coding = ComingCoding({"tante emma": ("recommendation",), "Newsletter".casefold(): ("sales",)})
    index = replace(index_of(told(60, 0, 0), SETTINGS), coming_coding=coding)
    result = ask("coming", Asked(index, LocalRunner(1)), {}).result
    assert isinstance(result, Coming)
    assert [way.kind for way in result.kinds] == ["recommendation", "sales"], "named, and met"
    assert coding.codes("Tante Emma ") == ("recommendation",)
    assert coding.codes("---") == ("none_stated",)
    assert USUAL_COMING.codes("Tante Emma") == ("not_coded",)


def test_free_texts_of_coming_are_coded_by_hand_and_count_as_nothing_until_then() -> None:
    texts = [f"A friend at the club told me of you, number {at}" for at in range(60)]
    contacts = [
        one
        for at, text in enumerate(texts)
        for one in (
            Contact(f"c{at}", at, "newsletter"),
            Contact(f"c{at}", 20 * DAY, "order"),
            Contact(f"c{at}", 25 * DAY, "welcome survey", stated_reason=text),
        )
    ]
    decisions = [
        Coded(text_key(text), by, ("recommendation",), 0, scheme="coming") for by in "12" for text in texts[:40]
    ]
    decisions += [Coded(text_key(text), "1", ("known",), 0, scheme="coming") for text in texts[40:]]
    codings = {scheme: Codings.after(decisions, scheme) for scheme in SCHEME_NAMES}
    by_hand = cast("dict[str, tuple[ComingCode, ...]]", codings["coming"].by_hand)
    index = replace(index_of(contacts, SETTINGS), beside=Beside(codings=codings.__getitem__))
    unread = ask("coming", Asked(index, LocalRunner(1)), {}).result
    assert isinstance(unread, Coming)
    assert [(one.code, one.customers) for one in unread.stated] == [("not_coded", 60)], "“friend” is only a suggestion"
    asked = Asked(replace(index, coming_coding=ComingCoding(by_hand=by_hand)), LocalRunner(1))
    finding = ask("coming", asked, {})
    result = finding.result
    assert isinstance(result, Coming)
    assert [(one.code, one.customers) for one in result.stated] == [("recommendation", 40), ("not_coded", 20)]
    assert [one.coded_by for one in result.words].count("hand") == 40
    told_of = {one.code: one.values for one in finding.caveats}
    assert (told_of["caveat.reasons_by_hand"]["pair"], told_of["caveat.reasons_free_text"]["n"]) == (40, 20)
    coded = ask("coding", asked, {"scheme": "coming"}).result
    assert isinstance(coded, Coding)
    assert (coded.texts, coded.coded, coded.twice, coded.waiting) == (60, 60, 40, 20)
    assert [(one.code, one.coded) for one in coded.codes] == [("recommendation", 40)]
    assert coded.tables()[0].columns[0].key == "coming"
    assert isinstance(ask("coding", asked, {}).result, CannotSay), "nobody left: no text to code to that scheme"
