"""Torture: what must not be lost when everything ends at the worst moment, over and over. Long, therefore by itself."""
