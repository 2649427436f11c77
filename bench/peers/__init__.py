"""The peers: each module runs in an environment of its own and imports nothing but its peer, NumPy and the standard
library.

A module holds a class `Measured` with `name`, `version`, `prepare(files)`, which is timed as preparation, and `jobs()`:
for each job it can do a function that asks (timed, to values in Python's or NumPy's hands) and one that puts what it
returned into the common form (not timed).
"""
