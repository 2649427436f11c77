"""How two records are compared, attribute by attribute: the levels of likeness, and how often each is met by chance.

Every level has a condition on the two spellings (`l` and `r`) and a probability `m` of being met where both records are
one person. The `m` written here were learned from the development data (FEBRL 1 and 2, and the practice company); where
there is enough to learn from, they are only where learning starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wegmarke.identity.kinds import kind_of
from wegmarke.identity.rules import DEFAULT_RULES, IdentityRules

Likeness = Literal[
    "same", "swapped", "part", "one_letter", "similar", "related", "mailbox", "town", "different", "missing"
]
"""How alike two values are.

same: one spelling. swapped: first and last name, or day and month, have changed places. part: one is a part or the
initial of the other. one_letter: one sign is another, missing, or in its neighbour's place. similar: more than that,
yet close. related: alike at a glance, dates within a year. mailbox: the same before the @. town: another postcode, the
same town. missing: one of them is empty.
"""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of likeness: its condition in SQL, and how probable it is where both are one person.

    by_frequency: the column in which agreeing on a rare value says more than on a common one. least_u: how often the
    level is met by chance at least; more than counted where it only says once more what another respect has said.
    """

    likeness: Likeness
    condition: str
    m: float
    by_frequency: str | None = None
    least_u: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """How records are compared in one respect.

    kind: the attribute, by which it is named. columns: those of the prepared table it reads. levels: the first whose
    condition holds counts; the last is `different`.
    """

    kind: str
    columns: tuple[str, ...]
    levels: tuple[Level, ...]


IN_NAMES = 0.002
"""Two people of one name have mailboxes of one name: anna.meier at two providers says little that the names do not."""

NEVER_COMPARED = frozenset({"customer_number", "customer", "user_id", "cookie", "device", "contract_number"})
"""Values that systems hand out anew: one person has several, so others say nothing, and equal ones link already."""

NOT_OF_PEOPLE = frozenset({"state", "country", "gender", "pseudonym", "company", "name", "buying_role", "job_title"})
"""Attributes that half the records share, or that stand in other columns already."""


def comparisons_of(columns: tuple[str, ...], rules: IdentityRules = DEFAULT_RULES) -> tuple[Comparison, ...]:
    """The comparisons that the columns of a prepared table allow, in a fixed order."""
    there = set(columns)
    found = []
    if "first_name" in there:
        found.append(_name("first_name", "last_name" if "last_name" in there else None))
    if "last_name" in there:
        found.append(_name("last_name", "first_name" if "first_name" in there else None))
    if "birth_date" in there:
        found.append(_birth_date())
    if "street" in there:
        found.append(_text("street", 0.6, 0.07, 0.23))
    if "house_number" in there:
        found.append(_house_number())
    if there & {"postcode", "city"}:
        found.append(_place(there))
    if "email" in there:
        found.append(_email())
    if "phone" in there:
        found.append(_digits("phone", 0.75, 0.05))
    known = {"first_name", "last_name", "birth_date", "street", "house_number", "postcode", "city", "email", "phone"}
    return (*found, *(_digits(name, 0.88, 0.06) for name in sorted(there - known) if is_number(name, rules)))


def is_number(kind: str, rules: IdentityRules = DEFAULT_RULES) -> bool:
    """Whether a kind is a number of the person's own, which others do not have: card, insurance, account."""
    if kind in NEVER_COMPARED | NOT_OF_PEOPLE | {"email", "phone"}:
        return False
    return kind_of(kind, rules).role == "points"


def _alike(a: str, b: str) -> str:
    """Begins or ends alike. Whatever is near does, and asking first spares nine of ten distances."""
    return f"(left({a}, 1) = left({b}, 1) OR right({a}, 1) = right({b}, 1))"


def _near(a: str, b: str, distance: int) -> str:
    lengths = f"abs(length({a}) - length({b})) <= {distance}"
    return f"{_alike(a, b)} AND {lengths} AND damerau_levenshtein({a}, {b}) <= {distance}"


def _same(column: str, m: float, *, owned: bool = False) -> Level:
    """Agreement. owned: the value is one person's own; how often it is met says how often that person is there."""
    return Level("same", f"{column}_l = {column}_r", m, None if owned else column)


def _one_letter(column: str, m: float, shortest: int = 0) -> Level:
    condition = _near(f"{column}_l", f"{column}_r", 1)
    if shortest:
        condition += f" AND least(length({column}_l), length({column}_r)) >= {shortest}"
    return Level("one_letter", condition, m)


def _different(m: float) -> Level:
    return Level("different", "ELSE", m)


