"""An answer: a finding, with the ways to hand it on."""

from __future__ import annotations

from typing import Any

from wegmarke.model.finding import Finding
from wegmarke.questions import Asked


class Answer:
    """The answer to a question. `finding` is the plain data, `result` its typed result (or a `CannotSay`)."""

    __slots__ = ("_asked", "finding")

    def __init__(self, finding: Finding[Any], asked: Asked) -> None:
        self.finding = finding
        self._asked = asked

    @property
    def result(self) -> Any:
        """The typed result of the question, or a `CannotSay` with its reason."""
        return self.finding.result
