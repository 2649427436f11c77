"""Won and lost: what distinguishes the two."""
