"""What the jobs of this app do: erase a person, correct their rows, and erase what is too old."""

from __future__ import annotations

import time
from collections.abc import Mapping

from wegmarke.desk.jobs.worker import Worker
from wegmarke.desk.privacy.models import PrivacyRequest
from wegmarke.desk.privacy.steps import answered, log_step
from wegmarke.desk.setup.services import workspace
from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Watcher
from wegmarke.workspace.rights.changing import Change
from wegmarke.workspace.rights.correcting import Answers
from wegmarke.workspace.rights.person import Person, form
from wegmarke.workspace.rights.whole import whole_person

Arguments = Mapping[str, object]
FORGET, EXPIRE, CORRECT = "forget", "expire", "correct"


def register(worker: Worker) -> None:
    """Tell the worker who does which kind of job."""
    worker.register(FORGET, forget)
    worker.register(EXPIRE, expire)
    worker.register(CORRECT, correct)


def whom(request: PrivacyRequest) -> Person:
    """The whole person whom a request concerns: all identifiers that are known to be theirs."""
    return whole_person(workspace().folder, request.named)


def forget(arguments: Arguments, watcher: Watcher) -> dict[str, object]:
    """Erase the person of a request; its number stands in the arguments, so that no job names anybody."""
    began = time.monotonic()
    request = PrivacyRequest.objects.filter(pk=str(arguments["request"])).first()
    if request is None or not request.identifiers:
        raise WegmarkeError("customer_unknown", customer="")
    done = workspace().forget([whom(request)], watcher)
    request.refresh_from_db()
    request.identifiers, request.asked, request.note, request.erasure = [], {}, "", done.number
    request.save(update_fields=["identifiers", "asked", "note", "erasure"])
    answered(request, "erased", removed=dict(done.removed), number=done.number)
    return {"seconds": time.monotonic() - began, "erased": dict(done.removed)}


def correct(arguments: Arguments, watcher: Watcher) -> dict[str, object]:
    """Correct the rows of the person of a request as it was asked; the values stand with the request, in no job."""
    began = time.monotonic()
    request = PrivacyRequest.objects.filter(pk=str(arguments["request"])).first()
    if request is None or not request.asked:
        raise WegmarkeError("customer_unknown", customer="")
    change, answers = asked_of(request), Answers(request.asked["reason"], str(arguments["role"]), request.pk)
    done = workspace().correct_person(whom(request), change, watcher, answers)
    request.refresh_from_db()
    wrong = form(change.reads)
    request.identifiers = [[kind, change.becomes if form(value) == wrong else value] for kind, value in request.named]
    request.asked = {}
    request.save(update_fields=["identifiers", "asked"])
    log_step(request, "corrected", answers.by, rows=done.rows, number=done.number)
    return {"seconds": time.monotonic() - began, "corrected": done.rows}


def asked_of(request: PrivacyRequest) -> Change:
    """The correction that a request asks for."""
    asked = request.asked
    return Change(asked["field"], asked["reads"], asked["becomes"], asked["source"] or None)


def expire(arguments: Arguments, watcher: Watcher) -> dict[str, object]:
    """Erase what the rules of retention say."""
    del arguments
    began = time.monotonic()
    proof = workspace().expire(watcher)
    return {"seconds": time.monotonic() - began, "erased": {line.source: line.rows for line in proof.erased}}
