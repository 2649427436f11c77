"""Example journeys that ship with Wegmarke: Musterhaus, a company made up by `tools/make_examples.py`.

An honest toy: a few written rules and a fixed seed made it, no real person stands in it, and its figures say nothing
about any company. It is there so that the first look needs no data of one's own.
"""

from wegmarke.examples.musterhaus import MUSTERHAUS, Example, ExampleFile, copy_to

__all__ = ["MUSTERHAUS", "Example", "ExampleFile", "copy_to"]
