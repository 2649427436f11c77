"""Proxies: the KPIs that departments steer by, against what customers do."""
