"""Promises: what was said to customers, and what was done."""
