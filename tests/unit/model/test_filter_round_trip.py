"""Whatever tree there is: its text reads back as the same tree, and no text breaks the parser."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegmarke import text as wording
from wegmarke.errors import WegmarkeError
from wegmarke.model import filter as f
from wegmarke.model.coming_reasons import COMING_CODES, ON_THE_WAY
from wegmarke.model.filter.grammar import CALLS, FIELDS, MOST_SECONDS, OPERATORS, PROMISE_STATES, UNORDERED_KINDS
from wegmarke.model.filter.values import span_of
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.model.stated_reasons import STATED_CODES
from wegmarke.text.errors import ERRORS
from wegmarke.text.language import looked_up
from wegmarke.text.templates import fill

names = st.one_of(
    st.text(min_size=1, max_size=12),
    st.sampled_from(["hotline", "order", "and", "not", "all", "Prüfung & Versand", 'sagt "ja"', "a\\b", ">", "3"]),
)
several = st.lists(names, min_size=1, max_size=3).map(tuple)
stages = st.lists(several, min_size=2, max_size=4).map(tuple)
promise_states = st.sampled_from(PROMISE_STATES)
departments = st.lists(st.text(max_size=12), max_size=3).map(tuple)
kinds = st.sampled_from(INCIDENT_KINDS)
windows = st.none() | st.integers(1, MOST_SECONDS)
durations = st.integers(0, MOST_SECONDS).map(f.Duration)
days = st.dates(dt.date(1970, 1, 1), dt.date(2105, 12, 31))
spans = st.one_of(
    days.map(lambda day: span_of(day.isoformat(), "started")),
    days.map(lambda day: span_of(f"{day:%Y-%m}", "started")),
    days.map(lambda day: span_of(f"{day:%Y}-q{(day.month + 2) // 3}", "started")),
    days.map(lambda day: span_of(f"{day:%Y}", "started")),
)
VALUES = {
    "outcome": st.sampled_from(OUTCOME_NAMES),
    "name": st.text(max_size=12),
    "count": st.integers(0, 10**9).map(float),
    "amount": st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0),
    "duration": durations,
    "date": spans,
}


@st.composite
def comparisons(draw: st.DrawFn) -> f.Filter:
    field = draw(st.sampled_from(sorted(FIELDS)))
    kind = FIELDS[field]
    values = VALUES[kind]
    shapes = [
        st.builds(f.In, st.just(field), st.lists(values, min_size=1, max_size=3).map(tuple)),
        st.builds(
            f.Compare, st.just(field), st.sampled_from(("=", "!=") if kind in UNORDERED_KINDS else OPERATORS), values
        ),
    ]
    if kind not in UNORDERED_KINDS:
        shapes.append(st.builds(f.Between, st.just(field), values, values))
    return draw(st.one_of(shapes))


@st.composite
def funnels(draw: st.DrawFn) -> f.Filter:
    chain, window = draw(stages), draw(windows)
    if draw(st.booleans()):
        return f.Reached(draw(st.integers(1, len(chain))), chain, window)
    return f.ReachedWithout(draw(st.integers(1, len(chain) - 1)), chain, window)


leaves = st.one_of(
    st.just(f.All()),
    st.one_of([st.builds(kind, several) for kind in (f.Visited, f.Began, f.Ended, f.DecidedAfter, f.Path)]),
    st.builds(f.Order, st.lists(names, min_size=2, max_size=4).map(tuple)),
    st.builds(f.Step, names, names),
    st.one_of([st.builds(kind, kinds, st.just(()) | several) for kind in (f.Incident, f.IncidentOpen)]),
    st.builds(f.IncidentOf, kinds, several),
    st.one_of([st.builds(kind, names, departments.filter(bool)) for kind in (f.HasAttribute, f.HadAttribute)]),
    st.builds(f.LeftSaying, st.lists(st.sampled_from((*STATED_CODES, "any")), min_size=1, max_size=3).map(tuple)),
    st.builds(f.CameSaying, st.lists(st.sampled_from((*COMING_CODES, "any")), min_size=1, max_size=3).map(tuple)),
    st.builds(f.CameAfter, st.lists(st.sampled_from((*ON_THE_WAY, "any")), min_size=1, max_size=3).map(tuple)),
    st.builds(f.LeftAfter, st.lists(kinds | st.just("any"), min_size=1, max_size=3).map(tuple)),
    funnels(),
    st.builds(f.Promised, promise_states, departments),
    st.builds(f.PromiseToKeep, promise_states, departments.filter(bool)),
    st.builds(f.PromiseFrom, promise_states, names, st.text(max_size=12), st.text(max_size=12)),
    comparisons(),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(f.Not, inner),
        st.builds(f.And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(f.Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=12,
)


@given(trees)
def test_what_is_written_reads_back(tree: f.Filter) -> None:
    text = f.write(tree)
    assert f.parse(text) == tree
    assert f.write(f.parse(text)) == text


@given(trees)
def test_conditions_taken_apart_and_joined_are_the_same_filter(tree: f.Filter) -> None:
    assert f.both(*f.conditions(tree)) == f.both(tree)
    assert f.All() not in f.conditions(tree)


@given(trees, trees)
def test_combining_texts_is_combining_trees(first: f.Filter, second: f.Filter) -> None:
    assert f.parse(f.combine(f.write(first), f.write(second))) == f.both(first, second)


SIGNS = ("(", ")", ",", "|", ">", '"', "'", "\\", " ", "\n", "é", "²")
WORDS = ("and", "or", "not", "all", "in", "between", "lost", "hotline", '"Prüfung & Versand"')
VALUES_AS_TEXT = ("3", "-1.5", "30 days", "2026-Q1", "2026-13")
PIECES = st.sampled_from((*CALLS, *FIELDS, *OPERATORS, *SIGNS, *WORDS, *VALUES_AS_TEXT))


@given(st.lists(PIECES, max_size=20).map(" ".join) | st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=60))
def test_any_text_is_a_filter_or_a_clear_error(text: str) -> None:
    try:
        tree = f.parse(text)
    except WegmarkeError as error:
        refused = error
    else:
        assert f.parse(f.write(tree)) == tree
        return
    assert refused.code in {"filter_syntax", "filter_unknown_word", "filter_wrong_value"}
    position = refused.details["position"]
    assert isinstance(position, int)
    assert 1 <= position <= len(text) + 1
    for lang in wording.LANGUAGES:
        assert fill(
            looked_up(ERRORS, refused.code, lang, "errors"), refused.details, lang
        )  # raises where one is missing


@pytest.mark.parametrize("kind", [f.And, f.Or])
def test_nested_connectives_of_one_kind_are_one(kind: type[f.And] | type[f.Or]) -> None:
    a, b, c = f.Visited(("a",)), f.Visited(("b",)), f.Visited(("c",))
    assert kind((kind((a, b)), c)) == kind((a, kind((b, c)))) == kind((a, b, c))
