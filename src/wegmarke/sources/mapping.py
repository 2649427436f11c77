"""Mappings as TOML: read strictly, written plainly. `docs/reference/mapping.md` describes every key."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal, get_args

from wegmarke.errors import WegmarkeError
from wegmarke.model.consent import PURPOSES
from wegmarke.model.mapping import (
    BECOMES,
    MAPPING_VERSION,
    TESTS,
    AttributeColumn,
    Cell,
    Condition,
    ConsentColumn,
    Format,
    Identifier,
    InteractionMapping,
    Mapping,
    Master,
    Money,
    Promise,
    ReadOptions,
    Rule,
    Score,
    Staff,
    Test,
)
from wegmarke.sources.interactions import required_columns, used_columns
from wegmarke.sources.toml_tables import Table, near

_CELLS = ("touchpoint", "channel", "department", "lifecycle", "outcome", "stated_reason")
_COLUMNS = ("end", "sequence", "journey", "matter", "account", "text")
_SAID = ("given", "refused", "objected")
_READ = ("encoding", "delimiter", "decimal", "date_order", "time_zone", "sheet", "header_row", "own_domains")
_DECIMALS: tuple[Literal[",", "."], ...] = (",", ".")
_DATE_ORDERS: tuple[Literal["dmy", "mdy", "ymd"], ...] = ("dmy", "mdy", "ymd")
_OUTCOME_OF: tuple[Literal["journey", "interaction"], ...] = ("journey", "interaction")
_FORMATS: tuple[Format, ...] = get_args(Format)
_KEYS = (
    *("version", "source", "customer", "customer_kind", "format", "row_id", "drop"),
    *("identifier", "staff", "consent", "customer_attributes", "read", "interaction", "master"),
)
_SOURCE = re.compile(r"[A-Za-z0-9_]+")
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def check_source(name: str) -> None:
    """Refuse (`mapping_broken`) what cannot name a source: folders and files of the workspace are named after it."""
    if not _SOURCE.fullmatch(name):
        raise WegmarkeError("mapping_broken", key="source", value=name, expected=["A-Z", "a-z", "0-9", "_"])


def load_mapping(path: Path | str) -> Mapping:
    """Read a mapping from a TOML file. Errors: `file_missing`, `file_unreadable`, and those of `mapping_from_toml`."""
    place = Path(path)
    try:
        text = place.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise WegmarkeError("file_missing", file=str(place)) from error
    except OSError as error:
        raise WegmarkeError("file_unreadable", file=str(place), reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise WegmarkeError("encoding_wrong", file=str(place), encoding="UTF-8") from error
    return mapping_from_toml(text, place.name)


def save_mapping(mapping: Mapping, path: Path | str) -> None:
    """Write a mapping to a TOML file."""
    Path(path).write_text(mapping_to_toml(mapping), "utf-8")


def mapping_from_toml(text: str, file: str | None = None) -> Mapping:
    """Read a mapping.

    Errors: `mapping_broken` (not TOML, or a value of the wrong kind), `mapping_incomplete` (customer, interaction, time
    or touchpoint is not there, or the column or kind of an identifier), `mapping_unknown_key` (with what may have been
    meant).
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else None
        raise WegmarkeError("mapping_broken", file=file, line=line, reason=str(error)) from error
    top = Table(values, "", file or "")
    top.known(*_KEYS)
    if (top.whole("version") or MAPPING_VERSION) > MAPPING_VERSION:
        raise top.wrong("version", str(MAPPING_VERSION))
    source = top.needed("source")
    if not _SOURCE.fullmatch(source):
        raise top.wrong("source", "A-Z", "a-z", "0-9", "_")
    interactions = tuple(_interaction(table) for table in top.tables("interaction"))
    master = _master(top.table("master"))
    if master is not None and interactions:
        raise top.wrong("master", "[[interaction]]", "[master]")
    if not interactions and master is None:
        raise WegmarkeError("mapping_incomplete", file=file, key="interaction")
    return Mapping(
        source=source,
        customer=top.needed("customer"),
        interactions=interactions,
        customer_kind=top.text("customer_kind") or "customer",
        identifiers=tuple(_identifier(table) for table in top.tables("identifier")),
        format=top.choice("format", _FORMATS),
        read=_read_options(top.table("read")),
        row_id=top.texts("row_id"),
        drop=top.texts("drop"),
        staff=tuple(_staff(table) for table in top.tables("staff")),
        master=master,
        consents=tuple(_consent(table) for table in top.tables("consent")),
        attributes=_attributes(top.table("customer_attributes")),
    )


