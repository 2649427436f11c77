"""Same person? Pairs of customers that may be one, side by side, decided by one key."""
