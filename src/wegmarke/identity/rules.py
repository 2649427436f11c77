"""What a company lays down about its identifiers, kept in `identity.toml`, which people may edit.

Everything has a default: without the file, and with an empty one, the rules are good for a company in Germany.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from wegmarke.errors import WegmarkeError
from wegmarke.model.toml_text import toml_list, toml_text
from wegmarke.record.durable import write_text

RULES_FILE = "identity.toml"
RULES_VERSION = 1

Role = Literal["points", "describes"]
DateOrder = Literal["dmy", "mdy"]
_Choice = TypeVar("_Choice", bound=str)
_ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy")
_ROLES: tuple[Role, ...] = ("points", "describes")
_KEYS = (
    "version",
    "country",
    "date_order",
    "own_domains",
    "role_addresses",
    "plus_tags",
    "gmail_dots",
    "household",
    "blocked",
    "kind",
)
_KIND_KEYS = ("name", "also", "role", "priority", "most_per_customer", "most_shared")


@dataclass(frozen=True, slots=True)
class Blocked:
    """Values of a kind that point at nobody, in whatever spelling: the hotline's own number, the house's own card."""

    kind: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindRule:
    """What is laid down about a kind; None: as it is by default.

    also: what sources call it. The others are those of `kinds.Kind`.
    """

    name: str
    also: tuple[str, ...] = ()
    role: Role | None = None
    priority: int | None = None
    most_per_customer: int | None = None
    most_shared: int | None = None


@dataclass(frozen=True, slots=True)
class HouseholdRules:
    """Which customers at one address likely live together; they are never merged for it.

    most_customers: an address with more of them is no household but a company, a hall of residence. family_name:
    whether one family name at one address is enough. shared: kinds of identifiers of which one that several customers
    of the address were met with is enough.
    """

    most_customers: int = 8
    family_name: bool = True
    shared: tuple[str, ...] = ("email", "phone", "device", "cookie")


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """How identifiers are read here.

    country: whose telephone numbers lack a country code (ISO, two letters). date_order: of dates of birth written with
    the year last. own_domains: mail domains of the company itself, whose addresses say nothing of a customer.
    role_addresses: further words before the @ that an office reads. plus_tags: whether a+shop@ is another mailbox than
    a@. gmail_dots: whether dots tell mailboxes of Gmail apart. household: who likely lives together.
    """

    country: str = "DE"
    date_order: DateOrder = "dmy"
    own_domains: tuple[str, ...] = ()
    role_addresses: tuple[str, ...] = ()
    plus_tags: bool = True
    gmail_dots: bool = True
    household: HouseholdRules = HouseholdRules()
    blocked: tuple[Blocked, ...] = ()
    kinds: tuple[KindRule, ...] = ()


DEFAULT_RULES = IdentityRules()


def load_rules(folder: Path) -> IdentityRules:
    """Read the rules of a workspace; the default where there is no file.

    Errors: `settings_broken` if the file is no TOML, `workspace_newer` for a later Wegmarke's, `workspace_setting` with
    the setting at fault.
    """
    try:
        text = (folder / RULES_FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return DEFAULT_RULES
    except (OSError, ValueError) as error:
        raise WegmarkeError("settings_broken", file=RULES_FILE) from error
    return read_rules(text)


def save_rules(folder: Path, rules: IdentityRules) -> None:
    """Write the rules as a whole; a crash leaves either the old or the new. `workspace_setting` if one cannot be."""
    text = rules_text(rules)
    if read_rules(text) != rules:
        raise WegmarkeError("workspace_setting", setting="kind")
    write_text(folder / RULES_FILE, text)


def rules_text(rules: IdentityRules) -> str:
    """The rules as TOML."""
    lines = [
        f"version = {RULES_VERSION}",
        f"country = {toml_text(rules.country)}",
        f"date_order = {toml_text(rules.date_order)}",
        f"own_domains = {toml_list(rules.own_domains)}",
        f"role_addresses = {toml_list(rules.role_addresses)}",
        f"plus_tags = {str(rules.plus_tags).lower()}",
        f"gmail_dots = {str(rules.gmail_dots).lower()}",
    ]
    home = rules.household
    lines += ["", "[household]", f"most_customers = {home.most_customers}"]
    lines += [f"family_name = {str(home.family_name).lower()}", f"shared = {toml_list(home.shared)}"]
    for blocked in rules.blocked:
        lines += ["", "[[blocked]]", f"kind = {toml_text(blocked.kind)}", f"values = {toml_list(blocked.values)}"]
    for kind in rules.kinds:
        lines += ["", "[[kind]]", f"name = {toml_text(kind.name)}"]
        if kind.also:
            lines.append(f"also = {toml_list(kind.also)}")
        if kind.role is not None:
            lines.append(f"role = {toml_text(kind.role)}")
        limits = ("priority", "most_per_customer", "most_shared")
        lines += [f"{name} = {value}" for name in limits if (value := getattr(kind, name)) is not None]
    return "\n".join(lines) + "\n"


def read_rules(text: str) -> IdentityRules:
    """The rules that a text of TOML lays down. Errors: as `load_rules`."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WegmarkeError("settings_broken", file=RULES_FILE, reason=str(error)) from error
    version = found.get("version", RULES_VERSION)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _wrong("version", version, str(RULES_VERSION))
    if version > RULES_VERSION:
        raise WegmarkeError("workspace_newer", found=version, known=RULES_VERSION)
    _known(found, _KEYS, "")
    country = found.get("country", DEFAULT_RULES.country)
    if not isinstance(country, str) or len(country) != 2 or not country.isascii() or not country.isupper():
        raise _wrong("country", country, "DE", "AT", "CH")
    return IdentityRules(
        country=country,
        date_order=_one_of(found, "date_order", *_ORDERS) or DEFAULT_RULES.date_order,
        own_domains=_texts(found, "own_domains"),
        role_addresses=_texts(found, "role_addresses"),
        plus_tags=_flag(found, "plus_tags"),
        gmail_dots=_flag(found, "gmail_dots"),
        household=_household(found.get("household", {})),
        blocked=tuple(_blocked(table) for table in _tables(found, "blocked")),
        kinds=tuple(_kind(table) for table in _tables(found, "kind")),
    )


