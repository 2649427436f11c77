"""What becomes of scenarios: kept, renamed, shared, removed, brought back. For pages and programs alike."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.http import QueryDict

from wegmarke.clock import now
from wegmarke.desk.accounts.models import User
from wegmarke.desk.levers.assumptions import wrong
from wegmarke.desk.levers.models import BROUGHT_BACK_FOR, LONGEST_NAME, LeverScenario
from wegmarke.desk.levers.scenario import arguments_of, fields_of, in_address
from wegmarke.errors import WegmarkeError
from wegmarke.model.filter import parse, write

MOST_KEPT = 200


def texts_of(arguments: Mapping[str, str]) -> dict[str, str]:
    """The arguments as they are kept. `question_argument` for what the question does not take or cannot be read."""
    given = QueryDict(mutable=True)
    for name, value in fields_of(arguments):
        given.appendlist(name, value)
    read, problems = arguments_of(given)
    for name in problems:
        raise wrong("levers", name, str(arguments.get(name, "")))
    return {name: str(value) for name, value in in_address(read).items()}


def keep(
    owner: User, name: str, about: tuple[str, str], arguments: Mapping[str, str], *, is_shared: bool
) -> LeverScenario:
    """Keep a scenario; the same name again changes it. about: filter and level. Errors as in `texts_of` and `parse`;
    `question_argument` for a name that is empty or too long, or where there are too many.
    """
    named, (where, level) = named_rightly(name), about
    expression = write(parse(where)) if where else ""
    if LeverScenario.seen_by(owner.pk).filter(owner=owner).count() >= MOST_KEPT:
        raise wrong("levers", "name", named)
    values = {
        "expression": expression,
        "level": level,
        "arguments": texts_of(arguments),
        "is_shared": is_shared,
        "created_at": now(),
    }
    with transaction.atomic():
        made, _made = LeverScenario.objects.update_or_create(owner=owner, name=named, removed_at=None, defaults=values)
    return made


def named_rightly(name: str) -> str:
    """The name without what surrounds it."""
    named = " ".join(name.split())
    if not named or len(named) > LONGEST_NAME or not named.isprintable():
        raise wrong("levers", "name", named[:LONGEST_NAME])
    return named


def rename(scenario: LeverScenario, name: str) -> None:
    """Call it otherwise. `question_argument` for a name that another one of the owner has."""
    named = named_rightly(name)
    others = LeverScenario.objects.filter(owner_id=scenario.owner_id, name=named, removed_at=None)
    if others.exclude(pk=scenario.pk).exists():
        raise wrong("levers", "name", named)
    scenario.name = named
    scenario.save(update_fields=["name"])


def remove(scenario: LeverScenario) -> None:
    """Take it off the list; for a while it can be brought back. What was removed long ago goes for good."""
    LeverScenario.objects.filter(removed_at__lt=now() - BROUGHT_BACK_FOR).delete()
    scenario.removed_at = now()
    scenario.save(update_fields=["removed_at"])


def bring_back(scenario: LeverScenario) -> None:
    """Put it on the list again, under a name that is free."""
    others = LeverScenario.objects.filter(owner_id=scenario.owner_id, removed_at=None)
    taken = set(others.values_list("name", flat=True))
    name, number = scenario.name, 2
    while name in taken:
        name = f"{scenario.name[: LONGEST_NAME - 5]} ({number})"
        number += 1
    scenario.name, scenario.removed_at = name, None
    scenario.save(update_fields=["name", "removed_at"])


def readable(scenario: LeverScenario) -> bool:
    """Whether its filter can still be read; an earlier version may have kept other words."""
    try:
        parse(scenario.expression or "all")
    except WegmarkeError:
        return False
    return True