def _identifier(table: Table) -> Identifier:
    table.known("column", "kind")
    return Identifier(table.needed("column"), table.needed("kind"))


def _staff(table: Table) -> Staff:
    """Read what becomes of a column that names employees; to keep it asks for a reason."""
    table.known("column", "becomes", "reason")
    becomes = table.choice("becomes", BECOMES) or "drop"
    if becomes == "keep":
        return Staff(table.needed("column"), becomes, table.needed("reason"))
    if table.raw("reason") is not None:
        raise table.wrong("reason", "becomes = keep")
    return Staff(table.needed("column"), becomes)


def _master(table: Table | None) -> Master | None:
    if table is None:
        return None
    table.known("account", "changed", "until", "left")
    left = tuple(_condition(condition) for condition in table.tables("left"))
    return Master(table.text("account"), table.text("changed"), table.text("until"), left)


def _consent(table: Table) -> ConsentColumn:
    """Read what a column says of what the person allows."""
    table.known("column", "purpose", *_SAID)
    purpose = table.choice("purpose", PURPOSES)
    if purpose is None:
        raise WegmarkeError("mapping_incomplete", file=table.file, key=table.name("purpose"))
    return ConsentColumn(table.needed("column"), purpose, *(table.texts(said) for said in _SAID))


def _attributes(table: Table | None) -> tuple[AttributeColumn, ...]:
    """Read which columns hold customer attributes: name and column."""
    if table is None:
        return ()
    names = table.keys()
    for name in names:
        if not _ATTRIBUTE.fullmatch(name):
            raise table.wrong(name, "A-Z", "a-z", "0-9", "_")
    return tuple(AttributeColumn(name, table.needed(name)) for name in names)


def _read_options(table: Table | None) -> ReadOptions:
    if table is None:
        return ReadOptions()
    table.known(*_READ)
    return ReadOptions(
        encoding=table.text("encoding"),
        delimiter=table.text("delimiter"),
        decimal=table.choice("decimal", _DECIMALS),
        date_order=table.choice("date_order", _DATE_ORDERS),
        time_zone=table.text("time_zone"),
        sheet=table.text("sheet"),
        header_row=table.whole("header_row"),
        own_domains=table.texts("own_domains"),
    )


def _interaction(table: Table) -> InteractionMapping:
    table.known("time", *_CELLS, *_COLUMNS, "outcome_of", "value", "scores", "promise", "optional")
    touchpoint = _cell(table, "touchpoint")
    time = table.needed("time")
    if touchpoint is None:
        raise WegmarkeError("mapping_incomplete", file=table.file, key=table.name("touchpoint"))
    promise = table.table("promise")
    if promise is not None:
        promise.known("due", "kept")
    outcome_of = table.choice("outcome_of", _OUTCOME_OF) or "journey"
    return InteractionMapping(
        time=time,
        touchpoint=touchpoint,
        end=table.text("end"),
        sequence=table.text("sequence"),
        channel=_cell(table, "channel"),
        department=_cell(table, "department"),
        lifecycle=_cell(table, "lifecycle"),
        journey=table.text("journey"),
        matter=table.text("matter"),
        account=table.text("account"),
        outcome=_cell(table, "outcome"),
        outcome_of=outcome_of,
        value=_money(table),
        scores=_scores(table),
        text=table.text("text"),
        promise=Promise(promise.needed("due"), promise.text("kept")) if promise is not None else None,
        stated_reason=_cell(table, "stated_reason"),
        optional=table.flag("optional"),
    )


