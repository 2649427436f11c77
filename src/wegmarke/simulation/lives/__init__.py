"""How people live with the company, compiled: from the first contact to the day on which somebody leaves."""
