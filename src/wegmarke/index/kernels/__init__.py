"""Compiled functions over the arrays of one partition: single-threaded, without the GIL, each summary mergeable
(DESIGN D5).
"""
