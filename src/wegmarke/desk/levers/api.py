"""Scenarios of the levers over HTTP: the same rows as on the page, with the arguments as the question takes them."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import BaseModel, Field, StrictBool

from wegmarke.desk.accounts.models import User
from wegmarke.desk.api.permits import permits
from wegmarke.desk.api.refusals import REFUSALS, REFUSALS_WITH_404
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.levers.keeping import keep, remove, rename
from wegmarke.desk.levers.kept_views import address_of
from wegmarke.desk.levers.models import LONGEST_NAME, LeverScenario

router = Router()
MOST_TEXT = 2_000
MOST_NUMBER = 2**63 - 1


class ScenarioIn(Schema):
    """A scenario to be kept; the same name again changes it. `arguments`: as texts of the question `levers`."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    where: str = Field("", max_length=MOST_TEXT)
    level: Literal["customer", "account"] = "customer"
    arguments: dict[str, str] = Field({}, max_length=20)
    is_shared: StrictBool = False


class ScenarioChangeIn(BaseModel):
    """What becomes of a scenario; what is left out stays.

    No `Schema` of the framework: that takes a list for an object of which all is left out.
    """

    name: str | None = Field(None, min_length=1, max_length=LONGEST_NAME)
    is_shared: StrictBool | None = None


class ScenarioOut(Schema):
    """A scenario: what it moves and assumes, whose it is, and where the page shows it."""

    number: int
    name: str
    where: str
    level: str
    arguments: dict[str, str]
    is_shared: bool
    is_own: bool
    owner: str
    page: str


@router.get("", response={200: list[ScenarioOut], **REFUSALS}, tags=["levers"], summary="Scenarios kept and shared")
@permits("see_journeys")
def scenarios(request: HttpRequest) -> list[ScenarioOut]:
    """Return what this account keeps, and what others share."""
    return [_out(one, request) for one in LeverScenario.seen_by(request.user.pk)]


@router.post("", response={200: ScenarioOut, **REFUSALS}, tags=["levers"], summary="Keep a scenario")
@permits("see_journeys", notes=Action.SETTINGS_CHANGED)
def keep_one(request: HttpRequest, given: ScenarioIn) -> ScenarioOut:
    """Keep a scenario under a name."""
    owner = get_object_or_404(User, pk=request.user.pk)
    made = keep(owner, given.name, (given.where, given.level), given.arguments, is_shared=given.is_shared)
    return _out(made, request)


@router.patch(
    "/{number}", response={200: ScenarioOut, **REFUSALS_WITH_404}, tags=["levers"], summary="Rename or share a scenario"
)
@permits("see_journeys", notes=Action.SETTINGS_CHANGED)
def change_one(request: HttpRequest, number: int, given: ScenarioChangeIn) -> ScenarioOut:
    """Rename a scenario of one's own, or share it."""
    scenario = _own(request, number)
    if given.name is not None:
        rename(scenario, given.name)
    if given.is_shared is not None:
        scenario.is_shared = given.is_shared
        scenario.save(update_fields=["is_shared"])
    return _out(scenario, request)


@router.delete("/{number}", response={204: None, **REFUSALS_WITH_404}, tags=["levers"], summary="Remove a scenario")
@permits("see_journeys", notes=Action.SETTINGS_CHANGED)
def remove_one(request: HttpRequest, number: int) -> tuple[int, None]:
    """Remove a scenario of one's own; on the page it can be brought back for a month."""
    remove(_own(request, number))
    return 204, None


def _own(request: HttpRequest, number: int) -> LeverScenario:
    within = number if 0 <= number <= MOST_NUMBER else -1
    return get_object_or_404(LeverScenario, pk=within, owner_id=request.user.pk, removed_at=None)


def _out(one: LeverScenario, request: HttpRequest) -> ScenarioOut:
    return ScenarioOut(
        number=one.pk,
        name=one.name,
        where=one.expression,
        level=one.level,
        arguments=one.arguments,
        is_shared=one.is_shared,
        is_own=one.owner_id == request.user.pk,
        owner=str(one.owner),
        page=address_of(one),
    )
