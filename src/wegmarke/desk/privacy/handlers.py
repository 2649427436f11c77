"""What the jobs of this app do: erase a person, and erase what is too old."""

from __future__ import annotations

import time
from collections.abc import Mapping

from wegmarke.desk.jobs.worker import Worker
from wegmarke.desk.privacy.models import PrivacyRequest
from wegmarke.desk.privacy.steps import answered
from wegmarke.desk.setup.services import workspace
from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Watcher

Arguments = Mapping[str, object]
FORGET, EXPIRE = "forget", "expire"


def register(worker: Worker) -> None:
    """Tell the worker who does which kind of job."""
    worker.register(FORGET, forget)
    worker.register(EXPIRE, expire)


def forget(arguments: Arguments, watcher: Watcher) -> dict[str, object]:
    """Erase the person of a request; its number stands in the arguments, so that no job names anybody."""
    began = time.monotonic()
    request = PrivacyRequest.objects.filter(pk=str(arguments["request"])).first()
    if request is None or not request.identifiers:
        raise WegmarkeError("customer_unknown", customer="")
    done = workspace().forget([request.person], watcher)
    request.refresh_from_db()
    request.identifiers, request.note, request.erasure = [], "", done.number
    request.save(update_fields=["identifiers", "note", "erasure"])
    answered(request, "erased", removed=dict(done.removed), number=done.number)
    return {"seconds": time.monotonic() - began, "erased": dict(done.removed)}


def expire(arguments: Arguments, watcher: Watcher) -> dict[str, object]:
    """Erase what the rules of retention say."""
    del arguments
    began = time.monotonic()
    proof = workspace().expire(watcher)
    return {"seconds": time.monotonic() - began, "erased": {line.source: line.rows for line in proof.erased}}
