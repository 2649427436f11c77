"""Statistics on numbers and small arrays: one method a file, each with its formula, its limits and its source."""
