"""`open`: a workspace on disk, asked like a log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from wegmarke.index.runner import Runner
from wegmarke.library.asking import Asking
from wegmarke.library.log import Log, narrowed
from wegmarke.library.watching import watcher_of
from wegmarke.model.mapping import Mapping
from wegmarke.model.progress import Progress, Watcher
from wegmarke.model.settings import BuildsOn
from wegmarke.questions import Asked
from wegmarke.workspace import BuildReport, ImportReport, WorkspaceStatus
from wegmarke.workspace import Workspace as Folder
from wegmarke.workspace.kpis import KpisTaken
from wegmarke.workspace.taking_in.importing import NotImported
from wegmarke.workspace.taking_in.part import ToImport

Telling = Watcher | Callable[[Progress], None]


class Workspace(Asking):
    """A company's folder: sources, record, index. Questions are answered from the index as last built.

    `folder` is the workspace beneath, for all that this face leaves out.
    """

    __slots__ = ("_threads", "folder")

    def __init__(self, folder: Folder, threads: int | None = None) -> None:
        self.folder = folder
        self._threads = threads

    @property
    def _runner(self) -> Runner:
        return self.folder.runner(self._threads)

    def _asked(self) -> Asked:
        return Asked(self.folder.index(), self._runner)

    @property
    def log(self) -> Log:
        """All journeys of the index as it is now; stays with this version when a new one is built."""
        return Log(self._asked())

    @property
    def by_account(self) -> Log:
        """All journeys told by account (company), those of all its people in one order; `accounts_missing` where no
        source names one.
        """
        return Log(Asked(self.folder.index("account"), self._runner))

    @property
    def _company(self) -> str:
        return self.folder.settings.name

    def where(self, text: str = "", **conditions: object) -> Log:
        """The journeys that satisfy this filter; see `Log.where`."""
        return Log(narrowed(self._asked(), text, conditions))

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources."""
        return self.folder.sources

    def status(self) -> WorkspaceStatus:
        """How it stands: sources, rows, quarantine, and whether the index is older than the data."""
        return self.folder.status()

    def import_file(
        self,
        path: str | Path,
        mapping: Mapping | str | Path | None = None,
        *,
        source: str | None = None,
        progress: Telling | None = None,
    ) -> ImportReport:
        """Take in a file; the same file again adds nothing. `build` brings the index up to date.

        mapping: what the columns mean (a `Mapping`, or the path of its TOML file); None takes the mapping of the
        source, else a guess from the first rows.
        """
        return self.folder.import_file(Path(path), mapping, source=source, watcher=watcher_of(progress))

    def import_files(
        self,
        paths: Sequence[str | Path],
        mapping: Mapping | str | Path | None = None,
        *,
        source: str | None = None,
        on: BuildsOn = "auto",
        progress: Telling | None = None,
    ) -> tuple[ImportReport | NotImported, ...]:
        """Take in files, one after the other, or many at once on a cluster; what became of each, in order.

        mapping, source: as in `import_file`, for all of them. on: where they are read, `here` or on the `cluster` that
        the settings name; `auto` takes the cluster from ten gigabytes on. A file that cannot be taken in is told as
        `NotImported`, with its error, and does not stop the others.
        """
        files = [ToImport(Path(path), mapping, source) for path in paths]
        return self.folder.import_files(files, on=on, watcher=watcher_of(progress))

    def import_kpis(self, path: str | Path) -> KpisTaken:
        """Take in a table of the figures that departments steer by (CSV or Excel), for `proxies`.

        Errors: those of reading a file, `column_missing`, `kpi_row`, `kpi_spans`.
        """
        return self.folder.import_kpis(path)

    def build(self, *, whole: bool = False, on: BuildsOn = "auto", progress: Telling | None = None) -> BuildReport:
        """Bring the index up to date with data and settings.

        on: where a whole index is built, `here` or on the `cluster` that the settings name; `auto` takes the cluster
        from a hundred million interactions on.
        """
        return self.folder.build(watcher_of(progress), whole=whole, on=on)

    def __repr__(self) -> str:
        status = self.folder.status()
        state = (
            "no index yet"
            if not status.index.exists
            else "index is older than the data"
            if status.index.stale
            else "ready"
        )
        extent = f"{status.interactions:,} interactions from {len(status.sources)} sources"
        return f"<Workspace {status.name}: {extent}, {state}>"


def open_workspace(folder: str | Path, *, threads: int | None = None) -> Workspace:
    """Open the workspace in this folder.

    Errors: `workspace_missing`, `workspace_newer`, `record_broken`; asking before the first build is `index_missing`.
    """
    return Workspace(Folder.open(folder), threads)


def create_workspace(folder: str | Path, name: str | None = None) -> Workspace:
    """Create a workspace in this folder; `workspace_exists` if there is one."""
    place = Path(folder)
    return Workspace(Folder.create(place, name or place.resolve().name))
