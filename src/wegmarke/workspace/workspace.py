"""The workspace as its faces see it: create, open, import, watch, correct, build, and tell how things stand."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import wegmarke.workspace.rights.collected
import wegmarke.workspace.suppression.forgetting  # noqa: F401 - both enter what they hold into the register
from wegmarke.errors import WegmarkeError
from wegmarke.identity.accounts import Accounts
from wegmarke.identity.customers import Customers
from wegmarke.index.index import Index
from wegmarke.index.runner import Runner
from wegmarke.index.runners import LOCAL, runner_of
from wegmarke.model.coding_schemes import SCHEME_NAMES
from wegmarke.model.collection import CollectionState
from wegmarke.model.incidents import IncidentRules
from wegmarke.model.kpis import Kpi
from wegmarke.model.mapping import Mapping as SourceMapping
from wegmarke.model.progress import Unwatched, Watcher
from wegmarke.model.settings import BuildsOn, JourneySettings, Level
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.model.write_keys import KeyKind, WriteKey
from wegmarke.record import Record, WriterLock
from wegmarke.record.durable import room_or_error, write_text
from wegmarke.record.ledger import LEDGER_FILE
from wegmarke.record.lock import COLLECTING
from wegmarke.sources.mapping import check_source, load_mapping, mapping_to_toml
from wegmarke.sources.tracking import default_mapping
from wegmarke.workspace import building
from wegmarke.workspace.accounts import INDEX_BY_ACCOUNT
from wegmarke.workspace.beside import KeptBeside
from wegmarke.workspace.building import BuildReport
from wegmarke.workspace.coding import DECISIONS, load_codings, with_codings
from wegmarke.workspace.collecting import Taking, ask_collector, collected_files, collection_state
from wegmarke.workspace.hand_coding import HandCoding
from wegmarke.workspace.incident_rules import load_incident_rules, rules_stamp, save_incident_rules, with_rules
from wegmarke.workspace.kpis import KpisTaken, kpis_stamp, load_kpis, take_kpis, with_kpis
from wegmarke.workspace.master import interactions_of
from wegmarke.workspace.opening import RECORD
from wegmarke.workspace.personal_rights import PersonalRights
from wegmarke.workspace.placing import with_texts
from wegmarke.workspace.reasons import REASONS_FILE, load_codings_of_words
from wegmarke.workspace.settings import WORKSPACE_FILE, WorkspaceSettings, load_settings, save_settings
from wegmarke.workspace.stamps import stamp_of
from wegmarke.workspace.status import WorkspaceStatus, index_status, source_status
from wegmarke.workspace.taking_in.inbox import DONE, FAILED, INBOX, waiting
from wegmarke.workspace.taking_in.part import TakingIn
from wegmarke.workspace.taking_in.rows import settled
from wegmarke.workspace.texts import TEXT_SOURCES
from wegmarke.workspace.touchpoints import load_touchpoints
from wegmarke.workspace.which_account import WhichAccount
from wegmarke.workspace.who_is_who import WhoIsWho
from wegmarke.workspace.write_keys import add_key, limit_key, load_keys, revoke_key

SOURCES = "sources"
LOCK = "writer.lock"


class Workspace(TakingIn, WhoIsWho, WhichAccount, PersonalRights, HandCoding):
    """One company's folder. Everything in it is named relative to it, so it can be moved and copied as a whole.

    Any number of processes may read; one writes at a time, the others are told who does (`workspace_locked`). The same
    object may be used from several threads.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = WriterLock(folder / LOCK)
        self._open = threading.Lock()
        self._reading = threading.Lock()
        self._coding = threading.Lock()
        self._record: tuple[tuple[int, ...], Record] | None = None
        self._indexes: dict[Level, tuple[tuple[tuple[int, ...], ...], Index]] = {}
        self._coded: dict[Level, tuple[tuple[object, ...], Index]] = {}
        self._customers: tuple[tuple[object, ...], Customers] | None = None
        self._accounts: tuple[tuple[object, ...], Accounts] | None = None
        self._taking = Taking(folder)
        self._beside = KeptBeside(self)

    @classmethod
    def create(cls, folder: Path | str, name: str, journeys: JourneySettings | None = None) -> Workspace:
        """A new workspace; `workspace_exists` if there is one, `workspace_setting` if a setting cannot be."""
        place = Path(folder)
        if (place / WORKSPACE_FILE).exists():
            raise WegmarkeError("workspace_exists", path=str(folder))
        settings = WorkspaceSettings(name, journeys or JourneySettings())
        with room_or_error(place):
            for part in (SOURCES, INBOX):
                (place / part).mkdir(parents=True, exist_ok=True)
        if not (place / RECORD / LEDGER_FILE).exists():
            Record.create(place / RECORD)
        save_settings(place, settings)  # last: a folder is a workspace once it has its settings
        return cls(place)

    @classmethod
    def open(cls, folder: Path | str) -> Workspace:
        """An existing workspace; `workspace_missing`, `workspace_newer`, `workspace_setting`, `record_broken`."""
        workspace = cls(Path(folder))
        load_settings(workspace.folder)
        _ = workspace.record
        return workspace

    # settings

    @property
    def settings(self) -> WorkspaceSettings:
        """The settings as they are in the folder now."""
        return load_settings(self.folder)

    def save_settings(self, settings: WorkspaceSettings) -> None:
        """Change the settings; what follows for journeys takes effect with the next build."""
        with self._lock.held("settings"):
            load_settings(self.folder)  # those of a later version are not written over
            save_settings(self.folder, settings)

    def runner(self, threads: int | None = None) -> Runner:
        """Who works answers out: as many threads of this machine (None: all its cores), or the cluster in the settings,
        which is only reached when something is asked.
        """
        settings = self.settings
        return runner_of(settings.runner, threads, settings.storage)

    @property
    def incident_rules(self) -> IncidentRules:
        """What counts as a critical event, as it stands in the folder now."""
        return load_incident_rules(self.folder)

    def save_incident_rules(self, rules: IncidentRules) -> None:
        """Change what counts as a critical event; every question and filter goes by it at once."""
        with self._lock.held("settings"):
            save_incident_rules(self.folder, rules)

    @property
    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """All touchpoints that ever got a permanent key."""
        return load_touchpoints(self.folder)

    # sources

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources: those with a mapping, and those of which the record has files."""
        named = {path.stem for path in (self.folder / SOURCES).glob("*.toml")}
        return tuple(sorted(named | {entry.source for entry in self.record.files if entry.live}))

    def mapping(self, source: str) -> SourceMapping:
        """What the columns of a source mean; `source_unknown` if nothing has been said about it."""
        path = self.folder / SOURCES / f"{source}.toml"
        if Path(source).name != source or not path.is_file():
            known = [path.stem for path in sorted((self.folder / SOURCES).glob("*.toml"))]
            raise WegmarkeError("source_unknown", source=source, known=known or None)
        return load_mapping(path)

    def save_mapping(self, mapping: SourceMapping) -> None:
        """Say what the columns of a source mean; for files read before it takes effect when they are read again."""
        check_source(mapping.source)
        if mapping.source in (DONE, FAILED):
            raise WegmarkeError("mapping_broken", key="source", value=mapping.source)
        with self._lock.held("mapping"):
            path = self.folder / SOURCES / f"{mapping.source}.toml"
            if not path.is_file() or load_mapping(path) != mapping:
                write_text(path, mapping_to_toml(mapping))
            with room_or_error(self.folder):
                (self.folder / INBOX / mapping.source).mkdir(parents=True, exist_ok=True)

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        """The figures that departments steer by, as told last."""
        return load_kpis(self.folder)

    def import_kpis(self, path: Path | str) -> KpisTaken:
        """Take in a table of such figures (CSV or Excel); the same again adds nothing. Errors as in `take_kpis`."""
        with self._lock.held("import"):
            return take_kpis(self.folder, Path(path))

    # collecting

    @property
    def write_keys(self) -> tuple[WriteKey, ...]:
        """The keys that may send events, revoked ones too."""
        return load_keys(self.folder)

    def add_write_key(self, source: str, name: str, kind: KeyKind) -> tuple[WriteKey, str]:
        """Make a key for events of a source, and give the key itself, this once.

        A source without a mapping gets that of events of web pages and apps; `mapping_broken` for a name that is none.
        """
        check_source(source)
        if source not in self.sources:
            self.save_mapping(default_mapping(source))
        with self._lock.held("keys"):
            return add_key(self.folder, source, name, kind)

    def revoke_write_key(self, number: int) -> None:
        """Refuse a key from now on; `key_unknown`."""
        with self._lock.held("keys"):
            revoke_key(self.folder, number)

    def limit_write_key(self, number: int, limit: int | None) -> None:
        """Let a key send so many events a second, None: as many as come; `key_unknown`, `workspace_setting`."""
        with self._lock.held("keys"):
            limit_key(self.folder, number, limit)

    def collection(self) -> CollectionState | None:
        """The collector as it last made itself known; None if it never ran."""
        return collection_state(self.folder)

    def take_collected(self) -> int:
        """Take collected events into the record; how many rows that were. `workspace_locked` while another writes."""
        if not self._taking.waiting():
            return 0
        with self._writing(COLLECTING) as record:
            zone = self.settings.journeys.time_zone
            named = [path.stem for path in (self.folder / SOURCES).glob("*.toml")]
            generations = {
                source: record.generation(source, mapping_to_toml(settled(self.mapping(source), zone)))
                for source in named
                if source in {file.source for file in collected_files(self.folder)}
            }
            return self._taking.step(record, generations, self.teams)

    def build_collected(self) -> float:
        """Bring the index up to date after events were taken in; how many seconds it took. Others wait for it."""
        with self._writing(COLLECTING) as record:
            report = building.build(self.folder, record, self.settings.journeys, Unwatched(), live=True)
            manifest = building.manifest_of(self.folder)
            if manifest is not None:  # what the whole index was built from is old to everybody
                record.join_parts(manifest.base_position)
            return report.seconds

    def collected_events(self, identifiers: Collection[str]) -> tuple[dict[str, Any], ...]:
        """A person's events that lie with the collector, not yet (finished) in the record; `collector_missing`."""
        return tuple(ask_collector(self.folder, "events", identifiers=list(identifiers)))

    def erase_collected(self, identifiers: Collection[str]) -> int:
        """Erase a person's events that lie with the collector, so that no byte is left; how many there were."""
        with self._lock.held("erase"):
            return int(ask_collector(self.folder, "erase", identifiers=list(identifiers)))

    # quarantine

    def correct(self, file: int, changes: Mapping[int, Mapping[str, str]]) -> None:
        """Note what is to be read in rows (row → column → value) of a file in quarantine; see `replay`."""
        with self._writing("correct") as record:
            record.correct_rows(file, changes)

    # reading

    @property
    def record(self) -> Record:
        """The record for reading, as it is now."""
        with self._open:
            stamp = stamp_of(self.folder / RECORD / LEDGER_FILE)
            if self._record is None or self._record[0] != stamp:
                self._record = (stamp, Record.open(self.folder / RECORD))
            return self._record[1]

    def build(self, watcher: Watcher | None = None, *, whole: bool = False, on: BuildsOn = "auto") -> BuildReport:
        """Bring the index up to date with data and settings; the old one serves until the new one is there. on: where
        a whole index is built, here or on the cluster that the settings name.
        """
        with self._writing("build") as record:
            self._finish(record, watcher or Unwatched())
            watcher = watcher or Unwatched()
            return building.build(self.folder, record, self.settings.journeys, watcher, whole=whole, on=on)

    def index(self, level: Level = "customer") -> Index:
        """The index as last built, opened once for each version; `index_missing` before the first build.

        level: whose journeys it tells, those of customers, or those of accounts (companies), of whose contacts all are
        one journey; `accounts_missing` where no source names an account.
        """
        place = building.INDEX if level == "customer" else INDEX_BY_ACCOUNT
        with self._open:
            files = (self.folder / place / "manifest.json",)
            stamp = (*map(stamp_of, files), *rules_stamp(self.folder), *kpis_stamp(self.folder))
            kept = self._indexes.get(level)
            if kept is None or kept[0] != stamp:
                kept = self._indexes[level] = (stamp, self._opened(place))
        return self._with_codings(level, kept[1])

    def _with_codings(self, level: Level, index: Index) -> Index:
        """The index with what is said of reasons now: that changes often, and nothing is opened anew for it."""
        files = (REASONS_FILE, DECISIONS, TEXT_SOURCES)
        stamp = (index, *(stamp_of(self.folder / name) for name in files))
        with self._coding:
            kept = self._coded.get(level)
            if kept is None or kept[0][0] is not index or kept[0][1:] != stamp[1:]:
                codings = load_codings(self.folder)
                told = with_codings(index, load_codings_of_words(self.folder), codings)
                texts = {scheme: self._beside.texts(index, scheme) for scheme in SCHEME_NAMES if codings[scheme].of}
                kept = self._coded[level] = (stamp, with_texts(told, texts, codings))
            return kept[1]

    def _opened(self, place: str) -> Index:
        try:
            index = building.opened(self.folder, place, lazily=self.settings.runner != LOCAL)
            ruled = with_rules(replace(index, beside=self._beside.of(index)), load_incident_rules(self.folder))
            return with_kpis(ruled, load_kpis(self.folder))
        except WegmarkeError as error:
            if error.code == "index_missing" and place == INDEX_BY_ACCOUNT and building.manifest_of(self.folder):
                raise WegmarkeError("accounts_missing") from error
            raise

    def status(self) -> WorkspaceStatus:
        """How everything stands."""
        record, settings = self.record, self.settings
        lying: dict[str, int] = {}
        for path, _ in waiting(self.folder / INBOX):
            lying[path.parent.name] = lying.get(path.parent.name, 0) + 1
        sources = tuple(source_status(record, name, lying.get(name, 0)) for name in self.sources)
        return WorkspaceStatus(
            name=settings.name,
            interactions=interactions_of(record),
            quarantined=sum(source.quarantined for source in sources),
            sources=sources,
            index=index_status(
                building.manifest_of(self.folder), record, settings.journeys, building.token_of(self.folder)
            ),
        )

    @contextmanager
    def _writing(self, doing: str) -> Iterator[Record]:
        """Hold the writer's lock, with the record opened for writing."""
        load_settings(self.folder)  # a workspace of a later version is not touched
        with self._lock.held(doing):
            yield Record.open(self.folder / RECORD, write=True)
