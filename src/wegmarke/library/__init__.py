"""The Python face: a log or a workspace that is asked, and answers that are handed on (docs/adr/0001)."""
