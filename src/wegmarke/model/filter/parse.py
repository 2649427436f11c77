"""From the filter's text to its tree: recursive descent, one method a rule of the grammar."""

from __future__ import annotations

from functools import lru_cache
from typing import cast, get_args

from wegmarke.errors import WegmarkeError
from wegmarke.model.filter.ast import (
    All,
    And,
    Began,
    Between,
    CameAfter,
    CameSaying,
    Compare,
    DecidedAfter,
    Duration,
    Ended,
    Field,
    Filter,
    HadAttribute,
    HasAttribute,
    In,
    Incident,
    IncidentOf,
    IncidentOpen,
    LeftAfter,
    LeftSaying,
    Not,
    Operator,
    Or,
    Order,
    Path,
    Promised,
    PromiseFrom,
    PromiseToKeep,
    Reached,
    ReachedWithout,
    Step,
    Value,
    Visited,
)
from wegmarke.model.filter.grammar import (
    ATTRIBUTE_CALLS,
    CALLS,
    CAME_CALLS,
    FIELDS,
    LEFT_CALLS,
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_NODES,
    OPERATORS,
    PROMISE_CALLS,
    UNORDERED_KINDS,
)
from wegmarke.model.filter.lexer import Token, tokens
from wegmarke.model.filter.values import (
    amount_of,
    count_of,
    duration_of,
    incident_kind_of,
    left_with,
    nearest,
    outcome_of,
    promise_is,
    span_of,
    wrong_value,
)

_ANY_OF: dict[str, type[Visited | Began | Ended | DecidedAfter | Path]] = {
    "visited": Visited,
    "began": Began,
    "ended": Ended,
    "decided_after": DecidedAfter,
    "path": Path,
}
_FUNNELS: dict[str, type[Reached | ReachedWithout]] = {"reached": Reached, "reached_without": ReachedWithout}
_INCIDENTS: dict[str, type[Incident | IncidentOpen]] = {"incident": Incident, "incident_open": IncidentOpen}
_WITH: dict[str, type[LeftSaying | LeftAfter | CameSaying | CameAfter]] = {
    "left_saying": LeftSaying,
    "left_after": LeftAfter,
    "came_saying": CameSaying,
    "came_after": CameAfter,
}
_YEAR_DIGITS = 4


def parse(text: str) -> Filter:
    """The filter that the text says; an empty text is `All`.

    Errors (`WegmarkeError`): `filter_syntax` with position (of the character, from 1), found and expected;
    `filter_unknown_word` with the nearest word; `filter_wrong_value` where a field does not take the value;
    `filter_too_long` beyond 10,000 characters, 1,000 parts or 50 levels.
    """
    if len(text) > MOST_CHARACTERS:
        raise WegmarkeError("filter_too_long", what="characters", limit=MOST_CHARACTERS)
    return _parsed(text)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Filter:
    """Trees never change, and the same texts come again and again: a map joins its filter with every step's."""
    return _Parser(tokens(text)).filter()


