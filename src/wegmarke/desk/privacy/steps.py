"""What was done for a request, step by step: the log from which its proof is written."""

from __future__ import annotations

from typing import Literal

from wegmarke.clock import now
from wegmarke.desk.privacy.models import PrivacyRequest, Stage

Step = Literal["taken_in", "exported", "erased", "noted", "corrected", "extended", "closed"]


def log_step(request: PrivacyRequest, step: Step, role: str = "", **details: object) -> None:
    """Enter a step. `role`: in which role somebody acted; names of single employees are not kept (DESIGN D12)."""
    entry = {"at": now().isoformat(timespec="seconds"), "step": step, "role": role, **details}
    request.steps = [*request.steps, entry]
    if request.stage == Stage.TAKEN_IN and step != "taken_in":
        request.stage = Stage.WORKING
    request.save(update_fields=["steps", "stage"])


def answered(request: PrivacyRequest, step: Step, role: str = "", **details: object) -> None:
    """Enter the step that answers the request, and close it."""
    log_step(request, step, role, **details)
    request.stage, request.done_at = Stage.DONE, now()
    request.save(update_fields=["stage", "done_at"])
