"""Whatever stands in a cell: normalising never fails, changes nothing the second time, and knows no neighbours."""

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wegmarke.identity.catalogue import KINDS
from wegmarke.identity.kinds import is_role_address, normalised
from wegmarke.identity.rules import IdentityRules

EVERY_KIND = [*KINDS, "a kind of somebody's own"]
ODD_SIGNS = "aÄßİǅﬁ²Ⅷ0159 @.+-_/()<>;,:'\"\u00ad\u200b\u0301\u0130\u1e9e\t\n"
CELLS = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=ODD_SIGNS, max_size=25),
    st.from_regex(r"(\+|00|0)?[1-9][0-9 /()-]{2,16}", fullmatch=True),
    st.from_regex(r"[A-Za-z.+ß]{1,8}@[a-zA-Zäß-]{1,8}\.(de|com|ö)", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}", fullmatch=True),
    st.from_regex(r"[A-Za-zß]{1,8} ?(straße|Str\.|street|platz|st) ?[0-9]{0,3} ?[a-c]?", fullmatch=True),
    st.none(),
)
HARD = [
    "", "\x00", "ß", "ẞ", "İ", "ﬀ", "e\u0301", "\ud7ff", "Ⅷ", "0:_¼", "dr dr", "dr x dr", "x gmbh ag", "nr nr 5",
    "nrnr 5", "strasse str 5", "str st 5 5 a b", "1 b 2 c d", "12.-0", "1.0.0", "mailto:mailto:a@b.de",
    "tel tel 0153 1234567", "1.1.1.1", "11 .1.1111", "(0)(0)1534567", "D-D-04109", "a@b@c.de", "x++y@gmail.com",
    "...@gmail.com",
]  # fmt: skip
RULES = st.sampled_from(
    [IdentityRules(), IdentityRules(country="AT", date_order="mdy", plus_tags=False, gmail_dots=False)]
)


@pytest.mark.parametrize("kind", EVERY_KIND)
@given(cells=st.lists(CELLS, min_size=1, max_size=60), rules=RULES)
@settings(max_examples=12)
@example(cells=HARD, rules=IdentityRules())
def test_normalising_is_idempotent_and_looks_at_each_value_alone(
    kind: str, cells: list[str | None], rules: IdentityRules
) -> None:
    once = normalised(kind, pa.array(cells, pa.string()), rules)
    assert once.type == pa.string()
    assert normalised(kind, once, rules).to_pylist() == once.to_pylist()
    backwards = normalised(kind, pa.array(cells[::-1], pa.string()), rules)
    assert backwards.to_pylist()[::-1] == once.to_pylist()
    assert normalised(kind, pa.array(cells[:1], pa.string()), rules).to_pylist() == once.to_pylist()[:1]
    assert "" not in once.to_pylist()
    assert len(is_role_address(once)) == len(cells)
