"""Reasons of customers: what they state beside what their histories support, and whom to ask."""
