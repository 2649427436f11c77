"""Names the way an e-mail address or a host name can hold them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

_LETTERS = (
    ("ä", "ae"),
    ("ö", "oe"),
    ("ü", "ue"),
    ("ß", "ss"),
    ("é", "e"),
    ("è", "e"),
    ("ê", "e"),
    ("á", "a"),
    ("ã", "a"),
    ("í", "i"),
    ("ó", "o"),
    ("ú", "u"),
    ("ç", "c"),
    ("ñ", "n"),
)


def plain(names: pa.StringArray, gap: str = "") -> pa.StringArray:
    """Lower case and ASCII, umlauts written out; whatever is neither letter nor digit becomes `gap`, hyphens stay."""
    encoded = names.dictionary_encode()
    texts = pc.utf8_lower(encoded.dictionary)
    for letter, written in _LETTERS:
        texts = pc.replace_substring(texts, letter, written)
    texts = pc.replace_substring_regex(texts, r"[^a-z0-9-]+", gap)
    texts = pc.replace_substring_regex(pc.replace_substring_regex(texts, "-{2,}", "-"), "^-|-$", "")
    return texts.take(encoded.indices)
