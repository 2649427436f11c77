"""Jobs: work that takes longer than a page may, with its progress, and a way to stop it."""
