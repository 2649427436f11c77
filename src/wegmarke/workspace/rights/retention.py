"""How long the rows of a source are kept: what a rule would erase (dry run), erasing it, and the proof."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError
from wegmarke.identity.erasing import erase_identifiers
from wegmarke.identity.naming import as_known
from wegmarke.identity.rules import load_rules
from wegmarke.record import Record
from wegmarke.record.durable import room_or_error, write_text
from wegmarke.workspace.coding import forget_texts
from wegmarke.workspace.resolving import IDENTITY, forget_derived
from wegmarke.workspace.rights.erasures import RIGHTS
from wegmarke.workspace.rights.kept_files import clean_of_rows
from wegmarke.workspace.rights.register import Part, enter

RETENTION_FILE = "retention.json"
DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Expiring:
    """What is older than a source's rule allows: rows whose every contact lies before `before`.

    days: the rule. rows, customers: how many rows, and how many identifiers they stand under.
    """

    source: str
    days: int
    before: str
    rows: int
    customers: int


@dataclass(frozen=True, slots=True)
class Expired:
    """The proof: what was erased when, by which rule, and the position of the record after it."""

    at: str
    erased: tuple[Expiring, ...]
    interactions: int
    position: int


@dataclass(frozen=True, slots=True)
class Retention:
    """The rules of a workspace (source → days) and the proofs of what they erased."""

    days: Mapping[str, int]
    proofs: tuple[Expired, ...] = ()


def read_retention(folder: Path) -> Retention:
    """The rules and proofs of the workspace in this folder; no rule keeps everything. `record_broken` when damaged."""
    try:
        content = json.loads((folder / RIGHTS / RETENTION_FILE).read_text("utf-8"))
        proofs = tuple(
            Expired(**{**proof, "erased": tuple(Expiring(**one) for one in proof["erased"])})
            for proof in content["proofs"]
        )
        return Retention({str(source): int(days) for source, days in content["days"].items()}, proofs)
    except FileNotFoundError:
        return Retention({})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WegmarkeError("record_broken", what=f"{RIGHTS}/{RETENTION_FILE}") from error


def save_retention(folder: Path, days: Mapping[str, int]) -> None:
    """Change the rules; the proofs stay. ValueError for fewer than one day."""
    if any(count < 1 for count in days.values()):
        raise ValueError(days)
    _write(folder, Retention(dict(days), read_retention(folder).proofs))


def expiring(folder: Path, record: Record, today: dt.datetime | None = None) -> tuple[Expiring, ...]:
    """What the rules would erase today; nothing is changed. One line a rule, also where it would erase nothing."""
    limits = _limits(folder, today)
    found = record.older_than({source: before for source, (_, before) in limits.items()})
    return tuple(
        Expiring(source, days, before.isoformat(timespec="seconds"), *found.get(source, (0, 0)))
        for source, (days, before) in sorted(limits.items())
    )


def expire(folder: Path, record: Record, today: dt.datetime | None = None) -> Expired:
    """Erase what the rules say, and keep the proof. The caller holds the writer's lock, and builds the index after."""
    lines = expiring(folder, record, today)
    limits = {source: before for source, (_, before) in _limits(folder, today).items()}
    lonely = record.identifiers_older_than(limits)
    erased = record.expire(limits)
    clean_of_rows(folder, record, dict(erased.rows))
    rules = load_rules(folder)
    gone = as_known(lonely, rules) - as_known(record.known_identifiers(), rules)  # others keep their numbers
    erase_identifiers(folder / IDENTITY, lambda kind, value: (kind, value) in gone)
    forget_texts(folder, record)
    forget_derived(folder)
    proof = Expired(now().isoformat(timespec="seconds"), lines, erased.interactions, record.position)
    known = read_retention(folder)
    _write(folder, Retention(known.days, (*known.proofs, proof)))
    return proof


def _limits(folder: Path, today: dt.datetime | None) -> dict[str, tuple[int, dt.datetime]]:
    """For each rule its days, and the time before which rows go."""
    moment = (today or now()).astimezone(dt.UTC)
    return {source: (days, moment - dt.timedelta(days=days)) for source, days in read_retention(folder).days.items()}


def _write(folder: Path, retention: Retention) -> None:
    with room_or_error(folder):
        (folder / RIGHTS).mkdir(exist_ok=True)
    content = {"version": 1, "days": dict(retention.days), "proofs": [asdict(proof) for proof in retention.proofs]}
    write_text(folder / RIGHTS / RETENTION_FILE, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def years(days: int) -> float:
    """The days of a rule in years, for people."""
    return days / DAYS_A_YEAR


def summed(lines: Iterable[Expiring]) -> tuple[int, int]:
    """Rows and customers over all rules; a customer of two sources counts twice."""
    chosen = tuple(lines)
    return sum(line.rows for line in chosen), sum(line.customers for line in chosen)


enter(Part("retention", (f"{RIGHTS}/{RETENTION_FILE}",), because="rules and counts"))
