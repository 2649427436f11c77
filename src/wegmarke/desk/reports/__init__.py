"""What the board should know: the statements of the overview, and reports as files."""
