"""Critical events: where things go wrong, what is open, and the rules that say what is critical."""
