"""A report made for one account, whoever wants it: the job that keeps a file, and a program over HTTP."""

from __future__ import annotations

from wegmarke.clock import now
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.reports.reading import answers_of, presented_in, reading_of
from wegmarke.desk.setup.services import workspace
from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Watcher
from wegmarke.report.board.gathered import BoardReport, gathered


def made_for(user: object, scope: Scope, *, persons: bool, root: str, watcher: Watcher | None = None) -> BoardReport:
    """What a report answers, as this account may see it now, in the language that is spoken now. The scope's own error
    where the filter cannot be read; `index_missing`; `import_stopped` when the watcher wants to stop.
    """
    if scope.error is not None:
        raise scope.error
    if scope.index is None:
        raise WegmarkeError("index_missing")
    return gathered(
        answers_of(scope),
        presented_in(scope),
        reading_of(user, scope, persons=persons, root=root),
        company=workspace().settings.name,
        made_at=now(),
        data_until=scope.index.last_seconds,
        watcher=watcher,
    )
