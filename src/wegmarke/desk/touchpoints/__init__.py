"""Touchpoints: the places of contact."""
