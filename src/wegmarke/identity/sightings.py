"""What the record says of who is who: which identifiers were seen, which of them in one row, what describes them.

Everything here follows from the live rows of the record, does not depend on their order, and can be made again at any
time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.identity.addresses import Addresses, Part, addresses
from wegmarke.identity.kinds import kind_of, normalised
from wegmarke.identity.naming import Different, coded, different
from wegmarke.identity.numbers import SEPARATOR, CustomerNumbers
from wegmarke.identity.places import Places
from wegmarke.identity.rules import IdentityRules
from wegmarke.model.mapping import DESCRIBING_KINDS

_TIME = pa.timestamp("us", tz="UTC")
SEEN = pa.schema(
    [("number", pa.int64()), ("source", pa.string()), ("contacts", pa.int64()), ("first", _TIME), ("last", _TIME)]
)
"""How often and when an identifier was seen in a source: as the customer of a contact, or beside one in its row."""
PAIRS = pa.schema(
    [
        *(("a", pa.int64()), ("b", pa.int64()), ("source", pa.string())),
        *(("rows", pa.int64()), ("first", _TIME), ("last", _TIME)),
    ]
)
"""Two identifiers that stood in one row, the smaller number first."""
DESCRIBED = pa.schema([("number", pa.int64()), ("kind", pa.string()), ("value", pa.string())])
"""What stood in a row beside an identifier and describes a person: name, address, date of birth, in one spelling."""
SPELLED = pa.schema([("number", pa.int64()), ("kind", pa.string()), ("value", pa.string())])
"""How sources wrote an identifier, where that is not as it is known here."""
LIVED = pa.schema(
    [
        *(("number", pa.int64()), ("address", pa.string()), ("family", pa.string()), ("source", pa.string())),
        *(("rows", pa.int64()), ("first", _TIME), ("last", _TIME)),
    ]
)
"""Where those live whom an identifier names, and under which family name, by rows that name a whole address."""

_FOLD_ROWS = 4_000_000
"""So many lines are held before they are added up."""
_FEW = 50
"""Where new lines are fewer than this part of what is known, they are put in between; else all is added up anew."""


@dataclass(frozen=True, slots=True)
class Sightings:
    """The tables of what was seen."""

    seen: pa.Table
    pairs: pa.Table
    described: pa.Table
    spelled: pa.Table
    lived: pa.Table = field(default_factory=LIVED.empty_table)

    @classmethod
    def nothing(cls) -> Sightings:
        """Nothing was seen."""
        return cls(SEEN.empty_table(), PAIRS.empty_table(), DESCRIBED.empty_table(), SPELLED.empty_table())

    def told(self) -> NDArray[np.int64]:
        """The identifiers of which it is told what they stood beside, or what describes them; each once."""
        columns = (self.pairs["a"], self.pairs["b"], self.described["number"])
        return np.unique(np.concatenate([column.to_numpy() for column in columns]))

    def with_more(self, more: Sightings) -> Sightings:
        """Both added up, as if all had been seen at once; only the lines of identifiers in both are touched."""
        return Sightings(
            _inserted(self.seen, more.seen, lambda tables: added_up(tables, *_SEEN_SUMS)),
            _inserted(self.pairs, more.pairs, lambda tables: added_up(tables, *_PAIRS_SUMS)),
            _inserted(self.described, more.described, _distinct_of),
            _inserted(self.spelled, more.spelled, _distinct_of),
            _inserted(self.lived, more.lived, lambda tables: added_up(tables, *_LIVED_SUMS)),
        )


def look(batches: Iterable[tuple[str, pa.RecordBatch]], numbers: CustomerNumbers, rules: IdentityRules) -> Sightings:
    """What these rows say of who is who; mints numbers for identifiers that are new.

    Each batch comes with its source, and with the columns of `IDENTITY_COLUMNS`.
    """
    gathered = Gathered()
    for source, batch in batches:
        if len(batch):
            _take(gathered, source, batch, numbers, rules)
    return gathered.folded()


def _take(
    gathered: Gathered, source: str, batch: pa.RecordBatch, numbers: CustomerNumbers, rules: IdentityRules
) -> None:
    kinds, values = coded(batch.column("customer_kind")), batch.column("customer").cast(pa.string())
    times = batch.column("time")
    customers = different(kinds, values, numbers, rules, mint=True, batch=batch)
    gathered.see(source, customers.numbers, times)
    gathered.spell(customers)
    further = batch.column("identifiers")
    if further.null_count == len(further):
        return
    offsets = further.offsets.to_numpy()
    rows = np.repeat(np.arange(len(further)), np.diff(offsets))
    kind, value = (flat.slice(offsets[0], offsets[-1] - offsets[0]) for flat in (further.keys, further.items))
    describing = _describes(kind, rules)
    named = customers.numbers[rows]
    parts = gathered.describe(
        named[describing],
        rows[describing],
        kind.filter(pa.array(describing)),
        value.filter(pa.array(describing)),
        rules,
    )
    lived = addresses(parts, len(batch))
    if lived is not None:
        gathered.live(source, customers.numbers[lived.rows], lived, times.take(pa.array(lived.rows)))
    pointing = ~describing
    if not pointing.any():
        return
    which = pa.array(pointing)
    others = different(coded(kind.filter(which)), value.filter(which), numbers, rules, mint=True)
    gathered.see(source, others.numbers, times.take(pa.array(rows[pointing])))
    gathered.spell(others)
    may = customers.may_link[customers.row_of[rows[pointing]]] & others.may_link[others.row_of]
    may &= named[pointing] != others.numbers
    gathered.pair(source, named[pointing][may], others.numbers[may], times.take(pa.array(rows[pointing][may])))


def _describes(kinds: pa.Array, rules: IdentityRules) -> NDArray[np.bool_]:
    coded = kinds.dictionary_encode()
    describing = [
        word in DESCRIBING_KINDS or kind_of(word, rules).role == "describes" for word in coded.dictionary.to_pylist()
    ]
    found: NDArray[np.bool_] = np.array(describing, np.bool_)[coded.indices.to_numpy()]
    return found


@dataclass(frozen=True, slots=True)
class Alone:
    """What some rows say, told in numbers of their own, since nobody knew which others there are.

    kinds: in the order in which they were met. kind, value: of every identifier, by place of these numbers.
    """

    kinds: tuple[str, ...]
    kind: NDArray[np.uint16]
    value: pa.StringArray
    places: Places
    sightings: Sightings

    def numbered(self, numbers: CustomerNumbers) -> Sightings:
        """The same in permanent numbers; mints those that are new, in the order in which reading would have done it: a
        number depends on who came before in its shard, and shards are the same.
        """
        kinds = pa.DictionaryArray.from_arrays(pa.array(self.kind.astype(np.int32)), pa.array(self.kinds, pa.string()))
        permanent = numbers.number(kinds, self.value).astype(np.int64)

        def told(table: pa.Table, *columns: str) -> pa.Table:
            for name in columns:
                own = self.places.of_numbers(table[name].to_numpy())
                table = table.set_column(table.schema.get_field_index(name), name, pa.array(permanent[own]))
            return table

        seen = self.sightings
        pairs = told(seen.pairs, "a", "b")
        low, high = pc.min_element_wise(pairs["a"], pairs["b"]), pc.max_element_wise(pairs["a"], pairs["b"])
        return Sightings(
            told(seen.seen, "number"),
            pairs.set_column(0, "a", low).set_column(1, "b", high),
            *(told(table, "number") for table in (seen.described, seen.spelled, seen.lived)),
        )


def look_alone(batches: Iterable[tuple[str, pa.RecordBatch]], rules: IdentityRules) -> Alone:
    """What these rows say, for somebody who knows the permanent numbers."""
    numbers = CustomerNumbers()
    sightings = look(batches, numbers, rules)
    places = numbers.places()
    texts = pc.split_pattern(numbers.identifiers(places.numbers()), SEPARATOR, max_splits=1)
    return Alone(numbers.kinds, numbers.kind_codes(), pc.list_element(texts, 1), places, sightings)


class Gathered:
    """Lines as they come, added up now and then."""

    def __init__(self) -> None:
        self._seen, self._pairs = [SEEN.empty_table()], [PAIRS.empty_table()]
        self._described, self._spelled = [DESCRIBED.empty_table()], [SPELLED.empty_table()]
        self._lived = [LIVED.empty_table()]
        self._held = 0

    def see(self, source: str, numbers: NDArray[np.int64], times: pa.Array) -> None:
        """These identifiers were seen at these times."""
        columns = {"number": pa.array(numbers), "time": times}
        found = pa.table(columns).group_by("number").aggregate([("time", "count"), ("time", "min"), ("time", "max")])
        self._seen.append(
            pa.table(
                [
                    found["number"],
                    pa.array([source]).take(pa.array(np.zeros(len(found), np.int8))),
                    *(found["time_count"], found["time_min"], found["time_max"]),
                ],
                schema=SEEN,
            )
        )
        self._hold(len(found))

    def pair(self, source: str, a: NDArray[np.int64], b: NDArray[np.int64], times: pa.Array) -> None:
        """These identifiers stood in one row."""
        columns = {"a": pa.array(np.minimum(a, b)), "b": pa.array(np.maximum(a, b)), "time": times}
        found = pa.table(columns).group_by(["a", "b"]).aggregate([("time", "count"), ("time", "min"), ("time", "max")])
        self._pairs.append(
            pa.table(
                [
                    *(found["a"], found["b"]),
                    pa.array([source]).take(pa.array(np.zeros(len(found), np.int8))),
                    *(found["time_count"], found["time_min"], found["time_max"]),
                ],
                schema=PAIRS,
            )
        )
        self._hold(len(found))

    def describe(
        self,
        numbers: NDArray[np.int64],
        rows: NDArray[np.int64],
        kinds: pa.Array,
        values: pa.Array,
        rules: IdentityRules,
    ) -> list[Part]:
        """This stood beside these identifiers, in these rows of the batch; returns the same kind by kind."""
        coded = kinds.dictionary_encode()
        codes, parts = coded.indices.to_numpy(), []
        for code, word in enumerate(coded.dictionary.to_pylist()):
            here = np.flatnonzero(codes == code)
            value, name = normalised(word, values.take(pa.array(here)), rules), kind_of(word, rules).name
            told = pa.table([pa.array(numbers[here]), _repeat(name, len(here)), value], DESCRIBED)
            told = told.filter(pc.is_valid(told["value"]))
            self._described.append(_distinct(told))
            self._hold(len(told))
            parts.append(Part(name, rows[here], value))
        return parts

    def live(self, source: str, numbers: NDArray[np.int64], found: Addresses, times: pa.Array) -> None:
        """These identifiers' rows name these addresses."""
        columns = {"number": pa.array(numbers), "address": found.address, "family": found.family, "time": times}
        keys = ["number", "address", "family"]
        lines = pa.table(columns).group_by(keys).aggregate([("time", "count"), ("time", "min"), ("time", "max")])
        sums = (lines["time_count"], lines["time_min"], lines["time_max"])
        table = pa.table([*(lines[key] for key in keys), _repeat(source, len(lines)), *sums], schema=LIVED)
        self._lived.append(table)
        self._hold(len(lines))

    def spell(self, found: Different) -> None:
        """So sources wrote these identifiers."""
        unlike = pc.or_(pc.not_equal(found.raw, found.value), pc.not_equal(found.raw_kind, found.kind))
        if not pc.any(unlike).as_py():
            return
        table = pa.table([pa.array(found.number), found.raw_kind, found.raw], schema=SPELLED).filter(unlike)
        self._spelled.append(_distinct(table))
        self._hold(len(table))

    def take(self, more: Sightings) -> None:
        """What was seen elsewhere."""
        tables = (more.seen, more.pairs, more.described, more.spelled, more.lived)
        held = (self._seen, self._pairs, self._described, self._spelled, self._lived)
        for lines, table in zip(held, tables, strict=True):
            lines.append(table)
        self._hold(sum(map(len, tables)))

    def _hold(self, rows: int) -> None:
        self._held += rows
        if self._held > _FOLD_ROWS:
            self._fold()

    def _fold(self) -> None:
        self._seen = [added_up(self._seen, *_SEEN_SUMS)]
        self._pairs = [added_up(self._pairs, *_PAIRS_SUMS)]
        self._described = [_distinct_of(self._described)]
        self._spelled = [_distinct_of(self._spelled)]
        self._lived = [added_up(self._lived, *_LIVED_SUMS)]
        self._held = 0

    def folded(self) -> Sightings:
        """All that was seen, each line once, in an order that does not depend on that of the rows."""
        self._fold()
        return Sightings(
            *map(_sorted, (self._seen[0], self._pairs[0], self._described[0], self._spelled[0], self._lived[0]))
        )


