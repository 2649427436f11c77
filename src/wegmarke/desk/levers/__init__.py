"""The levers: price against process."""
