"""Records with known truth: FEBRL and fake_1000, read as a source would be, and how well pairs were found.

FEBRL: P. Christen, Febrl: an open source data cleaning, deduplication and record linkage system, KDD 2008; data sets 1
to 4 as its generator made them. fake_1000: made for the documentation of Splink, with a clerical label for pairs.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

FEBRL_COLUMNS = {
    "given_name": "given_name",
    "surname": "surname",
    "street_number": "street_number",
    "address_1": "street",
    "suburb": "suburb",
    "postcode": "postcode",
    "date_of_birth": "date_of_birth",
    "soc_sec_id": "social_security_number",
}
"""What a mapping would call the columns. The name of the building and the state are left out: no kind means them."""


@dataclass(frozen=True)
class Truth:
    """Records, and who each of them is: the entity of every number."""

    records: pa.Table
    entity: Mapping[int, Hashable]

    @property
    def pairs(self) -> int:
        """How many pairs of records are one person."""
        return sum(count * (count - 1) // 2 for count in Counter(self.entity.values()).values())


def _texts(path: Path) -> pa.Table:
    with path.open() as file:
        names = file.readline().strip().split(",")
    as_text = pcsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    table = pcsv.read_csv(path, convert_options=as_text)
    return table.rename_columns([name.strip() for name in table.column_names])


def febrl(*paths: Path) -> Truth:
    """One or several files of FEBRL as one table, its records in an order that says nothing of who they are."""
    table = pa.concat_tables([_texts(path) for path in paths])
    number = np.random.default_rng(1).permutation(len(table))
    entity = [text.split("-")[1] for text in table["rec_id"].to_pylist()]
    columns = {name: pc.utf8_trim_whitespace(table[column]) for column, name in FEBRL_COLUMNS.items()}
    return Truth(pa.table({"number": pa.array(number), **columns}), dict(zip(number.tolist(), entity, strict=True)))


def fake_1000(path: Path) -> Truth:
    """fake_1000, with what Splink's documentation says of its columns."""
    table = _texts(path)
    number = pa.array([int(text) for text in table["unique_id"].to_pylist()])
    columns = {name: table[name] for name in ("first_name", "surname", "dob", "city", "email")}
    return Truth(
        pa.table({"number": number, **columns}),
        dict(zip(number.to_pylist(), table["cluster"].to_pylist(), strict=True)),
    )


def customers(numbers: Iterable[int], links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The customer of every record: those that are linked, directly or by others, are one."""
    first = {number: number for number in numbers}

    def root(number: int) -> int:
        while first[number] != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    for a, b in links:
        first[max(root(a), root(b))] = min(root(a), root(b))
    return {number: root(number) for number in first}


@dataclass(frozen=True)
class Quality:
    """Of the pairs that were made one, how many are one (precision); of those that are one, how many were (recall)."""

    right: int
    made: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true

    @property
    def f(self) -> float:
        return 2 * self.right / (self.made + self.true)


def of_customers(truth: Truth, links: Iterable[tuple[int, int]]) -> Quality:
    """Over all pairs of records that are one customer after linking, pairwise."""
    customer = customers(truth.entity, links)
    made = Counter(customer.values())
    both = Counter((customer[number], truth.entity[number]) for number in customer)
    pairs = (sum(n * (n - 1) // 2 for n in counts.values()) for counts in (both, made))
    return Quality(*pairs, true=truth.pairs)


def of_links(truth: Truth, links: Iterable[tuple[int, int]]) -> Quality:
    """Over the links alone, without what follows from several of them."""
    made = set(links)
    right = sum(truth.entity[a] == truth.entity[b] for a, b in made)
    return Quality(right, len(made), truth.pairs)


def of_labels(path: Path, customer: Mapping[int, int]) -> Quality:
    """Over the pairs that somebody has labelled."""
    rows = _texts(path).to_pylist()
    same = [customer[int(row["unique_id_l"])] == customer[int(row["unique_id_r"])] for row in rows]
    true = [float(row["clerical_match_score"]) > 0.5 for row in rows]
    right = sum(a and b for a, b in zip(same, true, strict=True))
    return Quality(right, sum(same), sum(true))
