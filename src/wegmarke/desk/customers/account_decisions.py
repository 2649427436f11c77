"""Which numbers are one company and why; joining two accounts, parting them, taking it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wegmarke import text
from wegmarke.desk.accounts.models import User
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.identity.accounts import Account, Accounts

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said about two numbers."""

    assertion: int
    one: str
    other: str
    same: bool
    reason: str
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class Decided:
    """Which values are one because name and address agree (pairs), and what people said."""

    by_rule: tuple[tuple[str, str], ...]
    said: tuple[Said, ...]


def decided_of(account: Account) -> Decided:
    """Why the values of an account are one."""
    accounts = workspace().accounts()
    return Decided(accounts.joined_by_rule(account.number), tuple(_said(accounts, account.number)))


def _said(accounts: Accounts, number: int) -> list[Said]:
    zone = workspace().settings.journeys.time_zone
    found = []
    for one in workspace().decided_about_account(number):
        by = User.objects.filter(pk=one.by).first() if one.by.isdecimal() else None
        found.append(
            Said(
                assertion=one.id,
                one=accounts.value_of(one.a),
                other=accounts.value_of(one.b),
                same=one.verdict == "same",
                reason=one.reason,
                by=by.username if by else "",
                when=text.date(int(one.time.timestamp()), reader_language(), zone),
            )
        )
    return found


@needs("decide_identity", notes=Action.ACCOUNTS_DECIDED)
@require_POST
def join(request: HttpRequest, number: int) -> HttpResponse:
    """Say that another account is the same company."""
    written = request.POST.get("other", "").strip()
    try:
        other = workspace().accounts().number_meant(written)
        if other is None:
            raise WegmarkeError("account_unknown", account=written)
        workspace().join_accounts(number, other, _reason(request), by=str(request.user.pk))
    except WegmarkeError as error:
        messages.error(request, text.error_sentence(error, reader_language()))
        return redirect("customers:account", number)
    return _done(request, number, f"account {number} {other}")


@needs("decide_identity", notes=Action.ACCOUNTS_DECIDED)
@require_POST
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Say that two values of an account are two companies."""
    one, other = request.POST.get("one", ""), request.POST.get("other", "")
    workspace().part_accounts(one, other, _reason(request), by=str(request.user.pk))
    return _done(request, number, f"account {number}")


@needs("decide_identity", notes=Action.ACCOUNTS_DECIDED)
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw what was said; with the next build all is as it was."""
    assertion = request.POST.get("assertion", "")
    workspace().take_back_about_accounts(int(assertion) if assertion.isdecimal() else 0, by=str(request.user.pk))
    return _done(request, number, f"account {number} open")


def _reason(request: HttpRequest) -> str:
    return " ".join(request.POST.get("reason", "").split())[:LONGEST_REASON]


def _done(request: HttpRequest, number: int, about: str) -> HttpResponse:
    note(request, Action.ACCOUNTS_DECIDED, about=about)
    messages.success(request, _("It takes effect when the journeys are built."))
    return redirect("customers:account", number)
