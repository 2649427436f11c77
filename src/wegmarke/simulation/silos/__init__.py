"""What the departments of the simulated company export: a silo a file, with its own format and its own dirt."""
