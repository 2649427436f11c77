"""Which records are probably one person, though no identifier says so: pairs with a weight, by Fellegi and Sunter.

How much an agreement weighs is learned from the records themselves: how often it is met by chance (from pairs drawn at
random) and how often where both are one person (by expectation maximisation). Splink 5 does the sums, in an engine of
this process that sees no network and no other files. The same records give the same pairs, in whatever order they come.

Source: I. P. Fellegi and A. B. Sunter, A Theory for Record Linkage, JASA 64 (1969), 1183 to 1210; W. E. Winkler, Using
the EM Algorithm for Weight Computation, 2000; R. Linacre et al., Splink, IJPDS 7 (2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.identity.cluster import Cluster
from wegmarke.identity.comparing import Comparison, Likeness, comparisons_of, is_number
from wegmarke.identity.kinds import kind_of
from wegmarke.identity.preparing import NUMBER, prepared
from wegmarke.identity.rules import DEFAULT_RULES, IdentityRules
from wegmarke.record.engine import engine

if TYPE_CHECKING:
    from wegmarke.identity.comparing_pairs import Comparer

LINK_FROM, REVIEW_FROM = 5.0, -2.0
"""From which weight a pair is linked, and from which it is shown to a person."""

Verdict = Literal["link", "review"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which weight on a pair is linked (`link`), and from which it waits for a person (`review`), in bits.

    A weight is the logarithm to base 2 of the odds that both are one person: 10 is 1,024 to 1, 0 one to one.
    """

    link: float = LINK_FROM
    review: float = REVIEW_FROM


@dataclass(frozen=True, slots=True)
class Compared:
    """One respect in which two records were compared.

    kind: of the attribute. likeness: how alike they are. left, right: the values as they came, null where there is
    none. weight: what it adds to the pair's weight, in bits.
    """

    kind: str
    likeness: Likeness
    left: str | None
    right: str | None
    weight: float


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Two records that may be one person; `a` and `b` are their numbers, a before b.

    weight: in bits. probability: that both are one, under the model's assumptions. verdict: `link` above the upper
    threshold and without contradiction, else `review`. contradiction: the kinds that speak against it, though the
    weight is high (two first names at one address and birthday may be twins).
    """

    a: int
    b: int
    weight: float
    probability: float
    verdict: Verdict
    contradiction: tuple[str, ...]
    comparisons: tuple[Compared, ...]


def score_pairs(
    records: pa.Table,
    scratch: Path,
    rules: IdentityRules = DEFAULT_RULES,
    thresholds: Thresholds | None = None,
    cluster: Cluster | None = None,
) -> tuple[ScoredPair, ...]:
    """The pairs that are probably one person, heaviest first.

    records: a line a customer: `number` (whole number, each once) and columns named by kinds or by what sources call
    them, with the values as they came. Columns that are not there are left out; what only repeats the customer's own
    number (customer numbers, cookies) is not compared. scratch: a folder for what does not fit into memory. cluster:
    compares all pairs in place of this process; pairs and weights are the same.

    Refuses with `package_missing` where Splink is not installed, and as `Cluster.run` does.
    """
    limits = thresholds or Thresholds()
    table = prepared(records, rules)
    columns = tuple(name for name in table.column_names if name != NUMBER)
    comparisons = comparisons_of(columns, rules)
    if len(table) < 2 or len(comparisons) < 2:
        return ()
    try:
        from wegmarke.identity import splinking  # noqa: PLC0415 - only who wants this has Splink
    except ModuleNotFoundError as error:
        raise WegmarkeError("package_missing", package="splink", extra="identity") from error
    numbers = tuple(column for column in columns if is_number(column, rules))
    scratch.mkdir(parents=True, exist_ok=True)
    with engine(scratch, scratch) as connection:
        comparer = None if cluster is None else _on(cluster, comparisons)
        scored = splinking.scored(connection, table, comparisons, numbers, limits.review, comparer)
    return _pairs(scored, records, table, comparisons, frozenset(numbers), limits)


def _on(cluster: Cluster, comparisons: tuple[Comparison, ...]) -> Comparer:
    from wegmarke.identity.spark.pairs import OnSpark  # noqa: PLC0415 - only where a workspace names a cluster

    return OnSpark(cluster, comparisons)


def _pairs(
    scored: pa.Table,
    records: pa.Table,
    table: pa.Table,
    comparisons: tuple[Comparison, ...],
    numbers: frozenset[str],
    limits: Thresholds,
) -> tuple[ScoredPair, ...]:
    shown = _Shown(records, table)
    found = []
    for row in scored.to_pylist():
        compared = tuple(
            Compared(
                comparison.kind,
                _likeness(comparison, row[f"gamma_{comparison.kind}"]),
                shown.value(comparison.kind, row["a"]),
                shown.value(comparison.kind, row["b"]),
                row[f"weight_{comparison.kind}"],
            )
            for comparison in comparisons
        )
        against = contradiction(compared, numbers)
        verdict: Verdict = "link" if row["weight"] >= limits.link and not against else "review"
        found.append(ScoredPair(row["a"], row["b"], row["weight"], row["probability"], verdict, against, compared))
    return tuple(found)


def _likeness(comparison: Comparison, level: int) -> Likeness:
    """The level that Splink counts from below; -1 is that a value is missing."""
    return "missing" if level < 0 else comparison.levels[len(comparison.levels) - 1 - level].likeness


def contradiction(compared: tuple[Compared, ...], numbers: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The kinds that say two people of one family, however much else agrees.

    Twins share last name, birthday, address and telephone, and differ in the first name; father and son share both
    names and the address, and differ in the date of birth. Only what is one person's own (a mail address, a number of
    insurance or card) tells that the difference was a slip of the pen.
    """
    likeness = {each.kind: each.likeness for each in compared}
    if any(likeness.get(kind) in ("same", "one_letter") for kind in (*numbers, "email")):
        return ()
    against = ["first_name"] if likeness.get("first_name") in ("related", "different") else []
    if likeness.get("birth_date") in ("related", "different") and likeness.get("street") in (
        "same",
        "one_letter",
        "similar",
    ):
        against.append("birth_date")
    return tuple(against)


class _Shown:
    """The values of records as they came, by kind and number; where they were taken apart, the parts."""

    def __init__(self, records: pa.Table, table: pa.Table) -> None:
        self._place = {number: place for place, number in enumerate(records[NUMBER].to_pylist())}
        given = {kind_of(column).name: records[column].cast(pa.string()) for column in records.column_names}
        self._values = {kind: given.get(kind, table[kind]) for kind in table.column_names}

    def value(self, kind: str, number: int) -> str | None:
        """One value; None: the record has none."""
        values = self._values.get(kind)
        return None if values is None else cast("str | None", values[self._place[number]].as_py() or None)