def _household(table: object) -> HouseholdRules:
    if not isinstance(table, dict):
        raise _wrong("household", table)
    _known(table, ("most_customers", "family_name", "shared"), "household.")
    usual = HouseholdRules()
    return HouseholdRules(
        most_customers=_whole(table, "most_customers", 2, "household.") or usual.most_customers,
        family_name=_flag(table, "family_name", "household."),
        shared=_texts(table, "shared", "household.") if "shared" in table else usual.shared,
    )


def _blocked(table: dict[str, object]) -> Blocked:
    _known(table, ("kind", "values"), "blocked.")
    return Blocked(_needed(table, "kind", "blocked."), _texts(table, "values", "blocked."))


def _kind(table: dict[str, object]) -> KindRule:
    _known(table, _KIND_KEYS, "kind.")
    return KindRule(
        name=_needed(table, "name", "kind."),
        also=_texts(table, "also", "kind."),
        role=_one_of(table, "role", *_ROLES, place="kind."),
        priority=_whole(table, "priority", 0),
        most_per_customer=_whole(table, "most_per_customer", 1),
        most_shared=_whole(table, "most_shared", 1),
    )


def _wrong(setting: str, value: object, *expected: str) -> WegmarkeError:
    return WegmarkeError("workspace_setting", setting=setting, value=str(value)[:100], expected=list(expected) or None)


def _known(found: dict[str, object], keys: tuple[str, ...], place: str) -> None:
    for key in found:
        if key not in keys:
            raise WegmarkeError("workspace_setting", setting=place + key, expected=[place + known for known in keys])


def _needed(table: dict[str, object], key: str, place: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(place + key, value)
    return value


def _texts(found: dict[str, object], key: str, place: str = "") -> tuple[str, ...]:
    value = found.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise _wrong(place + key, value)
    return tuple(value)


def _one_of(found: dict[str, object], key: str, *choices: _Choice, place: str = "") -> _Choice | None:
    value = found.get(key)
    if value is None:
        return None
    for choice in choices:
        if choice == value:
            return choice
    raise _wrong(place + key, value, *choices)


def _flag(found: dict[str, object], key: str, place: str = "") -> bool:
    value = found.get(key, True)
    if not isinstance(value, bool):
        raise _wrong(place + key, value, "true", "false")
    return value


def _whole(table: dict[str, object], key: str, least: int, place: str = "kind.") -> int | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise _wrong(place + key, value, str(least))
    return value


def _tables(found: dict[str, object], key: str) -> list[dict[str, object]]:
    value = found.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise _wrong(key, value)
    return value
