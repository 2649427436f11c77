"""What the departments export about business customers: a module a system, each with `write`."""
