"""Journeys: the ways customers really went."""
