"""What each construct of the filter language means, and what is said of texts that are none."""

import datetime as dt

import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.model import filter as f

READ = {
    "": f.All(),
    "  ": f.All(),
    "all": f.All(),
    "visited(hotline)": f.Visited(("hotline",)),
    'visited(hotline, "Prüfung & Versand")': f.Visited(("hotline", "Prüfung & Versand")),
    "VISITED ( hotline )": f.Visited(("hotline",)),
    "began(a)": f.Began(("a",)),
    "ended(a, b)": f.Ended(("a", "b")),
    "decided_after(offer)": f.DecidedAfter(("offer",)),
    "order(a > b > c)": f.Order(("a", "b", "c")),
    "step(a, b)": f.Step("a", "b"),
    "path(a, a, b)": f.Path(("a", "a", "b")),
    "reached(2, a > b | c > d)": f.Reached(2, (("a",), ("b", "c"), ("d",)), None),
    "reached(1, a > b, 30 days)": f.Reached(1, (("a",), ("b",)), 30 * 86_400),
    "reached_without(1, a > b, 1.5 hours)": f.ReachedWithout(1, (("a",), ("b",)), 5400),
    "promise(broken)": f.Promised("broken"),
    'Promise(LATE, Webshop, "Kundendienst Nord")': f.Promised("late", ("Webshop", "Kundendienst Nord")),
    'promise_to_keep(given, "")': f.PromiseToKeep("given", ("",)),
    'promise_from(open, "Auftrag & Termin" > late > "")': f.PromiseFrom("open", "Auftrag & Termin", "late", ""),
    "incident(complaint)": f.Incident("complaint"),
    "INCIDENT(Long_Wait, offer, kind)": f.Incident("long_wait", ("offer", "kind")),
    "incident_open(promise_broken, delivery)": f.IncidentOpen("promise_broken", ("delivery",)),
    "left_saying(pricing, NONE_STATED)": f.LeftSaying(("pricing", "none_stated")),
    "attribute(Kundengruppe, Gewerbe)": f.HasAttribute("Kundengruppe", ("Gewerbe",)),
    'Attribute_at_first("my class", 3, "", "A & B")': f.HadAttribute("my class", ("3", "", "A & B")),
    "left_after(any)": f.LeftAfter(("any",)),
    "came_saying(Search, not_coded)": f.CameSaying(("search", "not_coded")),
    "came_after(recommendation)": f.CameAfter(("recommendation",)),
    'incident_of(repeated, Service, "Team 7")': f.IncidentOf("repeated", ("Service", "Team 7")),
    "outcome = Lost": f.Compare("outcome", "=", "lost"),
    "outcome in (won, lost)": f.In("outcome", ("won", "lost")),
    "channel != phone": f.Compare("channel", "!=", "phone"),
    "channel = Außendienst": f.Compare("channel", "=", "Außendienst"),
    "customer = 0815": f.Compare("customer", "=", "0815"),
    "journey = 2026-77": f.Compare("journey", "=", "2026-77"),
    "length >= 3": f.Compare("length", ">=", 3.0),
    "value < -19.90": f.Compare("value", "<", -19.9),
    "value between 10 and 20": f.Between("value", 10.0, 20.0),
    "duration > 2 weeks": f.Compare("duration", ">", f.Duration(14 * 86_400)),
    "duration <= 1 second": f.Compare("duration", "<=", f.Duration(1)),
    "started = 2026": f.Compare("started", "=", f.DateSpan(dt.date(2026, 1, 1), dt.date(2027, 1, 1), "2026")),
    "started = 2026-q4": f.Compare("started", "=", f.DateSpan(dt.date(2026, 10, 1), dt.date(2027, 1, 1), "2026-Q4")),
    "finished < 2028-02": f.Compare("finished", "<", f.DateSpan(dt.date(2028, 2, 1), dt.date(2028, 3, 1), "2028-02")),
    "finished = 2105-12-31": f.Compare(
        "finished", "=", f.DateSpan(dt.date(2105, 12, 31), dt.date(2106, 1, 1), "2105-12-31")
    ),
    # words of the language are not reserved where a touchpoint or a value is expected
    "visited(order, and, not, all, in)": f.Visited(("order", "and", "not", "all", "in")),
    "channel = between": f.Compare("channel", "=", "between"),
    # precedence: not before and before or
    "all or all and not all": f.Or((f.All(), f.And((f.All(), f.Not(f.All()))))),
    "(all or all) and all": f.And((f.Or((f.All(), f.All())), f.All())),
    "not not all": f.Not(f.Not(f.All())),
    "not (all and all)": f.Not(f.And((f.All(), f.All()))),
    "value between 1 and 2 and all": f.And((f.Between("value", 1.0, 2.0), f.All())),
}


