"""The questions as methods: what a log and a workspace have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import cast

import pyarrow.compute as pc

from wegmarke.errors import WegmarkeError
from wegmarke.index.summaries.journeys import Totals
from wegmarke.index.summaries.ways import Of
from wegmarke.library.answer import Answer
from wegmarke.library.reporting import Report, report_of
from wegmarke.library.watching import watcher_of
from wegmarke.model.changes import ChangedField
from wegmarke.model.coding_schemes import SchemeName
from wegmarke.model.finding import Basis
from wegmarke.model.progress import Progress, Watcher
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions import Asked, ask
from wegmarke.questions import question as question_of
from wegmarke.questions.audience import COLUMNS, AudienceOrder
from wegmarke.questions.compare import Compared
from wegmarke.questions.customers import DEFAULT_LIMIT, Order
from wegmarke.questions.drift import PERIOD_DAYS
from wegmarke.questions.incidents import WINDOW_DAYS
from wegmarke.questions.lost_customers import DEFAULT_FILES, Leaving
from wegmarke.questions.map import DEFAULT_QUANTILES
from wegmarke.questions.moments import HORIZON_DAYS as AHEAD_DAYS
from wegmarke.questions.paths import DEFAULT_TOP
from wegmarke.questions.value import HORIZON_DAYS, ValueOrder
from wegmarke.questions.won_lost import Ending
from wegmarke.text import Language

Telling = Watcher | Callable[[Progress], None]

SEPARATOR = "\x1f"
"""Stands between kind and value of an identifier in the index."""


class Asking:
    """Something that can be asked: every method is a question and returns an `Answer`."""

    __slots__ = ()

    def _asked(self) -> Asked:
        raise NotImplementedError

    def ask(self, question: str, **arguments: object) -> Answer:
        """Ask a question by its registered name, with its own arguments.

        Among them may be `progress`, whom to tell how far a long answer is: a function that takes a `Progress`, or a
        `Watcher` that may also stop it. Errors: `question_unknown`, `question_argument`; `question_stopped` when
        `progress` stops it.
        """
        asked = self._asked()
        watched = replace(asked, watcher=watcher_of(cast("Telling | None", arguments.pop("progress", None))))
        return Answer(ask(question, watched, named(asked, question, arguments)), asked)

    def map(self, quantiles: Sequence[float] = DEFAULT_QUANTILES, *, customers: bool = True) -> Answer:
        """How do customers really travel? Touchpoints and the steps between them: counts, shares, elapsed times.

        quantiles: of elapsed time, between 0 and 1, exact. `customers=False` leaves out how many journeys and customers
        there are at each, which is faster.
        """
        return self.ask("map", quantiles=tuple(quantiles), customers=customers)

    def paths(self, top: int = DEFAULT_TOP) -> Answer:
        """Which ways did customers take? The commonest paths, how many took them, and how they ended."""
        return self.ask("paths", top=top)

    def entries(self, by: str = "outcome") -> Answer:
        """Where do customers come in, where do they leave, and after which touchpoint is it decided? By outcome.

        `by` is "outcome", the one grouping there is. `question_argument` for another.
        """
        if by != "outcome":
            return self.ask("entries", by=by)
        return self.ask("entries")

    def funnel(
        self, stages: Sequence[str | Sequence[str]], within: str | int | None = None, *, timed: bool = True
    ) -> Answer:
        """How many get from stage to stage, how long does it take, and where do the others go?

        stages: touchpoints by key or label, in order; several in one stage mean any of them. within: a window from the
        first stage ("30 days", or seconds). `timed=False` leaves elapsed times and drop-offs out.
        """
        return self.ask("funnel", stages=stages, within=within, timed=timed)

    def compare(self, a: str, b: str, what: Compared = "touchpoints", *, top: int = 200, **funnel: object) -> Answer:
        """Is it different there? The journeys that satisfy filter `a` beside those that satisfy `b`, and a − b.

        what: touchpoints, steps, paths, entries, exits, decided_after, or funnel, which takes `stages` and `within`.
        """
        return self.ask("compare", a=a, b=b, what=what, top=top, **funnel)

    def attribution(self, by: Of = "touchpoint", *, intervals: bool = True) -> Answer:
        """Which touchpoints take part in winning? Exact Markov removal effects, with the usual rules beside them.

        by: touchpoint, channel or department. intervals: without them, the chain with first and last touch alone.
        """
        return self.ask("attribution", by=by, intervals=intervals)

    def promises(self) -> Answer:
        """Which promises are kept? By the department that gave them, the one that had to keep them, and where."""
        return self.ask("promises")

    def friction(self) -> Answer:
        """What do journeys cost the customer? Contacts, asking again, changes of channel, waiting, incidents."""
        return self.ask("friction")

    def touchpoint(self, touchpoint: str) -> Answer:
        """What is this touchpoint (key or label)? Reach, neighbours, elapsed times, and how journeys with it end."""
        return self.ask("touchpoint", touchpoint=touchpoint)

    def won_lost(self, against: Ending | None = None, *, begun_before_days: int | None = None) -> Answer:
        """What distinguishes journeys won from journeys lost before the outcome? By stated reason and without.

        against: lost, churned or returned; None: what is most frequent. begun_before_days: how long after the beginning
        of the data a customer's first journey may have begun before it; its speed is then not told.
        """
        given = {"against": against, "begun_before_days": begun_before_days}
        return self.ask("won_lost", **{name: value for name, value in given.items() if value is not None})

    def delay(self, start: str, end: str, *, against: Ending = "lost", apart: str | None = None) -> Answer:
        """What does the time from touchpoint `start` to the next contact at `end` go along with (keys or labels)?

        against: lost, churned or returned. apart: contacts at `end` sooner after `start` do not count ("1 hour").
        """
        given = {} if apart is None else {"apart": apart}
        return self.ask("delay", start=start, end=end, against=against, **given)

    def lost_customers(self, limit: int = DEFAULT_FILES, *, offset: int = 0, ending: Leaving | None = None) -> Answer:
        """Who left, one by one: what happened, what was said, and what a customer like them went through who stayed.

        ending: churned or lost; None: churned where anybody did, else lost.
        """
        arguments = {} if ending is None else {"ending": ending}
        return self.ask("lost_customers", limit=limit, offset=offset, **arguments)

    def late_changes(
        self,
        limit: int = DEFAULT_LIMIT,
        *,
        offset: int = 0,
        departments: Sequence[str] = (),
        changed: ChangedField | None = None,
    ) -> Answer:
        """Which reasons, dates and statuses were changed after the fact, by which department, from which row to which?

        departments, changed (stated_reason, promise_due, promise_kept or status): which changes are listed.
        """
        arguments = {} if changed is None else {"changed": changed}
        return self.ask("late_changes", limit=limit, offset=offset, departments=tuple(departments), **arguments)

    def drift(self, days: int = PERIOD_DAYS) -> Answer:
        """What changed in the last days of the data, beside as many before them? Beyond chance, or nothing."""
        return self.ask("drift", days=days)

    def customers(self, limit: int = DEFAULT_LIMIT, *, offset: int = 0, order: Order = "latest") -> Answer:
        """Who are they? The journeys asked for, one line each.

        order: latest, earliest, longest, slowest or identifier.
        """
        return self.ask("customers", limit=limit, offset=offset, order=order)

    def audience(
        self,
        limit: int = DEFAULT_LIMIT,
        *,
        offset: int = 0,
        order: AudienceOrder = "value",
        columns: Sequence[str] = COLUMNS,
    ) -> Answer:
        """Whom would we reach? The customers with a journey that is left, one line each, told from the whole history.

        order: value, latest, contacts, earliest or identifier. columns: some of relation, value, interactions,
        journeys, won, started, finished, and `attribute:NAME` for what was told last of a customer attribute.
        """
        return self.ask("audience", limit=limit, offset=offset, order=order, columns=tuple(columns))

    def value(
        self,
        days: int = HORIZON_DAYS,
        *,
        limit: int = DEFAULT_LIMIT,
        offset: int = 0,
        order: ValueOrder = "expected",
        contract_days: int | None = None,
        tenth: int | None = None,
        due_days: int | None = None,
    ) -> Answer:
        """What are customers worth within so many days, who is still one, and who is silent for longer than ever?

        order: expected, silent, purchases, latest, or decision (of contracts). contract_days: the term of contracts,
        where customers have such. tenth: list those alone of this tenth by what is to be expected of them (1 is the
        best). due_days: those alone whose contract comes to a decision within so many days.
        """
        contracts = {"contract_days": contract_days, "due_days": due_days}
        return self.ask("value", days=days, limit=limit, offset=offset, order=order, tenth=tenth, **contracts)

    def moments(self, days: int = AHEAD_DAYS, *, progress: Telling | None = None) -> Answer:
        """Which touchpoints decide whether customers stay, looking so many days ahead of each visit?

        progress: as in `ask`.
        """
        return self.ask("moments", days=days, progress=progress)

    def incidents(self, days: int = WINDOW_DAYS) -> Answer:
        """Which critical events are there, where, what followed within so many days, and what is open now?"""
        return self.ask("incidents", days=days)

    def coding(self, scheme: SchemeName = "leaving") -> Answer:
        """How far are free texts coded by hand, and how far do two people agree? Of a workspace.

        scheme: of reasons for leaving, or for coming.
        """
        return self.ask("coding", scheme=scheme)

    def coming(self) -> Answer:
        """Why do customers come? What they state, beside what they met before the first purchase."""
        return self.ask("coming")

    def agreement(self, first: str, second: str) -> Answer:
        """Do two sources state the same reason for the same customers? first, second: touchpoints (keys or labels)."""
        return self.ask("agreement", first=first, second=second)

    def reasons(self, limit: int = DEFAULT_LIMIT, *, offset: int = 0) -> Answer:
        """Why do customers leave? What they state, beside what their histories support; and whom to ask."""
        return self.ask("reasons", limit=limit, offset=offset)

    def proxies(self, kpi: str | None = None, *, department: str | None = None, period: str | None = None) -> Answer:
        """Do the figures that departments steer by follow what customers do? Those that go against it come first.

        kpi, department: of which one the periods are told. period: of which of them the customers who left are listed.
        """
        given = {"kpi": kpi, "department": department, "period": period}
        return self.ask("proxies", **{name: value for name, value in given.items() if value is not None})

    def effect(
        self, incident: str, *, touchpoint: str | None = None, progress: Telling | None = None, **assumed: object
    ) -> Answer:
        """How many customers and how much margin does a defect cost? What critical events of this kind do to leaving.

        incident: promise_broken, promise_late, repeated, long_wait, complaint, bad_score, failure, ping_pong or
        dunned_after_complaint. touchpoint: only those there (key or label). assumed: margin (a share of revenue, or a
        pair), or margin_groups ("appliances=0.7:0.2..0.3;parts=0.3:0.5"), and margin_by, whose assumption it is.
        progress: as in `ask`.
        """
        given = {} if touchpoint is None else {"touchpoint": touchpoint}
        return self.ask("effect", progress=progress, incident=incident, **given, **assumed)

    def levers(self, *, progress: Telling | None = None, **assumed: object) -> Answer:
        """Price against process: which gains more within the horizon, how surely, and what would one have to believe?

        incident: the kind of critical event. price, reduction: by which share the price moves, and the event's rate
        falls. cost, running_cost: once and a year. Assumptions, each a number or a pair: margin (or
        margin_groups, margin_by as in `effect`), loss_elasticity, quantity_elasticity, added_loss, premium. days,
        discount: horizon and interest a year. progress: as in `ask`.
        """
        return self.ask("levers", progress=progress, **assumed)

    def timeline(self, customer: int | str) -> Answer:
        """What happened to this customer? Every interaction, whatever is filtered.

        customer: the number, or the identifier as the source writes it. `customer_unknown` when there is none.
        """
        return self.ask("timeline", customer=customer)

    @property
    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """All touchpoints, each with its permanent key and the label its sources write."""
        return self._asked().index.touchpoints

    @property
    def basis(self) -> Basis:
        """What every count rests on: filter, how journeys are cut, and how many there are."""
        asked = self._asked()
        return asked.basis(asked.totals())

    def report(
        self,
        *,
        company: str | None = None,
        language: Language = "en",
        persons: bool = False,
        in_charge: Mapping[str, str] | None = None,
        margin: float | tuple[float, float] | None = None,
        progress: Watcher | Callable[[Progress], None] | None = None,
    ) -> Report:
        """What the board should know of these journeys: a few sentences ranked by what is at stake, then each question
        with its finding; `.save("report.pdf")`, `.html` or `.xlsx` writes it.

        company: stands on top; None takes the workspace's. persons: whether tables that name customers stand in it.
        in_charge: who is responsible for a touchpoint, by its key or label. margin: share of revenue, a number or a
        range; without it money is revenue. Errors: `question_argument`; `import_stopped` when `progress` stops it.
        """
        asked = self._asked()
        named_by_key = {key_of_label(asked, name): who for name, who in (in_charge or {}).items()}
        return report_of(
            asked,
            self._company if company is None else company,
            language=language,
            persons=persons,
            in_charge=named_by_key,
            margin=margin,
            progress=watcher_of(progress),
        )

    @property
    def _company(self) -> str:
        """Whose journeys these are, where anybody knows."""
        return ""

    def _totals(self) -> Totals:
        return self._asked().totals()


def named(asked: Asked, question: str, arguments: Mapping[str, object]) -> dict[str, object]:
    """The arguments with names made exact: of a touchpoint's label its key, of a customer's identifier the number."""
    found = dict(arguments)
    for parameter in question_of(question).parameters:
        value = found.get(parameter.name)
        if not isinstance(value, str):
            continue
        if parameter.kind == "touchpoint":
            found[parameter.name] = key_of_label(asked, value)
        elif parameter.name == "customer":
            found[parameter.name] = number_of_customer(asked, value)
    return found


def key_of_label(asked: Asked, name: str) -> str:
    """The key of the touchpoint with that key or, if there is none, that label; the name itself if neither is there."""
    touchpoints = asked.index.touchpoints
    if any(one.key == name for one in touchpoints):
        return name
    return next((one.key for one in touchpoints if one.label == name), name)


def number_of_customer(asked: Asked, identifier: str) -> int:
    """The number of the customer with that identifier, of whatever kind; else the text read as a number.

    `customer_unknown` when it is neither.
    """
    for partition in asked.index.partitions:
        ends = pc.ends_with(partition.identifier, f"{SEPARATOR}{identifier}")
        for place in pc.indices_nonzero(ends).to_pylist():
            if partition.identifier[place].as_py().partition(SEPARATOR)[2] == identifier:
                return int(partition.number[place])
    if identifier.isdecimal():
        return int(identifier)
    raise WegmarkeError("customer_unknown", customer=identifier)
