"""Collection over HTTP as the desk shows it: who may send, what came in, and its way into the journeys."""
