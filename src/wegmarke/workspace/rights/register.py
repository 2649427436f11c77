"""The register: every part of a workspace that stores data says how it exports a person and how it lets go of one.

The parts of the workspace itself stand here; desk and collector enter theirs with `enter` (DESIGN §5). What holds
nothing of persons says why. A test walks through the folders of a workspace and the tables of the desk and fails where
one of them is in no part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from wegmarke.identity.erasing import erase_identifiers, erase_reasons, saved_identifiers
from wegmarke.identity.reviewing import forget as forget_pairs
from wegmarke.record import Record
from wegmarke.workspace.accounts import ACCOUNTS, forget_derived_accounts
from wegmarke.workspace.resolving import IDENTITY, forget_derived
from wegmarke.workspace.reviewing import sweep_scratch
from wegmarke.workspace.rights.kept_files import clean_kept_files
from wegmarke.workspace.rights.person import Person, learn
from wegmarke.workspace.rights.traces import Traces


@dataclass(frozen=True, slots=True)
class Erasing:
    """An erasure, as every part is told of it: the workspace's folder, its record opened for writing, who, and the
    judge of rows and texts.
    """

    folder: Path
    record: Record
    persons: tuple[Person, ...]
    traces: Traces


@dataclass(frozen=True, slots=True)
class Extract:
    """What a part holds of a person: a table under a name; every line a dictionary of column and value."""

    name: str
    lines: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class Exporting:
    """A request for information, as every part is told of it."""

    folder: Path
    record: Record
    person: Person
    traces: Traces


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the register.

    places: what it answers for, as patterns below the workspace's folder, or `table:app.Model`. because: why it holds
    nothing of persons, where it has neither `erase` nor `export`. erase: lets go of persons and says of how many
    things; doing it twice does no harm.
    """

    name: str
    places: tuple[str, ...]
    erase: Callable[[Erasing], int] | None = None
    export: Callable[[Exporting], Iterable[Extract]] | None = None
    because: str = ""


_ENTERED: dict[str, Part] = {}


def enter(part: Part, *, first: bool = False) -> None:
    """Enter a part; one of the same name is replaced. ValueError for one that says nothing of what it holds.

    first: it lets go before all others, since it must look into the record to know of what.
    """
    if part.erase is None and not part.because:
        raise ValueError(part.name)
    behind = {name: _ENTERED.pop(name) for name in tuple(_ENTERED)} if first else {}
    behind.pop(part.name, None)
    _ENTERED[part.name] = part
    _ENTERED.update(behind)


def enter_export(name: str, export: Callable[[Exporting], Iterable[Extract]]) -> None:
    """Say how a part that is entered already exports a person."""
    _ENTERED[name] = replace(_ENTERED[name], export=export)


def parts() -> tuple[Part, ...]:
    """All parts, in the order in which they let go."""
    return tuple(_ENTERED.values())


def _erase_record(erasing: Erasing) -> int:
    erased = erasing.record.erase(erasing.traces)
    return erased.interactions + erased.emptied + erased.quarantined


def _erase_numbers(erasing: Erasing) -> int:
    learn(value for *_, value in saved_identifiers(erasing.folder / IDENTITY))
    return erase_identifiers(erasing.folder / IDENTITY, erasing.traces.is_theirs)


def _erase_links(erasing: Erasing) -> int:
    learn(value for *_, value in saved_identifiers(erasing.folder / IDENTITY))
    return erase_reasons(erasing.folder / IDENTITY, erasing.traces.is_theirs)


def _erase_reviews(erasing: Erasing) -> int:
    theirs = {
        number for number, *pair in saved_identifiers(erasing.folder / IDENTITY) if erasing.traces.is_theirs(*pair)
    }
    sweep_scratch(erasing.folder)
    return forget_pairs(erasing.folder / IDENTITY, theirs)


def _forget_derived(erasing: Erasing) -> int:
    forget_derived(erasing.folder)
    return 0


def _erase_accounts(erasing: Erasing) -> int:
    """Let go of companies that bear the person's own name or number, and of what people wrote about them."""
    folder = erasing.folder / ACCOUNTS
    forget_derived_accounts(erasing.folder)
    return erase_reasons(folder, erasing.traces.is_theirs) + erase_identifiers(folder, erasing.traces.is_theirs)


def _erase_kept_files(erasing: Erasing) -> int:
    return clean_kept_files(erasing.folder, erasing.record, erasing.traces)


_NOTHING = (
    (
        "index",
        "index/* index-accounts/*",
        "it is built anew without the persons at the end of every erasure, and its old files go",
    ),
    (
        "settings",
        "workspace.toml identity.toml incidents.toml reasons.toml staff.toml staff.csv sources/* touchpoints.json",
        "it says what columns mean",
    ),
    ("kpis", "kpis/*", "figures of departments by period; columns that could name somebody are not kept"),
    ("lock", "writer.lock", "it names a process, and only while that runs"),
    (
        "erasures",
        "rights/erasures.json rights/running.json keys/*",
        "keyed hashes, apart from them their key, and who is meant only while an erasure runs",
    ),
    (
        "practice",
        "practice/truth/* practice/mappings/* practice/exports.json",
        "what is true of the invented people of a practice company",
    ),
)
enter(Part("record", ("record/*",), _erase_record))
enter(Part("links", ("identity/links-*.parquet",), _erase_links))  # while the numbers still know whom they are about
enter(Part("reviews", ("identity/review/*", "identity/scratch-*"), _erase_reviews))  # likewise
enter(Part("numbers", ("identity/numbers-*.parquet",), _erase_numbers))
enter(Part("who_is_who", ("identity/derived/*",), _forget_derived))  # made again from the record, by the build to come
enter(Part("accounts", ("identity/accounts/*",), _erase_accounts))
enter(Part("kept_files", ("inbox/*", "practice/exports/*", "desk/uploads/*"), _erase_kept_files))
for _name, _places, _because in _NOTHING:
    enter(Part(_name, tuple(_places.split()), because=_because))
