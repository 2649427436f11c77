"""Moments that matter: which touchpoints decide whether customers stay."""
