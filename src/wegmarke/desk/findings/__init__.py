"""Findings on pages: what is asked for a request, the filter bar, tables whose numbers open, and exports."""
