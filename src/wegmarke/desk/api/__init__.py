"""The HTTP interface: the same findings as the pages, for programs."""
