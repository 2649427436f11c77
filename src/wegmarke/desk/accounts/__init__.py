"""Accounts: who may sign in, how, in which role, and with which tokens."""
