"""A finding as JSON, for programs: words and numbers, touchpoints by key, evidence as filters."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from wegmarke.model.finding import CannotSay, Column, Finding, Table
from wegmarke.report.explanation import explain
from wegmarke.report.presentation import tables_of
from wegmarke.text import Language


def json_text(finding: Finding[Any], language: Language) -> str:
    """The finding as one JSON object: question, headline, basis, method, tables with units and evidence."""
    said = explain(finding, language)
    content = {
        "question": finding.question,
        "headline": said.headline,
        "claim": finding.claim,
        "answered": finding.answered,
        "method": said.method,
        "assumptions": said.assumptions,
        "caveats": said.caveats,
        "basis": asdict(finding.basis),
        "cannot_say": asdict(finding.result) if isinstance(finding.result, CannotSay) else None,
        "tables": [_table(table) for table in tables_of(finding)],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def _table(table: Table) -> dict[str, object]:
    return {"key": table.key, "columns": [_column(column) for column in table.columns]}


def _column(column: Column) -> dict[str, object]:
    found: dict[str, object] = {"key": column.key, "unit": column.unit, "values": list(column.values)}
    if column.evidence is not None:
        found |= {"evidence": list(column.evidence), "counts": column.counts}
    return found
