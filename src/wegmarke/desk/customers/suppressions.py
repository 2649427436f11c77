"""The pages of the suppression list: how many each rule keeps, whom and why, and the files for other systems."""

from __future__ import annotations

import csv
import io
import re

import numpy as np
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from numpy.typing import NDArray

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.customers.suppressing import identifiers_of, suppression_list
from wegmarke.desk.customers.suppression_words import RuleView, reason_words, rule_views
from wegmarke.desk.findings.asking import present_index, scope_of
from wegmarke.desk.findings.exporting import file_response
from wegmarke.desk.findings.links import here
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.identity.rules import load_rules
from wegmarke.model.finding import CannotSay
from wegmarke.questions.customers import MOST_LISTED
from wegmarke.report.cells import harmless
from wegmarke.report.hashed_lists import NETWORKS, HashedList, hashed_list
from wegmarke.text import error_sentence
from wegmarke.workspace.reaching import reachable
from wegmarke.workspace.suppression.rules import load_suppression, read_suppression, save_suppression, suppression_text

A_PAGE = 50
CSV = "text/csv; charset=utf-8"
PHONE = re.compile(r"\+\d{5,20}")
"""Begins like a formula and is none; systems need it as it is."""


@needs("see_customers", notes=Action.PERSONS_SEEN)
@require_GET
def suppression(request: HttpRequest) -> HttpResponse:
    """Every rule, how many it keeps, and why."""
    context: dict[str, object] = {"data": data_state(), "ready": present_index() is not None}
    status = 200
    try:
        if context["ready"]:
            made, index = suppression_list()
            rules = load_suppression(workspace().folder)
            zone = index.settings.time_zone
            context |= {
                "kept": len(made.numbers),
                "of": made.of,
                "until": text.date(made.as_of, reader_language(), zone),
                "version": made.version,
                "rules": rule_views(rules, made, index),
                "rules_text": suppression_text(rules),
            }
    except WegmarkeError as error:
        context |= {"error": error_sentence(error, reader_language())}
        status = 422
    return render(request, "customers/suppression.html", context, status=status)


@needs("change_settings", notes=Action.SETTINGS_CHANGED)
@require_POST
def rules(request: HttpRequest) -> HttpResponse:
    """Keep changed rules, if they can be read."""
    try:
        changed = read_suppression(request.POST.get("rules", "").replace("\r\n", "\n"))
        save_suppression(workspace().folder, changed)
        messages.success(request, _("The rules were saved."))
    except WegmarkeError as error:
        messages.error(request, error_sentence(error, reader_language()))
    return redirect("customers:suppression")


@needs("see_customers", notes=Action.CUSTOMERS_LISTED)
@require_GET
def behind_rule(request: HttpRequest, key: str) -> HttpResponse:
    """The customers whom a rule keeps, a page at a time."""
    if present_index() is None:
        raise Http404
    made, index = suppression_list()
    if key not in made.counts():
        raise Http404
    numbers = made.by(key)
    written = request.GET.get("page", "1")
    page = int(written) if written.isdigit() and 0 < int(written) < 1_000_000 else 1
    shown = numbers[(page - 1) * A_PAGE : page * A_PAGE]
    known = identifiers_of(index, shown)
    note(request, Action.CUSTOMERS_LISTED, customers=shown.tolist(), rows=len(shown), about="suppression")
    words = reason_words()
    lines = [
        {
            "number": number,
            "identifiers": known[number],
            "reasons": [words.get(rule.kind, rule.key) for rule in made.why(number)],
        }
        for number in shown.tolist()
    ]
    rule: RuleView = next(
        view for view in rule_views(load_suppression(workspace().folder), made, index) if view.key == key
    )
    last = (page - 1) * A_PAGE + len(lines)
    context = {
        "rule": rule,
        "lines": lines,
        "first": (page - 1) * A_PAGE + 1,
        "last": last,
        "total": len(numbers),
        "previous_url": here(request, {"page": page - 1 if page > 2 else ""}) if page > 1 else "",
        "next_url": here(request, {"page": page + 1}) if last < len(numbers) else "",
    }
    return render(request, "customers/suppression_rule.html", context)


@needs("see_customers", notes=Action.AUDIENCE_EXPORTED)
@require_GET
def as_csv(request: HttpRequest) -> HttpResponse:
    """The whole list as a file: one line an identifier, so that every system finds the one it knows."""
    made, index = suppression_list()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["customer_number", "kind", "identifier", "reasons"])
    known = identifiers_of(index, made.numbers)
    for number, kept in zip(made.numbers.tolist(), made.reasons.tolist(), strict=True):
        reasons = " ".join(rule.key for rule, holds in zip(made.rules, kept, strict=True) if holds)
        for kind, value in known[number]:
            writer.writerow([number, harmless(kind), value if PHONE.fullmatch(value) else harmless(value), reasons])
    note(
        request,
        Action.AUDIENCE_EXPORTED,
        customers=made.numbers.tolist(),
        rows=len(made.numbers),
        form="csv",
        about="suppression",
    )
    return file_response(out.getvalue().encode(), CSV, "suppression.csv", made.state)


@needs("see_customers", notes=Action.AUDIENCE_EXPORTED)
@require_GET
def hashed(request: HttpRequest, network: str) -> HttpResponse:
    """The whole list for an advertising network, hashed."""
    made, _index = suppression_list()
    return _hashed(request, made.numbers, network, "suppression", made.state)


@needs("see_customers", notes=Action.AUDIENCE_EXPORTED)
@require_GET
def audience_list(request: HttpRequest, network: str) -> HttpResponse:
    """The customers of a segment for an advertising network, hashed, without those who must not be advertised to."""
    scope = scope_of(request.GET.get("where", ""))
    made, _index = suppression_list()
    result = scope.ask("audience", {"limit": MOST_LISTED, "order": "identifier"}).result
    members = () if isinstance(result, CannotSay) else result.members
    numbers = np.array([member.customer for member in members], np.uint64)
    left = np.setdiff1d(numbers, made.numbers)
    return _hashed(request, left, network, "audience", made.state, scope.where)


def _hashed(
    request: HttpRequest, numbers: NDArray[np.uint64], network: str, name: str, state: str, where: str = ""
) -> HttpResponse:
    wanted = next((one for one in NETWORKS if one == network), None)
    if wanted is None:
        raise Http404
    opened = workspace()
    people = reachable(opened.record, opened.customers(), numbers)
    made: HashedList = hashed_list(people, wanted, len(numbers), load_rules(opened.folder).country)
    named = [one.number for one in people]
    note(request, Action.AUDIENCE_EXPORTED, customers=named, rows=made.customers, form=network, about=name, where=where)
    answer = file_response(made.content, CSV, f"{name}-{network}.csv", state)
    answer["X-Wegmarke-Customers"] = str(made.customers)
    answer["X-Wegmarke-Left-Out"] = str(made.left_out)
    return answer
