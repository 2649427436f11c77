"""A mapping: what the columns of one source mean. Written as TOML (`sources.mapping` reads and writes it)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from wegmarke.model.consent import Purpose

MAPPING_VERSION = 1
Format = Literal["csv", "excel", "parquet", "jsonl", "xes", "mail", "report", "tracking"]
DESCRIBING_KINDS = frozenset(
    {
        *("first_name", "last_name", "name", "gender", "birth_date", "company"),
        *("street", "house_number", "postcode", "city", "state", "country"),
        *("buying_role", "job_title"),
    }
)
"""Kinds of identifiers that describe a person and point at none: many are called so, or live there."""
Test = Literal["is", "is_not", "contains", "starts", "ends", "empty", "filled"]
TESTS: tuple[Test, ...] = get_args(Test)
Becomes = Literal["drop", "team", "keep"]
BECOMES: tuple[Becomes, ...] = get_args(Becomes)


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison with a column of the row, without regard to case; `value` is unused for empty and filled."""

    column: str
    test: Test
    value: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Where all conditions hold, the cell has this value."""

    when: tuple[Condition, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value comes from: a column, a constant, or the first rule that holds (else the column, else the
    constant).
    """

    column: str | None = None
    constant: str | None = None
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in major units, and its ISO currency as a constant or a column."""

    column: str
    currency: Cell = field(default_factory=lambda: Cell(constant="EUR"))


@dataclass(frozen=True, slots=True)
class Score:
    """A score column and its scale: nps (0 to 10), csat, ces, or a name of one's own."""

    column: str
    scale: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised: the column of the time it was due, and of the time it was kept (empty: not yet)."""

    due: str
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class InteractionMapping:
    """One interaction that a row yields; a row whose `time` is empty does not yield it, if `optional`.

    stated_reason: the reason that was stated for what happened here, a code or a short text (why the offer was lost,
    why the customer leaves).
    """

    time: str
    touchpoint: Cell
    end: str | None = None
    sequence: str | None = None
    channel: Cell | None = None
    department: Cell | None = None
    lifecycle: Cell | None = None
    journey: str | None = None
    matter: str | None = None
    account: str | None = None
    outcome: Cell | None = None
    outcome_of: Literal["journey", "interaction"] = "journey"
    value: Money | None = None
    scores: tuple[Score, ...] = ()
    text: str | None = None
    promise: Promise | None = None
    stated_reason: Cell | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Identifier:
    """A column that says who the customer is, and the kind of what stands in it."""

    column: str
    kind: str

    @property
    def describes(self) -> bool:
        """Whether it only describes a person (name, address), and so can name no customer by itself."""
        return self.kind in DESCRIBING_KINDS


@dataclass(frozen=True, slots=True)
class Staff:
    """A column that names single employees, and what becomes of it at import.

    drop: nothing of it is kept. team: their teams take their place, by the workspace's list of staff; who is in none is
    left out. keep: it is kept as it stands, for the `reason` that is stated.
    """

    column: str
    becomes: Becomes = "drop"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Master:
    """What rows of master data say: who a customer is and to which account (company) the customer belongs, no contact.

    account: the column of the account. changed: of the time as of which the row speaks; empty: of the import. until: of
    the time until when the customer belonged to the account, as for a contact who has left the company. left: whoever
    satisfies all of this has left, as of `until` or, where that is empty, as of `changed`.
    """

    account: str | None = None
    changed: str | None = None
    until: str | None = None
    left: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentColumn:
    """A column that says whether a person allows a purpose, as of the time of the row.

    given, refused, objected: the words that mean each, without regard to case; none: the usual ones (yes, ja, true, …).
    A word that is among none says nothing.
    """

    column: str
    purpose: Purpose
    given: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    objected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributeColumn:
    """A column that says to which group a customer belongs (customer group, region, contract class): few words, no free
    text. name: of the customer attribute, the same in every source that tells of it.
    """

    name: str
    column: str


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How the file is to be read; None means: find out. `date_order` settles 03.04.2026 and 3/4/2026.

    own_domains: of mails, the domains whose addresses are the company's own; none: find out.
    """

    encoding: str | None = None
    delimiter: str | None = None
    decimal: Literal[",", "."] | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    time_zone: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    own_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a source's columns mean.

    source: the source's name (letters, digits, `_`). customer: the column that holds the customer's identifier;
    customer_kind: its kind (crm_number, email, phone, cookie, case, …): equal values of one kind are one customer,
    across sources. identifiers: further columns that say who it is, asked in this order where those before are empty;
    those that are filled besides are kept with the row, and join what is one person. row_id: columns that together name
    a row for good, so that a later export supersedes it; empty: a row is file hash and row number. drop: columns never
    stored. staff: what becomes of columns that name single employees. master: the rows are master data (a list of
    contacts or companies) and yield no interactions. consents: columns that say what the person allows. attributes:
    columns of customer attributes.
    """

    source: str
    customer: str
    interactions: tuple[InteractionMapping, ...]
    customer_kind: str = "customer"
    identifiers: tuple[Identifier, ...] = ()
    format: Format | None = None
    read: ReadOptions = field(default_factory=ReadOptions)
    row_id: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    staff: tuple[Staff, ...] = ()
    master: Master | None = None
    consents: tuple[ConsentColumn, ...] = ()
    attributes: tuple[AttributeColumn, ...] = ()
    version: int = MAPPING_VERSION

    @property
    def all_identifiers(self) -> tuple[Identifier, ...]:
        """The columns that can name a row's customer, in the order in which they are asked."""
        return (Identifier(self.customer, self.customer_kind), *(one for one in self.identifiers if not one.describes))