def _repeat(word: str, count: int) -> pa.Array:
    return pa.array([word]).take(pa.array(np.zeros(count, np.int8)))


def _distinct(table: pa.Table) -> pa.Table:
    return table.group_by(table.schema.names).aggregate([]).select(table.schema.names).cast(table.schema)


def _distinct_of(tables: list[pa.Table]) -> pa.Table:
    return _distinct(pa.concat_tables(tables))


_SPAN: list[tuple[str, str]] = [("first", "min"), ("last", "max")]
_SEEN_SUMS = (["number", "source"], [("contacts", "sum"), *_SPAN], SEEN)
_PAIRS_SUMS = (["a", "b", "source"], [("rows", "sum"), *_SPAN], PAIRS)
_LIVED_SUMS = (["number", "address", "family", "source"], [("rows", "sum"), *_SPAN], LIVED)


def _inserted(known: pa.Table, more: pa.Table, add_up: Callable[[list[pa.Table]], pa.Table]) -> pa.Table:
    """Two sorted tables added up as one. Few lines more are put in their places between those that stay as they are."""
    if not len(more):
        return known
    if len(more) > len(known) // _FEW:
        return _sorted(add_up([known, more]))
    first = known.column(0).to_numpy()
    of_whom = np.unique(more.column(0).to_numpy())
    begins, ends = np.searchsorted(first, of_whom), np.searchsorted(first, of_whom, side="right")
    told = np.repeat(begins - np.concatenate(([0], np.cumsum(ends - begins)[:-1])), ends - begins)
    changed = _sorted(add_up([known.take(pa.array(told + np.arange(len(told)))), more]))
    cuts = np.searchsorted(changed.column(0).to_numpy(), of_whom, side="right")
    pieces, here, of_these = [], 0, 0
    for begin, end, cut in zip(begins.tolist(), ends.tolist(), cuts.tolist(), strict=True):
        pieces += [known.slice(here, begin - here), changed.slice(of_these, cut - of_these)]
        here, of_these = end, cut
    return pa.concat_tables([*pieces, known.slice(here)]).combine_chunks()


def added_up(tables: list[pa.Table], keys: list[str], sums: list[tuple[str, str]], schema: pa.Schema) -> pa.Table:
    """Lines of equal keys as one. sums: how each other column is added up (sum, min, max)."""
    found = pa.concat_tables(tables).group_by(keys).aggregate(sums)
    return found.rename_columns([*keys, *(name for name, _ in sums)]).select(schema.names).cast(schema)


def _sorted(table: pa.Table) -> pa.Table:
    return table.sort_by([(name, "ascending") for name in table.schema.names]).combine_chunks()
