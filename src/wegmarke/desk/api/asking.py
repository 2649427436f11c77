"""An operation for every question of the register: its own address, its own parameters, its own permission."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from wegmarke.desk.api.findings import FindingOut, JourneysIn, finding_out
from wegmarke.desk.api.permits import permits
from wegmarke.desk.api.refusals import REFUSALS_WITH_404
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.findings.answer import presented
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.findings.noting import note_seen
from wegmarke.desk.findings.policy import OF_PERSONS, for_role, permission_for
from wegmarke.questions import QUESTIONS
from wegmarke.questions.register import Kind, Parameter, Question, question

router = Router()
OWN = frozenset({"where", "level"})

SCHEMAS: dict[Kind, dict[str, object]] = {
    "whole": {"type": "integer"},
    "yes_no": {"type": "boolean"},
    "choice": {"type": "string"},
    "shares": {"type": "string", "description": "Shares from 0 to 1 with commas between, as `0.5,0.9`."},
    "stages": {"type": "string", "description": "Touchpoints in order, as `a > b | c > d`; `|` is either of both."},
    "filter": {"type": "string", "description": "A filter, as in `where`."},
    "words": {"type": "string", "description": "Words with commas between."},
    "number": {"type": "number"},
    "range": {"type": "string", "description": "A number, or from one to another, as `0.25..0.4`."},
    "text": {"type": "string"},
    "duration": {"type": "string", "description": "An elapsed time, as `30 days` or `2 h`."},
    "touchpoint": {"type": "string", "description": "The key of a touchpoint."},
}


def described(parameter: Parameter) -> dict[str, object]:
    """The parameter as OpenAPI describes it."""
    schema = dict(SCHEMAS[parameter.kind])
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if isinstance(parameter.default, bool | int | float | str):
        schema["default"] = parameter.default
    return {"name": parameter.name, "in": "query", "required": parameter.required, "schema": schema}


def _add(one: Question) -> None:
    notes = Action.CUSTOMERS_LISTED if one.name in OF_PERSONS else None

    @router.get(
        f"/ask/{one.name}",
        response={200: FindingOut, **REFUSALS_WITH_404},
        tags=["findings"],
        summary=f"Ask: {one.name}",
        description="The answer about the journeys that the filter leaves.",
        operation_id=f"ask_{one.name}",
        openapi_extra={"parameters": [described(parameter) for parameter in one.parameters]},
    )
    @permits(permission_for(one.name), notes=notes)
    def ask(request: HttpRequest, given: Query[JourneysIn]) -> FindingOut:
        return _answer(request, one.name, given)


def _answer(request: HttpRequest, name: str, given: JourneysIn) -> FindingOut:
    scope = scope_of(given.where, given.level)
    arguments: dict[str, object] = {key: value for key, value in request.GET.items() if key not in OWN}
    finding: Any = for_role(scope.ask(name, arguments), request.user)
    note_seen(request, finding, "json")
    return finding_out(finding, presented(finding, scope))


for _question in QUESTIONS:
    _add(_question)


@router.get("/ask/{name}", response={404: REFUSALS_WITH_404[404]}, include_in_schema=False)
@permits("see_journeys")
def unknown(request: HttpRequest, name: str) -> None:
    """Say which questions there are to whom asks for another."""
    question(name)
