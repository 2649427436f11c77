"""The kinds of identifiers: what a value of a kind is worth, and the one spelling of it (DESIGN D3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.catalogue import ALIASES, KINDS, Kind, plain, unknown
from wegmarke.identity.normalising import address, birthday, cookie, email, name, number, phone
from wegmarke.identity.normalising.nothing import says_something
from wegmarke.identity.normalising.texts import or_null
from wegmarke.identity.rules import DEFAULT_RULES, IdentityRules, KindRule

__all__ = ["Kind", "is_role_address", "kind_of", "normalised"]


@lru_cache(maxsize=1024)
def kind_of(word: str, rules: IdentityRules = DEFAULT_RULES) -> Kind:
    """The kind that a source means by its word: `kundennummer` and `CustomerNumber` are `customer_number`.

    A word that nobody knows is a kind of its own, which points at somebody with middling strength.
    """
    asked = plain(word)
    for rule in rules.kinds:
        if asked in map(plain, (rule.name, *rule.also)):
            return _as_laid_down(_known(rule.name), rule)
    found = _known(word)
    for rule in rules.kinds:
        if _known(rule.name).name == found.name:
            return _as_laid_down(found, rule)
    return found


def _known(word: str) -> Kind:
    found = ALIASES.get(plain(word))
    return KINDS[found] if found else unknown(word)


def _as_laid_down(kind: Kind, rule: KindRule) -> Kind:
    return replace(
        kind,
        role=rule.role or kind.role,
        priority=kind.priority if rule.priority is None else rule.priority,
        most_per_customer=rule.most_per_customer or kind.most_per_customer,
        most_shared=rule.most_shared or kind.most_shared,
    )


def normalised(
    kind: str, values: pa.StringArray | pa.ChunkedArray | pa.DictionaryArray, rules: IdentityRules = DEFAULT_RULES
) -> pa.StringArray:
    """The one spelling of every value of a kind, shape (len,); null where a value says nothing or is blocked.

    Equal spellings are one identifier. Each value is looked at by itself, and normalising what is normalised changes
    nothing. Addresses of offices (info@) stay: see `is_role_address`. No value raises an error.
    """
    different, places = _different(values)
    name_here = kind_of(kind, rules).name
    out = _normaliser(name_here, rules)(different)
    out = or_null(pc.not_equal(out, ""), out)
    blocked = [value for each in rules.blocked if kind_of(each.kind, rules).name == name_here for value in each.values]
    if blocked:
        spelt = pc.drop_null(_normaliser(name_here, rules)(pa.array(blocked, pa.string())))
        out = or_null(pc.invert(pc.is_in(out, spelt)), out)
    return out.take(places)


def is_role_address(
    values: pa.StringArray | pa.ChunkedArray | pa.DictionaryArray, rules: IdentityRules = DEFAULT_RULES
) -> pa.BooleanArray:
    """Whether each normalised e-mail address is read by an office (info@, buchhaltung@), shape (len,).

    Such an address points at a company, not at a person, and links nobody. A null is none.
    """
    different, places = _different(values)
    return pc.fill_null(email.of_an_office(different, rules.role_addresses).take(places), fill_value=False)


def _different(values: pa.StringArray | pa.ChunkedArray | pa.DictionaryArray) -> tuple[pa.StringArray, pa.Array]:
    """The different texts of a column, and which of them stands in each row."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if not isinstance(whole, pa.DictionaryArray):
        whole = whole.cast(pa.string()).dictionary_encode()
    return whole.dictionary.cast(pa.string()), whole.indices


def _normaliser(kind: str, rules: IdentityRules) -> Callable[[pa.StringArray], pa.StringArray]:
    if kind == "email":
        return lambda values: _email(values, rules)
    if kind == "phone":
        return lambda values: phone.normalise(values, rules.country)
    if kind == "birth_date":
        return lambda values: birthday.normalise(values, day_first=rules.date_order == "dmy")
    return _NORMALISERS.get(kind, _stripped)


def _email(values: pa.StringArray, rules: IdentityRules) -> pa.StringArray:
    some = email.normalise(values, plus_tags=rules.plus_tags, gmail_dots=rules.gmail_dots)
    if not rules.own_domains:
        return some
    return or_null(pc.invert(email.of_domains(some, rules.own_domains)), some)


def _stripped(values: pa.StringArray) -> pa.StringArray:
    """A kind of the source's own: nothing is known of its spelling, so only the spaces around it go."""
    some = pc.utf8_trim_whitespace(values)
    return or_null(says_something(some), some)


_NORMALISERS: dict[str, Callable[[pa.StringArray], pa.StringArray]] = {
    "account": number.normalise,
    "customer_number": number.normalise,
    "loyalty_card": number.normalise,
    "contract_number": number.normalise,
    "iban": number.normalise,
    "user_id": cookie.normalise,
    "device": cookie.normalise,
    "cookie": cookie.normalise,
    "first_name": name.normalise,
    "last_name": name.normalise,
    "name": name.normalise,
    "pseudonym": name.normalise,
    "company": name.normalise_company,
    "street": address.normalise_street,
    "house_number": address.normalise_house_number,
    "postcode": address.normalise_postcode,
    "city": address.normalise_town,
    "state": address.normalise_town,
    "country": address.normalise_town,
    "gender": name.folded,
}
