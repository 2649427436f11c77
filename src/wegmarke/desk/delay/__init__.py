"""What waiting does: from one touchpoint to the next."""
