"""Rights of persons in a workspace: the part of `Workspace` that copies, corrects, erases and lets expire."""

from __future__ import annotations

from collections.abc import Sequence

from wegmarke.model.progress import Unwatched, Watcher
from wegmarke.record import Record
from wegmarke.workspace import building
from wegmarke.workspace.collecting import ask_collector
from wegmarke.workspace.part import WorkspacePart
from wegmarke.workspace.rights.changing import Change
from wegmarke.workspace.rights.consents import Consents
from wegmarke.workspace.rights.correcting import Answers, Planned, correct, correct_again, planned
from wegmarke.workspace.rights.corrections import Correction
from wegmarke.workspace.rights.erasures import running
from wegmarke.workspace.rights.exporting import everything_about
from wegmarke.workspace.rights.forgetting import Forgotten, forget, forget_again
from wegmarke.workspace.rights.person import Person
from wegmarke.workspace.rights.register import Extract
from wegmarke.workspace.rights.retention import Expired, Expiring, expire, expiring


class PersonalRights(WorkspacePart):
    """What the law gives to persons whose data the workspace holds; see `wegmarke.workspace.rights`."""

    def _finish(self, record: Record, watcher: Watcher) -> None:
        """Go on with an erasure or a correction that was interrupted, before anything else is done."""
        if running(self.folder) is not None:
            forget_again(self.folder, record, self.settings.journeys, watcher)
        correct_again(self.folder, record, self.settings.journeys, watcher)

    def forget(self, persons: Sequence[Person], watcher: Watcher | None = None) -> Forgotten:
        """Erase persons from everything the workspace holds; see `wegmarke.workspace.rights.forgetting`."""
        with self._writing("forget") as record:
            self._finish(record, watcher or Unwatched())
            return forget(self.folder, record, self.settings.journeys, persons, watcher or Unwatched())

    def everything_about(self, person: Person) -> tuple[Extract, ...]:
        """All that is stored about a person, table by table; see `wegmarke.workspace.rights.exporting`."""
        return everything_about(self.folder, self.record, person)

    def correcting(self, person: Person, change: Change) -> Planned:
        """What a correction would do; nothing is changed. See `wegmarke.workspace.rights.correcting`."""
        return planned(self.folder, self.record, person, change)

    def correct_person(
        self,
        person: Person,
        change: Change,
        watcher: Watcher | None = None,
        answers: Answers | None = None,
    ) -> Correction:
        """Correct a person's rows in record and kept files, and build anew what was derived."""
        with self._writing("correct") as record:
            self._finish(record, watcher or Unwatched())
            return correct(
                self.folder,
                record,
                self.settings.journeys,
                person,
                change,
                answers or Answers(),
                watcher or Unwatched(),
            )

    @property
    def consents(self) -> Consents:
        """What persons allowed and what they objected to, as it is now."""
        return Consents(self.folder)

    def expiring(self) -> tuple[Expiring, ...]:
        """What the rules of retention would erase today; see `wegmarke.workspace.rights.retention`."""
        return expiring(self.folder, self.record)

    def expire(self, watcher: Watcher | None = None) -> Expired:
        """Erase what the rules of retention say, build the index anew, and keep the proof."""
        with self._writing("forget") as record:
            proof = expire(self.folder, record)
            if building.manifest_of(self.folder) is not None:
                building.build(self.folder, record, self.settings.journeys, watcher or Unwatched(), whole=True)
            building.sweep_index(self.folder)
            # Nothing of before is left that could come twice; what was seen later stays known.
            ask_collector(self.folder, "purge", before={line.source: line.before for line in proof.erased})
            return proof

    def forget_again(self, watcher: Watcher | None = None) -> Forgotten | None:
        """Erase anew whom the ledger of erasures recognises: after a restore, or where an erasure was interrupted."""
        with self._writing("forget") as record:
            correct_again(self.folder, record, self.settings.journeys, watcher or Unwatched())
            return forget_again(self.folder, record, self.settings.journeys, watcher or Unwatched())
