"""What each topic says, in sentences of findings, and which touchpoint and department it is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from wegmarke.model.filter import combine
from wegmarke.model.finding import CannotSay, Finding, Interval, Sentence, Table
from wegmarke.model.incidents import IncidentKind
from wegmarke.model.settings import OutcomeName
from wegmarke.questions.at_stake import AtStake, at_stake
from wegmarke.questions.drift import Drift, kinds_of
from wegmarke.questions.entries import EntriesAndExits, worst_place
from wegmarke.questions.levers.found import LeversFound
from wegmarke.questions.moments import Moment, MomentsFound
from wegmarke.questions.moments import told as told_of
from wegmarke.questions.reasons import Reasons
from wegmarke.report.board.answers import Answers
from wegmarke.report.board.statement import Statement, Topic
from wegmarke.report.presentation import tables_of

MOST_SAID = 3
"""So many sentences of one finding at most; the others stand where the finding does."""

_ENDINGS: dict[str, OutcomeName] = {"entries.churned_after": "churned", "entries.lost_after": "lost"}


def told(topic: Topic, answers: Answers) -> Statement:
    """The statement of a topic; where nothing can be said, what its finding says of that."""
    return _TELL[topic](answers)


def questions_of(topic: Topic) -> tuple[str, ...]:
    """The questions that a topic shows something of; who may not ask one of them is not told of the topic."""
    return _SHOWN[topic]


def _lost(answers: Answers) -> Statement:
    """The moment that costs most customers, of those that stand; else after which touchpoint they were lost."""
    finding = answers.of("moments")
    result = finding.result
    costly: list[tuple[Moment, Interval]] = []
    if isinstance(result, MomentsFound):
        lost = [(one, one.lost) for one in result.lines if one.matters]
        costly = [(one, many) for one, many in lost if isinstance(many, Interval) and many.value > 0]
    if not costly:
        return _counted(answers, finding)
    moment, many = max(costly, key=lambda pair: pair[1].value)
    said = told_of(moment)
    ends: dict[str, object] = {end: round(getattr(many, end)) for end in ("value", "low", "high")}
    return Statement(
        "lost",
        (*((said,) if said else ()), Sentence("overview.moment", ends)),
        "moments",
        at_stake=at_stake(many, answers.of("levers").result),
        touchpoint=moment.touchpoint.key,
    )


def _counted(answers: Answers, moments: Finding[Any]) -> Statement:
    """Where nothing is named: what is counted of the ways out."""
    entries = answers.of("entries")
    result = entries.result
    for said in entries.headline:
        outcome = _ENDINGS.get(said.code)
        worst = worst_place(result, outcome) if outcome and isinstance(result, EntriesAndExits) else None
        if worst is not None and isinstance(result, EntriesAndExits):
            key = result.touchpoints[int(result.before.touchpoint[worst])].key
            behind = combine(entries.basis.filter, f"decided_after({key}) and outcome = {outcome}")
            return Statement("lost", (said,), "entries", touchpoint=key, evidence=behind)
    return Statement("lost", moments.headline[:1], "moments", answered=False)


def _why(answers: Answers) -> Statement:
    """What those who left stated, and what their histories support."""
    finding = answers.of("reasons")
    result = finding.result
    if not isinstance(result, Reasons):
        return Statement("why", finding.headline[:1], "reasons", answered=False)
    told = Statement("why", finding.headline[:MOST_SAID], "reasons")
    kinds = [(one, one.share) for one in result.kinds if isinstance(one.share, Interval)]
    if not kinds or not isinstance(result.evidenced, Interval):
        return told
    kind, share = kinds[0]
    values: dict[str, object] = {"incident": kind.kind, "value": share.value, "low": share.low, "high": share.high}
    said = (*finding.headline[: MOST_SAID - 1], Sentence("board.most_evidenced", values))
    whole = result.evidenced
    customers = replace(whole, **{end: getattr(whole, end) * result.lost for end in ("value", "low", "high")})
    at = _place_of((kind.kind,), answers)
    return replace(told, said=said, at_stake=at_stake(customers, answers.of("levers").result), **at)


def _worth(answers: Answers) -> Statement:
    """What mending the defect brings, beside what a lower price brings."""
    finding = answers.of("levers")
    result, arguments = finding.result, answers.arguments("levers")
    if not isinstance(result, LeversFound):
        return Statement("worth", finding.headline[:1], "levers", arguments, answered=False)
    gain = max((one for _, one, _ in result.gains), key=lambda one: one.mean)
    money = Interval(gain.mean, gain.low, gain.high, result.customers)
    return Statement(
        "worth",
        finding.headline[:MOST_SAID],
        "levers",
        arguments,
        AtStake(money, result.measured_in, result.currency) if result.weighed is not None else None,
        **_place_of((result.incident,), answers),
    )


def _changed(answers: Answers) -> Statement:
    """What is beyond chance since the period before; that nothing is, is an answer."""
    finding = answers.of("drift")
    result = finding.result
    about: dict[str, Any] = {}
    if isinstance(result, Drift):
        first = next((one for one in result.lines if one.clear), None)
        if first is not None and first.changed in {"reach", "entry"}:
            about = {"touchpoint": first.about[-1]}
        elif first is not None and first.changed == "happened":
            about = _place_of(kinds_of(first.about[0]), answers)
    answered = not isinstance(result, CannotSay)
    return Statement("changed", finding.headline[:MOST_SAID], "drift", answered=answered, **about)


def _open(answers: Answers) -> Statement:
    """Promises that are overdue, and critical events that nobody has settled."""
    promises, incidents = answers.of("promises"), answers.of("incidents")
    overdue = _coded(promises, "promises.overdue")
    unsettled = _coded(incidents, "incidents.open")
    if overdue:
        behind = combine(promises.basis.filter, "promise(broken)")
        at = _first(promises, "promises_overdue", "giver")
        return Statement("open", (*overdue, *unsettled), "promises", evidence=behind, **at)
    if unsettled:
        at = _first(incidents, "incidents_open", "department")
        return Statement("open", unsettled, "incidents", **at)
    if isinstance(promises.result, CannotSay):
        return Statement("open", promises.headline[:1], "promises", answered=False)
    return Statement("open", (Sentence("board.nothing_open"),), "promises")


def _coded(finding: Finding[Any], code: str) -> tuple[Sentence, ...]:
    return tuple(one for one in finding.headline if one.code == code)


def _place_of(kinds: tuple[IncidentKind, ...], answers: Answers) -> dict[str, Any]:
    """Where most events of these kinds happen: touchpoint and department."""
    return _first(
        answers.of("incidents"), "incidents", "department", lambda table: table.column("incident").values, kinds
    )


def _first(
    finding: Finding[Any],
    key: str,
    department: str,
    codes: Callable[[Table], Iterable[object]] | None = None,
    wanted: Collection[object] = (),
) -> dict[str, Any]:
    """Touchpoint and department of the first row (of those with a code that is wanted) of a table."""
    table = next((one for one in tables_of(finding) if one.key == key), None)
    if table is None:
        return {}
    found = range(len(table)) if codes is None else [at for at, code in enumerate(codes(table)) if code in wanted]
    at = next(iter(found), None)
    if at is None:
        return {}
    return {"touchpoint": table.column("touchpoint").values[at], "department": table.column(department).values[at]}


_TELL: dict[Topic, Callable[[Answers], Statement]] = {
    "lost": _lost,
    "why": _why,
    "worth": _worth,
    "changed": _changed,
    "open": _open,
}
_SHOWN: dict[Topic, tuple[str, ...]] = {
    "lost": ("moments", "entries"),
    "why": ("reasons",),
    "worth": ("levers",),
    "changed": ("drift",),
    "open": ("promises", "incidents"),
}
