"""A rule that names a person goes with them; the others stay."""

from __future__ import annotations

from pathlib import Path

from tests.functional.desk.clinic import clinic_workspace
from wegmarke.workspace.rights.person import Person
from wegmarke.workspace.rights.register import Erasing, parts
from wegmarke.workspace.rights.traces import Traces
from wegmarke.workspace.suppression import SuppressionRules, load_suppression, save_suppression
from wegmarke.workspace.suppression.forgetting import forget_rules
from wegmarke.workspace.suppression.rules import Rule


def test_a_rule_that_names_a_person_goes_with_them(tmp_path: Path) -> None:
    workspace = clinic_workspace(tmp_path)
    stays = Rule("bought", "filter", where="visited(order)")
    save_suppression(
        workspace.folder,
        SuppressionRules((Rule("her", "filter", where='customer = "ada.example@mail.example"'), stays)),
    )
    person = Person((("email", "ada.example@mail.example"),))
    erasing = Erasing(workspace.folder, workspace.record, (person,), Traces((person,)))
    assert forget_rules(erasing) == 1
    assert load_suppression(workspace.folder).rules == (stays,)
    assert forget_rules(erasing) == 0
    assert "suppression.toml" in {place for part in parts() for place in part.places}
