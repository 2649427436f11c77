"""Trials: planted truths in, coverage of intervals out. `make coverage` measures, `trials/results` keeps."""
