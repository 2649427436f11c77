"""Wegmarke: how customers really travel, where they are lost, and why.

The public library; it only re-exports, and nothing inside imports it (docs/adr/0001).
"""

__all__: list[str] = []
