"""Scenarios under a name: the list of them, and the forms that keep, rename, share, remove and bring back one."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wegmarke.desk.accounts.models import User
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.levers.keeping import bring_back, keep, remove, rename
from wegmarke.desk.levers.models import LeverScenario
from wegmarke.desk.levers.scenario import fields_of
from wegmarke.errors import WegmarkeError

LEVELS = ("customer", "account")


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """A scenario in the list. url: the page with what it moves and assumes."""

    number: int
    name: str
    url: str
    is_own: bool
    is_shared: bool
    owner: str


def address_of(scenario: LeverScenario) -> str:
    """The page of the levers with what this scenario moves and assumes."""
    try:
        fields = fields_of(scenario.arguments)
    except WegmarkeError:  # kept by an earlier version whose question took other arguments
        fields = []
    about = [("where", scenario.expression), ("level", "account" if scenario.level == "account" else "")]
    given = [(name, value) for name, value in [*about, *fields] if value]
    return f"{reverse('levers:levers')}?{urlencode(given)}" if given else reverse("levers:levers")


def kept_list(request: HttpRequest) -> list[ScenarioView]:
    """What this account keeps, and what others share."""
    return [_view(one, request.user.pk) for one in LeverScenario.seen_by(request.user.pk)]


def removed_list(request: HttpRequest) -> list[ScenarioView]:
    """What this account can bring back."""
    return [_view(one, request.user.pk) for one in LeverScenario.removed_by(request.user.pk)]


def _view(one: LeverScenario, user: int | None) -> ScenarioView:
    return ScenarioView(one.pk, one.name, address_of(one), one.owner_id == user, one.is_shared, str(one.owner))


@needs("see_journeys", notes=Action.SETTINGS_CHANGED)
@require_POST
def keep_scenario(request: HttpRequest) -> HttpResponse:
    """Keep what the page shows under a name; the same name again changes it."""
    owner = get_object_or_404(User, pk=request.user.pk)
    level = request.POST.get("level", "")
    try:
        arguments = {str(name): str(value) for name, value in json.loads(request.POST.get("scenario", "")).items()}
    except (ValueError, AttributeError):
        arguments = {"scenario": ""}
    try:
        made = keep(
            owner,
            request.POST.get("name", ""),
            (request.POST.get("where", ""), level if level in LEVELS else LEVELS[0]),
            arguments,
            is_shared="is_shared" in request.POST,
        )
    except WegmarkeError as error:
        named = error.details.get("argument") == "name"
        messages.error(
            request, _("Give the scenario a name.") if named else _("This scenario cannot be kept as it is.")
        )
        return redirect("levers:levers")
    messages.success(request, _("The scenario “%(name)s” was saved.") % {"name": made.name})
    return redirect(address_of(made))


@needs("see_journeys", notes=Action.SETTINGS_CHANGED)
@require_POST
def change_scenario(request: HttpRequest, number: int) -> HttpResponse:
    """Rename a scenario of one's own, or share it."""
    scenario = get_object_or_404(LeverScenario, pk=number, owner_id=request.user.pk, removed_at=None)
    try:
        rename(scenario, request.POST.get("name", ""))
    except WegmarkeError:
        messages.error(request, _("Give the scenario a name that no other one of yours has."))
        return redirect(address_of(scenario))
    scenario.is_shared = "is_shared" in request.POST
    scenario.save(update_fields=["is_shared"])
    messages.success(request, _("The scenario “%(name)s” was saved.") % {"name": scenario.name})
    return redirect(address_of(scenario))


@needs("see_journeys", notes=Action.SETTINGS_CHANGED)
@require_POST
def remove_scenario(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a scenario of one's own; for a month it can be brought back."""
    scenario = get_object_or_404(LeverScenario, pk=number, owner_id=request.user.pk, removed_at=None)
    remove(scenario)
    messages.success(
        request,
        _("The scenario “%(name)s” was removed; under “Scenarios” it can be brought back.") % {"name": scenario},
    )
    return redirect("levers:levers")


@needs("see_journeys", notes=Action.SETTINGS_CHANGED)
@require_POST
def bring_scenario_back(request: HttpRequest, number: int) -> HttpResponse:
    """Undo the removal of a scenario of one's own."""
    scenario = get_object_or_404(LeverScenario.removed_by(request.user.pk), pk=number)
    bring_back(scenario)
    messages.success(request, _("The scenario “%(name)s” is back.") % {"name": scenario.name})
    return redirect(address_of(scenario))
