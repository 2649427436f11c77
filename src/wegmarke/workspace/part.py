"""What the parts of `Workspace` have in common: the folder, its record and settings, and the one who writes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path

from wegmarke.identity.customers import Customers
from wegmarke.model.mapping import Mapping as SourceMapping
from wegmarke.record import Record
from wegmarke.workspace.settings import WorkspaceSettings


class WorkspacePart(ABC):
    """A part of `Workspace`, which puts them together and fulfils what they ask for."""

    folder: Path

    @property
    @abstractmethod
    def record(self) -> Record:
        """The record for reading."""

    @property
    @abstractmethod
    def settings(self) -> WorkspaceSettings:
        """The settings as they are in the folder now."""

    @abstractmethod
    def mapping(self, source: str) -> SourceMapping:
        """What the columns of a source mean."""

    @abstractmethod
    def save_mapping(self, mapping: SourceMapping) -> None:
        """Say what the columns of a source mean."""

    @abstractmethod
    def customers(self) -> Customers:
        """Who is who."""

    @abstractmethod
    def _writing(self, doing: str) -> AbstractContextManager[Record]:
        """Hold the writer's lock, with the record opened for writing."""
