"""The register of questions: name, parameters and function. Adding a question is a file and a line here."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from wegmarke.errors import WegmarkeError
from wegmarke.model.changes import CHANGED_FIELDS
from wegmarke.model.coding_schemes import SCHEME_NAMES
from wegmarke.model.finding import Finding
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.questions.agreement import agreement
from wegmarke.questions.asked import Asked
from wegmarke.questions.attribution import ATTRIBUTED_BY, attribution
from wegmarke.questions.audience import AUDIENCE_ORDERS, COLUMNS, audience
from wegmarke.questions.coding import coding
from wegmarke.questions.coming import coming
from wegmarke.questions.compare import COMPARED, compare
from wegmarke.questions.customers import DEFAULT_LIMIT, customers
from wegmarke.questions.delay import delay
from wegmarke.questions.drift import PERIOD_DAYS, drift
from wegmarke.questions.effect import effect
from wegmarke.questions.entries import entries
from wegmarke.questions.friction import friction
from wegmarke.questions.funnel import funnel
from wegmarke.questions.incidents import WINDOW_DAYS, incidents
from wegmarke.questions.late_changes import late_changes
from wegmarke.questions.levers import HORIZON_DAYS as LEVER_DAYS
from wegmarke.questions.levers import LOSS_ELASTICITY, QUANTITY_ELASTICITY, levers
from wegmarke.questions.lost_customers import DEFAULT_FILES, LEAVING, lost_customers
from wegmarke.questions.map import DEFAULT_QUANTILES, journey_map
from wegmarke.questions.moments import HORIZON_DAYS as AHEAD_DAYS
from wegmarke.questions.moments import moments
from wegmarke.questions.paths import DEFAULT_TOP, paths
from wegmarke.questions.promises import promises
from wegmarke.questions.proxies import proxies
from wegmarke.questions.reasons import reasons
from wegmarke.questions.timeline import timeline
from wegmarke.questions.touchpoint import touchpoint_facts
from wegmarke.questions.value import HORIZON_DAYS, VALUE_ORDERS, value
from wegmarke.questions.won_lost import ENDINGS, won_lost

Kind = Literal[
    "whole",
    "yes_no",
    "shares",
    "filter",
    "stages",
    "duration",
    "choice",
    "touchpoint",
    "words",
    "number",
    "range",
    "text",
]


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be told besides the filter. In text (command line, address): stages are `a > b | c > d`,
    shares `0.5, 0.9`, words `value, journeys`, a range `0.25..0.4` (or one number), text as it is.

    A parameter without a default must be given.
    """

    name: str
    kind: Kind
    default: object = None
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its name (in the address, on the command line, in Python), its parameters, and what answers it."""

    name: str
    parameters: tuple[Parameter, ...]
    answer: Callable[..., Finding[Any]]


MARGIN = (Parameter("margin", "range"), Parameter("margin_groups", "text"), Parameter("margin_by", "text"))

QUESTIONS: tuple[Question, ...] = (
    Question(
        "map",
        (Parameter("quantiles", "shares", DEFAULT_QUANTILES), Parameter("customers", "yes_no", default=True)),
        journey_map,
    ),
    Question("paths", (Parameter("top", "whole", DEFAULT_TOP),), paths),
    Question("entries", (), entries),
    Question(
        "funnel",
        (
            Parameter("stages", "stages", required=True),
            Parameter("within", "duration"),
            Parameter("timed", "yes_no", default=True),
        ),
        funnel,
    ),
    Question(
        "compare",
        (
            Parameter("a", "filter", required=True),
            Parameter("b", "filter", required=True),
            Parameter("what", "choice", "touchpoints", (*COMPARED, "funnel")),
            Parameter("top", "whole", 200),
            Parameter("stages", "stages"),
            Parameter("within", "duration"),
        ),
        compare,
    ),
    Question(
        "attribution",
        (Parameter("by", "choice", "touchpoint", ATTRIBUTED_BY), Parameter("intervals", "yes_no", default=True)),
        attribution,
    ),
    Question("promises", (), promises),
    Question("friction", (), friction),
    Question("touchpoint", (Parameter("touchpoint", "touchpoint", required=True),), touchpoint_facts),
    Question(
        "customers",
        (
            Parameter("offset", "whole", 0),
            Parameter("limit", "whole", DEFAULT_LIMIT),
            Parameter("order", "choice", "latest", ("latest", "earliest", "longest", "slowest", "identifier")),
        ),
        customers,
    ),
    Question(
        "audience",
        (
            Parameter("offset", "whole", 0),
            Parameter("limit", "whole", DEFAULT_LIMIT),
            Parameter("order", "choice", "value", AUDIENCE_ORDERS),
            Parameter("columns", "words", COLUMNS),
        ),
        audience,
    ),
    Question(
        "value",
        (
            Parameter("days", "whole", HORIZON_DAYS),
            Parameter("offset", "whole", 0),
            Parameter("limit", "whole", DEFAULT_LIMIT),
            Parameter("order", "choice", "expected", VALUE_ORDERS),
            Parameter("contract_days", "whole"),
            Parameter("tenth", "whole"),
            Parameter("due_days", "whole"),
        ),
        value,
    ),
    Question("moments", (Parameter("days", "whole", AHEAD_DAYS),), moments),
    Question("incidents", (Parameter("days", "whole", WINDOW_DAYS),), incidents),
    Question(
        "won_lost",
        (Parameter("against", "choice", None, ENDINGS), Parameter("begun_before_days", "whole")),
        won_lost,
    ),
    Question(
        "delay",
        (
            Parameter("start", "touchpoint", required=True),
            Parameter("end", "touchpoint", required=True),
            Parameter("against", "choice", "lost", ENDINGS),
            Parameter("apart", "duration"),
        ),
        delay,
    ),
    Question("drift", (Parameter("days", "whole", PERIOD_DAYS),), drift),
    Question(
        "lost_customers",
        (
            Parameter("ending", "choice", choices=LEAVING),
            Parameter("offset", "whole", 0),
            Parameter("limit", "whole", DEFAULT_FILES),
        ),
        lost_customers,
    ),
    Question(
        "agreement",
        (Parameter("first", "touchpoint", required=True), Parameter("second", "touchpoint", required=True)),
        agreement,
    ),
    Question(
        "late_changes",
        (
            Parameter("departments", "words", ()),
            Parameter("changed", "choice", None, CHANGED_FIELDS),
            Parameter("offset", "whole", 0),
            Parameter("limit", "whole", DEFAULT_LIMIT),
        ),
        late_changes,
    ),
    Question("coding", (Parameter("scheme", "choice", "leaving", SCHEME_NAMES),), coding),
    Question("coming", (), coming),
    Question("reasons", (Parameter("offset", "whole", 0), Parameter("limit", "whole", DEFAULT_LIMIT)), reasons),
    Question(
        "effect",
        (
            Parameter("incident", "choice", choices=INCIDENT_KINDS, required=True),
            Parameter("touchpoint", "touchpoint"),
            *MARGIN,
        ),
        effect,
    ),
    Question(
        "levers",
        (
            Parameter("incident", "choice", None, INCIDENT_KINDS),
            Parameter("price", "number", -0.05),
            Parameter("reduction", "number", 0.5),
            Parameter("cost", "number", 0.0),
            Parameter("running_cost", "number", 0.0),
            *MARGIN,
            Parameter("loss_elasticity", "range", LOSS_ELASTICITY),
            Parameter("quantity_elasticity", "range", QUANTITY_ELASTICITY),
            Parameter("added_loss", "range"),
            Parameter("premium", "range"),
            Parameter("days", "whole", LEVER_DAYS),
            Parameter("discount", "number", 0.08),
        ),
        levers,
    ),
    Question(
        "proxies",
        (Parameter("kpi", "text"), Parameter("department", "text"), Parameter("period", "text")),
        proxies,
    ),
    Question("timeline", (Parameter("customer", "whole", required=True),), timeline),
)


_OUTSIDE_QUOTES = '(?=(?:[^"]*"[^"]*")*[^"]*$)'
"""Behind a sign: an even number of quotation marks follows, so it stands in no quoted name."""


def question(name: str) -> Question:
    """The question of that name; `question_unknown` when there is none."""
    for one in QUESTIONS:
        if one.name == name:
            return one
    raise WegmarkeError("question_unknown", question=name, known=", ".join(one.name for one in QUESTIONS))


def ask(name: str, asked: Asked, arguments: Mapping[str, object] | None = None) -> Finding[Any]:
    """Ask by name; arguments are typed values, or texts as they stand in an address.

    Errors: `question_unknown`; `question_argument` for an argument that is unknown, missing or not of its kind.
    """
    return question(name).answer(asked, **typed(name, arguments))


def typed(name: str, arguments: Mapping[str, object] | None = None) -> dict[str, object]:
    """The arguments of a question as typed values, however they were written. Errors as in `ask`."""
    one = question(name)
    given = dict(arguments or {})
    values: dict[str, object] = {}
    for parameter in one.parameters:
        if parameter.name in given:
            values[parameter.name] = _value(one, parameter, given.pop(parameter.name))
        elif parameter.required:
            raise WegmarkeError("question_argument", question=name, argument=parameter.name, value="")
    if given:
        raise WegmarkeError("question_argument", question=name, argument=next(iter(given)), value="")
    return values


def _value(one: Question, parameter: Parameter, value: object) -> object:  # noqa: PLR0911 - one case a kind
    """A text as the parameter's kind; other values as they are."""
    if not isinstance(value, str):
        return value
    wrong = WegmarkeError("question_argument", question=one.name, argument=parameter.name, value=value)
    try:
        match parameter.kind:
            case "whole":
                return int(value)
            case "number":
                return _number(value)
            case "range":
                low, _, high = value.partition("..")
                return (_number(low), _number(high)) if high else _number(low)
            case "yes_no":
                return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[value.lower()]
            case "shares":
                return tuple(float(part) for part in value.split(",") if part.strip())
            case "words":
                return tuple(part.strip() for part in value.split(",") if part.strip())
            case "stages":
                stages = re.split(f">{_OUTSIDE_QUOTES}", value)
                return [
                    [name.strip().strip('"') for name in re.split(rf"\|{_OUTSIDE_QUOTES}", stage)] for stage in stages
                ]
            case "choice":
                if value not in parameter.choices:
                    raise wrong
                return value
            case _:
                return value
    except (ValueError, KeyError) as error:
        raise wrong from error


def _number(value: str) -> float:
    """A number that is one; what is endless or no number is not."""
    found = float(value)
    if not math.isfinite(found):
        raise ValueError(value)
    return found
