"""The nouns of the field, frozen: mapping, interaction columns, touchpoint, settings, finding, filter."""
