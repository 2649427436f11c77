"""Friction: what journeys cost the customer."""