def _name(column: str, other: str | None) -> Comparison:
    """Names of four letters and fewer are others when one letter is another: Jan and Jon, Lea and Leo."""
    a, b = f"{column}_l", f"{column}_r"
    swapped = (Level("swapped", f"{a} = {other}_r AND {b} = {other}_l", 0.05),) if other else ()
    part = (
        f"starts_with({a}, {b} || ' ') OR starts_with({b}, {a} || ' ') OR ends_with({a}, ' ' || {b})"
        f" OR ends_with({b}, ' ' || {a}) OR (length({a}) = 1 AND starts_with({b}, {a}))"
        f" OR (length({b}) = 1 AND starts_with({a}, {b}))"
    )
    close = (
        f"{_alike(a, b)} AND ((least(length({a}), length({b})) >= 4 AND jaro_winkler_similarity({a}, {b}) >= 0.88)"
        f" OR (least(length({a}), length({b})) >= 6 AND damerau_levenshtein({a}, {b}) <= 2))"
    )
    return Comparison(
        column,
        (column, other) if other else (column,),
        (
            _same(column, 0.63),
            *swapped,
            _one_letter(column, 0.15, shortest=5),
            Level("part", part, 0.02),
            Level("similar", close, 0.04),
            Level("related", f"{_alike(a, b)} AND jaro_winkler_similarity({a}, {b}) >= 0.75", 0.02),
            _different(0.09),
        ),
    )


def _birth_date() -> Comparison:
    a, b = "birth_date_l", "birth_date_r"
    turned = f"left({a}, 5) || right({a}, 2) || substr({a}, 5, 3) = {b}"
    two_parts = (
        f"(left({a}, 4) = left({b}, 4))::INT + (substr({a}, 6, 2) = substr({b}, 6, 2))::INT"
        f" + (right({a}, 2) = right({b}, 2))::INT >= 2"
    )
    days = f"abs(datediff('day', try_cast({a} AS DATE), try_cast({b} AS DATE)))"
    return Comparison(
        "birth_date",
        ("birth_date",),
        (
            _same("birth_date", 0.9),
            Level("swapped", turned, 0.005),
            Level(
                "one_letter",
                f"(left({a}, 5) = left({b}, 5) OR right({a}, 5) = right({b}, 5)) AND {_near(a, b, 1)}",
                0.025,
            ),
            Level("similar", f"({two_parts}) OR {days} <= 31", 0.01),
            Level("related", f"{days} <= 366", 0.005),
            _different(0.055),
        ),
    )


def _text(column: str, same: float, one_letter: float, similar: float) -> Comparison:
    a, b = f"{column}_l", f"{column}_r"
    close = (
        f"{_alike(a, b)} AND (jaro_winkler_similarity({a}, {b}) >= 0.88"
        f" OR (length({a}) >= 6 AND damerau_levenshtein({a}, {b}) <= 2))"
    )
    levels = (_same(column, same), _one_letter(column, one_letter), Level("similar", close, similar))
    return Comparison(column, (column,), (*levels, _different(max(0.05, 1 - same - one_letter - similar))))


def _house_number() -> Comparison:
    a, b = "house_number_l", "house_number_r"
    nearly = f"greatest(length({a}), length({b})) >= 2 AND {_near(a, b, 1)}"
    return Comparison(
        "house_number",
        ("house_number",),
        (_same("house_number", 0.83), Level("one_letter", nearly, 0.06), _different(0.11)),
    )


def _place(there: set[str]) -> Comparison:
    """Postcode and town are one respect: who shares the first mostly shares the second, and it must not count twice."""
    town = f"city_l = city_r OR ({_alike('city_l', 'city_r')} AND jaro_winkler_similarity(city_l, city_r) >= 0.92)"
    if "postcode" not in there:
        return _text("city", 0.68, 0.2, 0.05)
    nearly = _near("postcode_l", "postcode_r", 1)
    levels = [_same("postcode", 0.78)]
    if "city" in there:
        levels += [
            Level("one_letter", f"{nearly} AND ({town})", 0.12),
            Level("town", town, 0.05),
            Level("similar", nearly, 0.03),
        ]
    else:
        levels.append(Level("one_letter", nearly, 0.17))
    columns = ("postcode", "city") if "city" in there else ("postcode",)
    return Comparison("postcode", columns, (*levels, _different(0.04)))


def _email() -> Comparison:
    a, b = "email_l", "email_r"
    mailbox = f"split_part({a}, '@', 1) = split_part({b}, '@', 1)"
    return Comparison(
        "email",
        ("email",),
        (
            _same("email", 0.7, owned=True),
            _one_letter("email", 0.05),
            Level("mailbox", mailbox, 0.05, least_u=IN_NAMES),
            Level(
                "similar",
                f"left({a}, 1) = left({b}, 1) AND jaro_winkler_similarity({a}, {b}) >= 0.92",
                0.05,
                least_u=IN_NAMES,
            ),
            _different(0.15),
        ),
    )


def _digits(column: str, same: float, one_letter: float) -> Comparison:
    return Comparison(
        column,
        (column,),
        (_same(column, same, owned=True), _one_letter(column, one_letter), _different(1 - same - one_letter)),
    )
