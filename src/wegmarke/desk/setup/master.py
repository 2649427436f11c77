"""Rows of master data in the guided mapping: lists of contacts and companies, which are no interactions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from wegmarke.desk.setup.fields import ConditionView, FieldView
from wegmarke.desk.setup.posted import Posted
from wegmarke.model.mapping import TESTS, Condition, InteractionMapping, Mapping, Master

MAX_CONDITIONS = 10
COLUMNS = ("account", "changed", "until")


@dataclass(frozen=True, slots=True)
class MasterView:
    """The fields of rows of master data. left: the conditions under which somebody has left, and an empty one."""

    fields: tuple[FieldView, ...]
    left: tuple[ConditionView, ...]


def posted_master(form: Posted) -> Master | None:
    """Read what rows of master data say; None where they are interactions."""
    if "master-account" not in form:
        return None
    left: list[Condition] = []
    for number in range(MAX_CONDITIONS):
        prefix = f"master-left{number}"
        column, written = form.get(f"{prefix}-column", ""), form.get(f"{prefix}-test", "is")
        test = next((one for one in TESTS if one == written), None)
        if column and test is not None:
            left.append(Condition(column, test, form.get(f"{prefix}-value", "").strip()))
    account, changed, until = (form.get(f"master-{name}", "") or None for name in COLUMNS)
    return Master(account, changed, until, tuple(left))


def switched(draft: Mapping, what: str, blank: InteractionMapping) -> Mapping:
    """Return the draft with rows that are master data, or interactions again (`blank` is the first)."""
    if what == "rows-master" and draft.master is None:
        account = next((part.account for part in draft.interactions if part.account), None)
        return replace(draft, master=Master(account), interactions=())
    if what == "rows-interactions" and draft.master is not None:
        return replace(draft, master=None, interactions=(replace(blank, account=draft.master.account),))
    return draft


def master_view(
    master: Master | None,
    field: Callable[[str, str, str | None], FieldView],
    condition: Callable[[str, Condition], ConditionView],
) -> MasterView | None:
    """Lay the fields out."""
    if master is None:
        return None
    said = (("master-account", "account", master.account), ("master-changed", "changed", master.changed))
    fields = tuple(field(*one) for one in (*said, ("master-until", "until", master.until)))
    conditions = (*master.left, Condition("", "is"))[:MAX_CONDITIONS]
    return MasterView(fields, tuple(condition(f"master-left{n}", one) for n, one in enumerate(conditions)))
