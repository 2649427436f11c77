"""Templates become phrases, and their slots are filled column by column."""

import numpy as np
import pyarrow as pa
import pytest

from tests.unit.simulation.words.drawn import bits
from wegmarke.simulation.words.phrases import Phrases, expanded, fillable, slots_of


def test_alternatives_are_multiplied_in_their_order() -> None:
    assert expanded("[a|b] c [d|] e") == ("a c d e", "a c e", "b c d e", "b c e")
    assert expanded("nothing to choose") == ("nothing to choose",)


def test_slots_are_filled_row_by_row() -> None:
    phrases = Phrases.of(("{days} Tage nach {town}", "Nur {town}.", "Nichts"))
    given = {"days": pa.array(["3", "4", "5", "6"]), "town": pa.array(["Kiel", "Ulm", "Jena", "Bonn"])}
    texts = phrases.filled(np.array([0, 1, 2, 0]), given)
    assert texts.to_pylist() == ["3 Tage nach Kiel", "Nur Ulm.", "Nichts", "6 Tage nach Bonn"]
    with pytest.raises(KeyError, match="town"):
        phrases.filled(np.array([0]), {"days": pa.array(["3"])})


def test_templates_are_equally_likely_however_many_alternatives_they_have() -> None:
    phrases = Phrases.of(("[a|b|c|d|e|f|g|h]", "z"))
    chosen = phrases.template[phrases.table.pick(bits(100_000))]
    assert (chosen == 0).mean() == pytest.approx(0.5, abs=0.01)


def test_weights_can_be_given() -> None:
    phrases = Phrases.of(("[a|b]", "z", "never"), (1, 3, 0))
    chosen = phrases.template[phrases.table.pick(bits(100_000))]
    assert (chosen == 1).mean() == pytest.approx(0.75, abs=0.01)
    assert not (chosen == 2).any()


def test_only_what_can_be_filled_is_said() -> None:
    templates = ("{days} Tage", "{town}", "ohne", "{days} in {town}")
    assert fillable(templates, {"days"}) == ("{days} Tage", "ohne")
    assert fillable(("kam [nach {town}|an|]", "kam [nach {town}|zu {name}]"), {"days"}) == ("kam [an|]",)
    assert slots_of("{days} in {town}") == {"days", "town"}
