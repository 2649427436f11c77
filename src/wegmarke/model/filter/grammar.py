"""The grammar of the filter language, and its words."""

from __future__ import annotations

from typing import Literal, get_args

from wegmarke.model.filter.ast import Field, Operator, PromiseIs

GRAMMAR_VERSION = 1

GRAMMAR = r"""
filter     = [ either ] ;                                                (* nothing is "all" *)
either     = both { "or" both } ;
both       = negation { "and" negation } ;
negation   = "not" negation | primary ;
primary    = "(" either ")" | "all" | call | comparison ;

call       = "visited"       "(" touchpoint { "," touchpoint } ")"       (* an interaction at any of them *)
           | "began"         "(" touchpoint { "," touchpoint } ")"       (* the first interaction is at one of them *)
           | "ended"         "(" touchpoint { "," touchpoint } ")"       (* the last interaction is at one of them *)
           | "decided_after" "(" touchpoint { "," touchpoint } ")"       (* the last one before the outcome is *)
           | "order" "(" touchpoint ">" touchpoint { ">" touchpoint } ")"  (* in this order, others may lie between *)
           | "step"  "(" touchpoint "," touchpoint ")"                   (* the first directly followed by the second *)
           | "path"  "(" touchpoint { "," touchpoint } ")"               (* exactly this sequence *)
           | "reached"         "(" whole "," funnel [ "," duration ] ")"   (* got to that stage within the time *)
           | "reached_without" "(" whole "," funnel [ "," duration ] ")"   (* got to it and not to the next *)
           | "promise"         "(" state { "," department } ")"             (* one was given, by one of these *)
           | "promise_to_keep" "(" state "," department { "," department } ")"  (* one of these had to keep it *)
           | "incident"      "(" kind { "," touchpoint } ")"             (* such an incident, at one of them if any *)
           | "incident_open" "(" kind { "," touchpoint } ")"             (* likewise, and not settled by now *)
           | "incident_of"   "(" kind "," value { "," value } ")"        (* at a contact with one of the departments *)
           | "attribute"     "(" name "," value { "," value } ")"        (* of the customer, as known last *)
           | "attribute_at_first" "(" name "," value { "," value } ")"   (* likewise, as known first *)
           | "left_saying"   "(" said { "," said } ")"                   (* the customer left, and said so *)
           | "left_after"    "(" kind { "," kind } ")"                   (* the customer left, after such an incident *)
           | "came_saying"   "(" came { "," came } ")"                   (* the first purchase, and said so *)
           | "came_after"    "(" came { "," came } ")"                   (* the first purchase, after such a contact *)
           | "promise_from"    "(" state "," touchpoint ">" department ">" department ")" ;  (* there, by, for *)
state      = "given" | "kept" | "late" | "broken" | "open" ;             (* what became of it; given: whatever *)
department = word | text ;                                               (* "": none is known *)
funnel     = stage ">" stage { ">" stage } ;
stage      = touchpoint { "|" touchpoint } ;                             (* any of them *)

comparison = field operator value
           | field "in" "(" value { "," value } ")"
           | field "between" value "and" value ;                         (* both ends belong to it *)
field      = "outcome" | "channel" | "department" | "length" | "duration" | "value"
           | "asked" | "repeats" | "channel_breaks" | "waited" | "incidents"
           | "started" | "finished" | "customer" | "journey" ;
operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" ;

touchpoint = word | text ;                                               (* permanent key, or the label in quotes *)
kind       = word ;                                                      (* of incidents: complaint, …; after: or any *)
came       = word ;                                                      (* a code of coming: search, …, or any *)
said       = word ;                                                      (* a code of reasons: pricing, …, or any *)
name       = word | text ;                                               (* of a customer attribute *)
value      = word | text | number | duration | date ;                    (* which of them: the field decides *)
duration   = number ( "second" | "seconds" | "minute" | "minutes" | "hour" | "hours"
           | "day" | "days" | "week" | "weeks" ) ;
date       = year [ "-" month [ "-" day ] ] | year "-Q" quarter ;        (* a span of days *)

word       = letter { letter | digit | "_" } ;
text       = '"' { character | '\"' | '\\' } '"' ;                       (* any character but " and \ *)
number     = [ "-" ] whole [ "." digit { digit } ] ;
whole      = digit { digit } ;
year       = digit digit digit digit ; month = digit digit ; day = digit digit ;
quarter    = "1" | "2" | "3" | "4" ;
""".strip("\n")
"""EBNF (ISO 14977). Blanks may stand between any two signs, and must between two words. Words of the language are not
case-sensitive and not reserved: where a touchpoint or a value is expected, every word is one."""

FieldKind = Literal["outcome", "name", "count", "amount", "duration", "date"]

FIELDS: dict[Field, FieldKind] = {
    "outcome": "outcome",
    "channel": "name",
    "department": "name",
    "length": "count",
    "duration": "duration",
    "value": "amount",
    "asked": "count",
    "repeats": "count",
    "channel_breaks": "count",
    "waited": "duration",
    "incidents": "count",
    "started": "date",
    "finished": "date",
    "customer": "name",
    "journey": "name",
}
"""What each field is compared with: an outcome, a name, a whole number, a number, an elapsed time, a span of days."""

PROMISE_CALLS = ("promise", "promise_to_keep", "promise_from")
INCIDENT_CALLS = ("incident", "incident_open", "incident_of")
LEFT_CALLS = ("left_saying", "left_after")
ATTRIBUTE_CALLS = ("attribute", "attribute_at_first")
CAME_CALLS = ("came_saying", "came_after")
ANY = "any"
"""Stands for every kind of incident, and for whatever was stated."""
CALLS = (
    *("visited", "began", "ended", "decided_after", "order", "step", "path", "reached", "reached_without"),
    *PROMISE_CALLS,
    *INCIDENT_CALLS,
    *ATTRIBUTE_CALLS,
    *LEFT_CALLS,
    *CAME_CALLS,
)
PROMISE_STATES: tuple[PromiseIs, ...] = get_args(PromiseIs)
OPERATORS: tuple[Operator, ...] = ("=", "!=", "<", "<=", ">", ">=")
UNORDERED_KINDS: frozenset[FieldKind] = frozenset({"outcome", "name"})
"""Fields of these kinds can be equal or not; less and more have no meaning for them."""

SECONDS_OF_UNIT = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}

MOST_CHARACTERS = 10_000
MOST_NODES = 1_000
MOST_DEPTH = 50
MOST_SECONDS = 2**32 - 1
FIRST_YEAR = 1970
LAST_YEAR = 2105
"""Times in the index are whole seconds in 32 bits, from 1970 to 2105; a limit outside them says nothing."""