def _cell(table: Table, key: str) -> Cell | None:
    """Read a cell: a text is a column, a table says more."""
    if table.raw(key) is None:
        return None
    if isinstance(table.raw(key), str):
        return Cell(column=table.needed(key))
    inner = table.table(key)
    if inner is None:
        return None
    inner.known("column", "constant", "rule")
    rules = tuple(_rule(rule) for rule in inner.tables("rule"))
    cell = Cell(inner.text("column"), inner.text("constant"), rules)
    if cell == Cell():
        raise WegmarkeError("mapping_incomplete", file=table.file, key=inner.name("column"))
    return cell


def _rule(table: Table) -> Rule:
    table.known("when", "value")
    conditions = tuple(_condition(condition) for condition in table.tables("when"))
    if not conditions:
        raise WegmarkeError("mapping_incomplete", file=table.file, key=table.name("when"))
    return Rule(conditions, table.needed("value"))


def _condition(table: Table) -> Condition:
    table.known("column", *TESTS)
    given = [test for test in TESTS if table.raw(test) is not None]
    if len(given) != 1:
        raise WegmarkeError("mapping_broken", file=table.file, key=table.name("column"), expected=list(TESTS))
    test: Test = given[0]
    column = table.needed("column")
    if test in {"empty", "filled"}:
        if not table.flag(test):
            raise table.wrong(test, "true")
        return Condition(column, test)
    return Condition(column, test, table.needed(test))


def _money(table: Table) -> Money | None:
    if table.raw("value") is None:
        return None
    if isinstance(table.raw("value"), str):
        return Money(table.needed("value"))
    inner = table.table("value")
    if inner is None:
        return None
    inner.known("column", "currency")
    if isinstance(inner.raw("currency"), str):  # a currency in one word is that currency, not a column
        return Money(inner.needed("column"), Cell(constant=inner.needed("currency")))
    currency = _cell(inner, "currency")
    return Money(inner.needed("column"), currency) if currency else Money(inner.needed("column"))


def _scores(table: Table) -> tuple[Score, ...]:
    inner = table.table("scores")
    if inner is None:
        return ()
    scales = inner.keys()
    return tuple(Score(inner.needed(scale), scale) for scale in scales)


def mapping_to_toml(mapping: Mapping) -> str:
    """Write a mapping; reading it again gives the same mapping."""
    lines = [
        f"version = {mapping.version}",
        f"source = {_text(mapping.source)}",
        f"customer = {_text(mapping.customer)}",
    ]
    lines.append(f"customer_kind = {_text(mapping.customer_kind)}")
    if mapping.format:
        lines.append(f"format = {_text(mapping.format)}")
    for key, names in (("row_id", mapping.row_id), ("drop", mapping.drop)):
        if names:
            lines.append(f"{key} = [{', '.join(map(_text, names))}]")
    for identifier in mapping.identifiers:
        lines += ["", "[[identifier]]", f"column = {_text(identifier.column)}", f"kind = {_text(identifier.kind)}"]
    for one in mapping.staff:
        lines += ["", "[[staff]]", f"column = {_text(one.column)}", f"becomes = {_text(one.becomes)}"]
        lines += [f"reason = {_text(one.reason)}"] if one.reason else []
    for allowed in mapping.consents:
        lines += ["", "[[consent]]", f"column = {_text(allowed.column)}", f"purpose = {_text(allowed.purpose)}"]
        words = [(said, getattr(allowed, said)) for said in _SAID]
        lines += [f"{said} = [{', '.join(map(_text, meant))}]" for said, meant in words if meant]
    if mapping.attributes:
        named = (f"{_key(one.name)} = {_text(one.column)}" for one in mapping.attributes)
        lines += ["", "[customer_attributes]", *named]
    options = [(key, getattr(mapping.read, key)) for key in _READ]
    given = [f"{key} = {_option(value)}" for key, value in options if value is not None and value != ()]
    if given:
        lines += ["", "[read]", *given]
    if mapping.master is not None:
        said = [(key, getattr(mapping.master, key)) for key in ("account", "changed", "until")]
        lines += ["", "[master]", *(f"{key} = {_text(column)}" for key, column in said if column is not None)]
        if mapping.master.left:
            lines += ["left = [", *(_condition_line(condition) for condition in mapping.master.left), "]"]
    for part in mapping.interactions:
        lines += ["", "[[interaction]]", *_interaction_lines(part)]
    return "\n".join(lines) + "\n"


