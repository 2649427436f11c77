"""Musterhaus: a company to practise on, simulated person by person, with planted truths."""