class _Parser:
    """Reads the tokens from left to right, looking one ahead."""

    def __init__(self, all_tokens: list[Token]) -> None:
        self._tokens = all_tokens
        self._place = 0
        self._nodes = 0
        self._depth = 0

    # --- rules of the grammar, in its order

    def filter(self) -> Filter:
        if self._at_end():
            return All()
        result = self._either()
        if not self._at_end():
            raise self._unexpected("and", "or", "end")
        return result

    def _either(self) -> Filter:
        parts = [self._both()]
        while self._take_word("or"):
            parts.append(self._both())
        return self._node(Or(tuple(parts))) if len(parts) > 1 else parts[0]

    def _both(self) -> Filter:
        parts = [self._negation()]
        while self._take_word("and"):
            parts.append(self._negation())
        return self._node(And(tuple(parts))) if len(parts) > 1 else parts[0]

    def _negation(self) -> Filter:
        if not self._take_word("not"):
            return self._primary()
        self._deeper()
        part = self._negation()
        self._depth -= 1
        return self._node(Not(part))

    def _primary(self) -> Filter:
        if self._take_sign("("):
            self._deeper()
            inner = self._either()
            self._expect_sign(")")
            self._depth -= 1
            return inner
        token = self._next
        if token.kind != "word":
            raise self._unexpected("condition")
        name = token.text.lower()
        if name in CALLS:
            self._place += 1
            return self._node(self._call(name))
        if name in get_args(Field):
            self._place += 1
            return self._node(self._comparison(cast("Field", name)))
        if name == "all":
            self._place += 1
            return self._node(All())
        if name in {"and", "or", "in", "between"}:
            raise self._unexpected("condition")
        known = (*CALLS, *FIELDS, "all", "not")
        near = nearest(name, known)
        raise WegmarkeError(
            "filter_unknown_word",
            word=token.text,
            position=token.position,
            suggestions=near,
            known=() if near else known,
        )

    def _call(self, name: str) -> Filter:
        self._expect_sign("(")
        result: Filter
        if name in _ANY_OF:
            result = _ANY_OF[name](self._touchpoints(","))
            self._expect_sign(")", ",")
        elif name == "order":
            result = Order(self._touchpoints(">", least=2))
            self._expect_sign(")", ">")
        elif name == "step":
            source = self._touchpoint()
            self._expect_sign(",")
            result = Step(source, self._touchpoint())
            self._expect_sign(")")
        elif name in PROMISE_CALLS:
            result = self._promise(name)
        elif name in _INCIDENTS:
            kind = self._incident_kind(name)
            result = _INCIDENTS[name](kind, self._touchpoints(",") if self._take_sign(",") else ())
            self._expect_sign(")", ",")
        elif name == "incident_of":
            kind = self._incident_kind(name)
            self._expect_sign(",")
            departments = [str(self._value("department"))]
            while self._take_sign(","):
                departments.append(str(self._value("department")))
            result = IncidentOf(kind, tuple(departments))
            self._expect_sign(")", ",")
        elif name in ATTRIBUTE_CALLS:
            result = self._attribute(name)
        elif name in (*LEFT_CALLS, *CAME_CALLS):
            result = self._left(name)
        else:
            result = self._funnel(name)
            self._expect_sign(")", "|", ">", ",")
        return result

    def _funnel(self, name: str) -> Filter:
        token = self._next
        if token.kind != "number":
            raise self._unexpected("whole_number")
        self._place += 1
        step = count_of(token.text, name, token.position)
        self._expect_sign(",")
        stages = [self._touchpoints("|")]
        self._expect_sign(">", "|")
        stages.append(self._touchpoints("|"))
        while self._take_sign(">"):
            stages.append(self._touchpoints("|"))
        window = self._window(name) if self._take_sign(",") else None
        last = len(stages) if name == "reached" else len(stages) - 1
        if not 1 <= step <= last:
            raise wrong_value(name, token.text, tuple(str(number) for number in range(1, last + 1)), token.position)
        return _FUNNELS[name](int(step), tuple(stages), window)

    def _promise(self, name: str) -> Filter:
        token = self._next
        if token.kind != "word":
            raise self._unexpected("promise_state")
        self._place += 1
        state = promise_is(token.text, name, token.position)
        if name == "promise_from":
            self._expect_sign(",")
            touchpoint = self._touchpoint()
            self._expect_sign(">")
            giver = self._department()
            self._expect_sign(">")
            result: Filter = PromiseFrom(state, touchpoint, giver, self._department())
            self._expect_sign(")")
            return result
        departments = []
        while self._take_sign(","):
            departments.append(self._department())
        if name == "promise_to_keep" and not departments:
            raise self._unexpected(",")
        self._expect_sign(")", ",")
        return (PromiseToKeep if name == "promise_to_keep" else Promised)(state, tuple(departments))

    def _department(self) -> str:
        """A name, without quotes where it is a word; empty where none is known."""
        token = self._next
        if token.kind not in {"word", "text"}:
            raise self._unexpected("name")
        self._place += 1
        self._count()
        return token.text

    def _incident_kind(self, name: str) -> str:
        token = self._next
        if token.kind != "word":
            raise self._unexpected("incident_kind")
        self._place += 1
        self._count()
        return incident_kind_of(token.text, name, token.position)

    def _attribute(self, name: str) -> Filter:
        attribute = self._department()
        if not attribute:
            raise wrong_value(name, "", ("name",), None)
        words: list[str] = []
        while not words or self._next.text == ",":
            self._expect_sign(",")
            words.append(str(self._value("channel")))
        self._expect_sign(")", ",")
        return (HasAttribute if name == "attribute" else HadAttribute)(attribute, tuple(words))

    def _left(self, name: str) -> Filter:
        found: list[str] = []
        while not found or self._take_sign(","):
            token = self._next
            if token.kind != "word":
                raise self._unexpected("incident_kind" if name == "left_after" else "stated_code")
            self._place += 1
            self._count()
            found.append(left_with(token.text, name, token.position))
        self._expect_sign(")", ",")
        return _WITH[name](tuple(found))

    def _window(self, name: str) -> int:
        position = self._next.position
        value = self._duration(name)
        if value.seconds == 0:
            raise wrong_value(name, "0", ("duration",), position)
        return value.seconds

    def _comparison(self, field: Field) -> Filter:
        if self._take_word("in"):
            self._expect_sign("(")
            values = [self._value(field)]
            while self._take_sign(","):
                values.append(self._value(field))
            self._expect_sign(")", ",")
            return In(field, tuple(values))
        ordered = FIELDS[field] not in UNORDERED_KINDS
        if ordered and self._take_word("between"):
            low = self._value(field)
            if not self._take_word("and"):
                raise self._unexpected("and")
            return Between(field, low, self._value(field))
        allowed: tuple[Operator, ...] = OPERATORS if ordered else ("=", "!=")
        token = self._next
        if token.kind != "sign" or token.text not in allowed:
            raise self._unexpected(*allowed, "in", *(("between",) if ordered else ()))
        self._place += 1
        return Compare(field, token.text, self._value(field))

    def _touchpoints(self, separator: str, least: int = 1) -> tuple[str, ...]:
        result = [self._touchpoint()]
        while self._take_sign(separator):
            result.append(self._touchpoint())
        if len(result) < least:
            raise self._unexpected(separator)
        return tuple(result)

    def _touchpoint(self) -> str:
        token = self._next
        if token.kind not in {"word", "text"} or not token.text:
            raise self._unexpected("touchpoint")
        self._place += 1
        self._count()
        return token.text

    def _value(self, field: Field) -> Value:
        """A value of the kind that the field takes."""
        self._count()
        token = self._next
        kind = FIELDS[field]
        if kind == "duration":
            return self._duration(field)
        if token.kind in {"sign", "end"}:
            raise self._unexpected(_EXPECTED[kind])
        self._place += 1
        if kind == "name":
            return token.text
        if kind == "outcome":
            return outcome_of(token.text, token.position)
        if kind == "date":
            is_year = token.kind == "number" and len(token.text) == _YEAR_DIGITS and token.text.isdigit()
            if token.kind == "date" or is_year:
                return span_of(token.text, field, token.position)
        elif token.kind == "number":
            read = count_of if kind == "count" else amount_of
            return read(token.text, field, token.position)
        raise wrong_value(field, token.text, (_EXPECTED[kind],), token.position)

    def _duration(self, field: str) -> Duration:
        token = self._next
        if token.kind in {"sign", "end"}:
            raise self._unexpected("duration")
        self._place += 1
        if token.kind != "number" or self._next.kind != "word":
            raise wrong_value(field, token.text, ("duration",), token.position)
        unit = self._next
        self._place += 1
        return duration_of(token.text, unit.text, field, token.position)

    # --- reading tokens

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _at_end(self) -> bool:
        return self._next.kind == "end"

    def _take_word(self, word: str) -> bool:
        found = self._next.kind == "word" and self._next.text.lower() == word
        self._place += found
        return found

    def _take_sign(self, sign: str) -> bool:
        found = self._next.kind == "sign" and self._next.text == sign
        self._place += found
        return found

    def _expect_sign(self, sign: str, *instead: str) -> None:
        """The sign must come; `instead` is what else could have come here."""
        if not self._take_sign(sign):
            raise self._unexpected(*instead, sign)

    def _unexpected(self, *expected: str) -> WegmarkeError:
        token = self._next
        return WegmarkeError("filter_syntax", position=token.position, found=token.text, expected=expected)

    # --- limits

    def _node(self, node: Filter) -> Filter:
        self._count()
        return node

    def _count(self) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise WegmarkeError("filter_too_long", what="nodes", limit=MOST_NODES)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise WegmarkeError("filter_too_long", what="depth", limit=MOST_DEPTH)


_EXPECTED = {
    "outcome": "outcome",
    "name": "name",
    "count": "whole_number",
    "amount": "number",
    "duration": "duration",
    "date": "date",
}
