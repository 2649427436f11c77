"""Wegmarke measured against its peers, in one run and with answers that must agree: `python -m bench`."""