def _option(value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_text, value))}]"
    return str(value) if isinstance(value, int) else _text(value)


def _interaction_lines(part: InteractionMapping) -> Iterator[str]:
    yield f"time = {_text(part.time)}"
    cells = [(key, getattr(part, key)) for key in _CELLS]
    for key, cell in cells:
        if cell is not None and not cell.rules:
            yield f"{key} = {_cell_text(cell)}"
    for key in _COLUMNS:
        if (column := getattr(part, key)) is not None:
            yield f"{key} = {_text(column)}"
    if part.outcome is not None and part.outcome_of != "journey":
        yield f"outcome_of = {_text(part.outcome_of)}"
    if part.optional:
        yield "optional = true"
    yield from _table_lines(part)
    for key, cell in cells:
        if cell is not None and cell.rules:
            yield from _ruled_cell(f"interaction.{key}", cell)
    if part.value is not None and part.value.currency.rules:
        yield from ("", "[interaction.value]", f"column = {_text(part.value.column)}")
        yield from _ruled_cell("interaction.value.currency", part.value.currency)


def _table_lines(part: InteractionMapping) -> Iterator[str]:
    if part.scores:
        scores = ", ".join(f"{_key(score.scale)} = {_text(score.column)}" for score in part.scores)
        yield f"scores = {{ {scores} }}"
    if part.promise is not None:
        kept = f", kept = {_text(part.promise.kept)}" if part.promise.kept else ""
        yield f"promise = {{ due = {_text(part.promise.due)}{kept} }}"
    if part.value is not None and not part.value.currency.rules:
        currency = part.value.currency
        plain = currency.column is None and currency.constant is not None
        written = _text(currency.constant or "") if plain else _cell_text(currency, short=False)
        yield f"value = {{ column = {_text(part.value.column)}, currency = {written} }}"


def _ruled_cell(place: str, cell: Cell) -> Iterator[str]:
    yield from ("", f"[{place}]")
    if cell.column is not None:
        yield f"column = {_text(cell.column)}"
    if cell.constant is not None:
        yield f"constant = {_text(cell.constant)}"
    for rule in cell.rules:
        yield from ("", f"[[{place}.rule]]", f"value = {_text(rule.value)}", "when = [")
        yield from map(_condition_line, rule.when)
        yield "]"


def _condition_line(condition: Condition) -> str:
    value = "true" if condition.test in {"empty", "filled"} else _text(condition.value)
    return f"  {{ column = {_text(condition.column)}, {condition.test} = {value} }},"


def _cell_text(cell: Cell, *, short: bool = True) -> str:
    if short and cell.column is not None and cell.constant is None:
        return _text(cell.column)
    pairs = [("column", cell.column), ("constant", cell.constant)]
    return "{ " + ", ".join(f"{key} = {_text(value)}" for key, value in pairs if value is not None) + " }"


def _text(value: str) -> str:
    """Quote a text: what JSON escapes is escaped alike in TOML, but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(value: str) -> str:
    return value if _BARE_KEY.fullmatch(value) else _text(value)


def check_columns(
    mapping: Mapping, columns: Collection[str], *, complete: bool = True, file: str | None = None
) -> None:
    """Refuse a mapping that names a column which the file does not have (`mapping_column_missing`, with near names).

    `complete`: whether the file can have no columns but these; else only those that every row needs are asked for. Of
    the columns that may say who the customer is, one is enough: exports leave out what they do not have.
    """
    names = list(columns)
    identifying = [identifier.column for identifier in mapping.all_identifiers]
    asked = required_columns(mapping)
    if complete:
        asked |= used_columns(mapping).difference(identifying)
    for one_of in (identifying, *([name] for name in asked)):
        if not any(name in columns for name in one_of):
            suggestions = [suggestion for name in one_of for suggestion in near(name, names)]
            raise WegmarkeError(
                "mapping_column_missing",
                file=file,
                column=one_of[0],
                suggestions=suggestions or None,
                columns=names[:40],
            )