@pytest.mark.parametrize("text", READ)
def test_reads(text: str) -> None:
    assert f.parse(text) == READ[text]


NORMAL = {
    "all": "",
    "not all": "not all",
    "Outcome=LOST and((visited(a)))": "outcome = lost and visited(a)",
    "duration>2 weeks": "duration > 14 days",
    "duration > 90 minutes": "duration > 90 minutes",
    "duration > 60 seconds": "duration > 1 minute",
    "duration = 0 days": "duration = 0 seconds",
    "value = 19.90": "value = 19.9",
    "length = 03": "length = 3",
    'visited("hotline")': "visited(hotline)",
    "customer = 4711": 'customer = "4711"',
    "(visited(a) or all) and (visited(c) and all)": "(visited(a) or all) and visited(c) and all",
    "(visited(a) and visited(b)) or visited(c)": "visited(a) and visited(b) or visited(c)",
    "not(not visited(a))": "not not visited(a)",
}


@pytest.mark.parametrize("text", NORMAL)
def test_normal_form(text: str) -> None:
    assert f.write(f.parse(text)) == NORMAL[text]


SYNTAX = {  # text: position, found, expected
    "visited": (8, "", ("(",)),
    "visited(": (9, "", ("touchpoint",)),
    "visited()": (9, ")", ("touchpoint",)),
    'visited("")': (9, "", ("touchpoint",)),
    "visited(a b)": (11, "b", (",", ")")),
    "visited(a": (10, "", (",", ")")),
    "visited('a')": (9, "'", ("filter_sign",)),
    'visited("a)': (9, '"', ("closing_quote",)),
    'visited("a\\n")': (11, "\\n", ('\\"', "\\\\")),
    "order(a)": (8, ")", (">",)),
    "step(a)": (7, ")", (",",)),
    "step(a, b, c)": (10, ",", (")",)),
    "reached(a > b)": (9, "a", ("whole_number",)),
    "reached(1, a)": (13, ")", ("|", ">")),
    "promise()": (9, ")", ("promise_state",)),
    "promise(late": (13, "", (",", ")")),
    "promise(late, )": (15, ")", ("name",)),
    "promise_to_keep(late)": (21, ")", (",",)),
    "promise_from(late, a > b)": (25, ")", (">",)),
    "incident()": (10, ")", ("incident_kind",)),
    "incident(complaint": (19, "", (",", ")")),
    "incident(complaint,)": (20, ")", ("touchpoint",)),
    "incident_of(complaint)": (22, ")", (",",)),
    "outcome lost": (9, "lost", ("=", "!=", "in")),
    "outcome > lost": (9, ">", ("=", "!=", "in")),
    "outcome between won and lost": (9, "between", ("=", "!=", "in")),
    "length = ": (10, "", ("whole_number",)),
    "value between 1, 2": (16, ",", ("and",)),
    "value > 1,5": (10, ",", ("and", "or", "end")),
    "visited(a) visited(b)": (12, "visited", ("and", "or", "end")),
    "visited(a) and": (15, "", ("condition",)),
    "and visited(a)": (1, "and", ("condition",)),
    "(visited(a)": (12, "", (")",)),
    "visited(a))": (11, ")", ("and", "or", "end")),
    "visited(a) & visited(b)": (12, "&", ("filter_sign",)),
}


@pytest.mark.parametrize("text", SYNTAX)
def test_syntax_errors_name_the_place(text: str) -> None:
    with pytest.raises(WegmarkeError) as caught:
        f.parse(text)
    assert caught.value.code == "filter_syntax"
    assert tuple(caught.value.details[name] for name in ("position", "found", "expected")) == SYNTAX[text]


