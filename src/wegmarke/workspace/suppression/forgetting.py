"""A rule of the suppression list can name a person; when they are erased, it goes."""

from __future__ import annotations

from dataclasses import replace

from wegmarke.workspace.rights.register import Erasing, Part, enter
from wegmarke.workspace.suppression.rules import SUPPRESSION_FILE, load_suppression, save_suppression


def forget_rules(erasing: Erasing) -> int:
    """Drop the rules whose filter speaks of the persons; how many they were."""
    if not (erasing.folder / SUPPRESSION_FILE).is_file():
        return 0
    known = load_suppression(erasing.folder)
    left = tuple(rule for rule in known.rules if not erasing.traces.speaks(rule.where))
    if left != known.rules:
        save_suppression(erasing.folder, replace(known, rules=left))
    return len(known.rules) - len(left)


enter(Part("suppression rules", (SUPPRESSION_FILE,), forget_rules))
