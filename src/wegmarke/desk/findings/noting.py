"""What the access log says of an answer: which customers it showed, how many rows went out, in which format."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.questions.audience import Audience
from wegmarke.questions.customers import Customers
from wegmarke.questions.late_changes import LateChanges
from wegmarke.questions.lost_customers import LostCustomers
from wegmarke.questions.reasons import Reasons
from wegmarke.questions.timeline import Timeline
from wegmarke.questions.value import Value
from wegmarke.report.presentation import tables_of

Listed = Customers | Value | Audience | LostCustomers | Reasons | LateChanges
"""Answers that name customers."""


def note_seen(request: HttpRequest, finding: Finding[Any], form: str = "") -> None:
    """Write down that an answer with persons was looked at; others, and "cannot say", show nobody.

    form: "json" where a program asked.
    """
    result, about = finding.result, about_of(finding)
    if finding.basis.level == "account":
        _note_accounts_seen(request, finding, form, about)
    elif isinstance(result, Timeline):
        note(request, Action.CUSTOMER_OPENED, customer=result.customer, form=form, about=about)
    elif isinstance(result, Listed):
        named, where = _customers(result), _where(finding, result)
        listed = Action.CUSTOMERS_LISTED
        note(request, listed, customers=named, rows=_lines(result), form=form, about=about, where=where)


def about_of(finding: Finding[Any]) -> str:
    """The question as the log names it. Numbers of accounts are none of customers, and must not be taken for such."""
    return finding.question if finding.basis.level == "customer" else f"{finding.question} ({finding.basis.level})"


def _note_accounts_seen(request: HttpRequest, finding: Finding[Any], form: str, about: str) -> None:
    """Companies are no persons; that their list or history was looked at is written down all the same."""
    result = finding.result
    if isinstance(result, Listed):
        where = _where(finding, result)
        note(request, Action.ACCOUNTS_LISTED, rows=_lines(result), form=form, about=about, where=where)
    elif isinstance(result, Timeline):
        note(request, Action.ACCOUNT_OPENED, form=form, about=f"{about} {result.customer}")


def note_exported(request: HttpRequest, finding: Finding[Any], form: str, table: int | None = None) -> None:
    """Write down that an answer left as a file. table: the place of the one table that left; None is all of them."""
    result, tables = finding.result, () if isinstance(finding.result, CannotSay) else tables_of(finding)
    rows = sum(len(one) for place, one in enumerate(tables) if table in {None, place})
    of_customers = finding.basis.level == "customer"
    note(
        request,
        Action.EXPORTED,
        customer=result.customer if isinstance(result, Timeline) and of_customers else None,
        customers=_customers(result) if of_customers else (),
        rows=rows,
        form=form,
        about=about_of(finding),
        where=finding.basis.filter,
    )


def _customers(result: object) -> list[int]:
    """The customers whom an answer names; of lost ones, those who stand beside them too."""
    if isinstance(result, LostCustomers):
        files = (file for line in result.lines for file in (line.left, line.stayed) if file is not None)
        return list(dict.fromkeys(file.customer for file in files))
    if isinstance(result, Reasons):
        return sorted({one.customer for one in (*result.lines, *result.queue)})
    if isinstance(result, LateChanges):
        return sorted({one.contact.customer for one in result.rows})
    if isinstance(result, Customers | Value):
        return [line.customer for line in result.lines]
    return [one.customer for one in result.members] if isinstance(result, Audience) else []


def _lines(result: Listed) -> int:
    if isinstance(result, Audience):
        return len(result.members)
    return len(_customers(result) if isinstance(result, Reasons | LateChanges) else result.lines)


def _where(finding: Finding[Any], result: Listed) -> str:
    return finding.basis.filter if isinstance(result, LostCustomers) else result.filter
