"""Template tags of the walk."""
