"""What changed, and what was done meanwhile."""