@pytest.mark.parametrize(
    ("text", "word", "position", "suggestion"),
    [
        ("visted(a)", "visted", 1, ("visited",)),
        ("all and Outcom = lost", "Outcom", 9, ("outcome",)),
        ("besucht(a)", "besucht", 1, ()),
    ],
)
def test_unknown_words_get_the_nearest(text: str, word: str, position: int, suggestion: tuple[str, ...]) -> None:
    with pytest.raises(WegmarkeError) as caught:
        f.parse(text)
    details = caught.value.details
    assert caught.value.code == "filter_unknown_word"
    assert (details["word"], details["position"], details["suggestions"]) == (word, position, suggestion)
    assert bool(details["known"]) is not bool(suggestion)  # the whole list only where nothing is near


@pytest.mark.parametrize(
    ("text", "position", "found"),
    [
        ("outcome = lots", 11, "lots"),
        ("length > 2.5", 10, "2.5"),
        ("incident(complaints)", 10, "complaints"),
        ("incident_of(hotline, Service)", 13, "hotline"),
        ("length > -1", 10, "-1"),
        ("length > many", 10, "many"),
        ("value > cheap", 9, "cheap"),
        (f"value > {'9' * 400}", 9, "9" * 400),
        ("duration > 3", 12, "3"),
        ("duration > 3 fortnights", 12, "3 fortnights"),
        ("duration > 0.5 seconds", 12, "0.5 seconds"),
        ("duration > -1 days", 12, "-1 days"),
        ("duration > 5000 weeks and duration > 50000 weeks", 38, "50000 weeks"),
        ("started = yesterday", 11, "yesterday"),
        ("started = 26", 11, "26"),
        ("started = 2026-13", 11, "2026-13"),
        ("started = 2026-3", 11, "2026-3"),
        ("started = 2026-02-30", 11, "2026-02-30"),
        ("started = 2026-Q5", 11, "2026-Q5"),
        ("started = 1969", 11, "1969"),
        ("started = 0000", 11, "0000"),
        ("started = 2106-01-01", 11, "2106-01-01"),
        ("reached(3, a > b)", 9, "3"),
        ("reached(0, a > b)", 9, "0"),
        ("reached_without(2, a > b)", 17, "2"),
        ("reached(1, a > b, 0 days)", 19, "0"),
        ("promise(lost)", 9, "lost"),
        ("promise_from(tardy, a > b > c)", 14, "tardy"),
    ],
)
def test_wrong_values_name_the_place(text: str, position: int, found: str) -> None:
    with pytest.raises(WegmarkeError) as caught:
        f.parse(text)
    assert caught.value.code == "filter_wrong_value"
    assert (caught.value.details["position"], caught.value.details["found"]) == (position, found)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("visited(" + "a" * 10_000 + ")", "characters"),
        ("visited(" + ", ".join(["a"] * 1000) + ")", "nodes"),
        ("(" * 51 + "all" + ")" * 51, "depth"),
        ("not " * 51 + "all", "depth"),
    ],
)
def test_limits(text: str, what: str) -> None:
    with pytest.raises(WegmarkeError) as caught:
        f.parse(text)
    assert (caught.value.code, caught.value.details["what"]) == ("filter_too_long", what)


def test_within_the_limits() -> None:
    assert f.parse("(" * 50 + "all" + ")" * 50) == f.All()
    assert f.parse("visited(" + ", ".join(["a"] * 999) + ")") == f.Visited(("a",) * 999)


def test_combine_sets_parentheses_only_where_they_are_needed() -> None:
    assert f.combine() == f.combine("", "all") == ""
    assert f.combine("", "outcome = lost") == "outcome = lost"
    assert f.combine("visited(a) or visited(b)", "outcome = lost") == "(visited(a) or visited(b)) and outcome = lost"
    assert f.combine("visited(a) and visited(b)", "visited(c)") == "visited(a) and visited(b) and visited(c)"
    with pytest.raises(WegmarkeError, match="visted"):
        f.combine("all", "visted(a)")


@pytest.mark.parametrize(
    "make",
    [
        lambda: f.And((f.All(),)),
        lambda: f.Or(()),
        lambda: f.Visited(()),
        lambda: f.Order(("a",)),
        lambda: f.Path(()),
        lambda: f.In("outcome", ()),
        lambda: f.IncidentOf("complaint", ()),
        lambda: f.Reached(3, (("a",), ("b",))),
        lambda: f.Reached(1, (("a",), ())),
        lambda: f.ReachedWithout(2, (("a",), ("b",))),
    ],
)
def test_trees_without_a_text_cannot_be_made(make: object) -> None:
    with pytest.raises(ValueError, match=r"needs|step is"):
        make()  # type: ignore[operator]
