"""Two sources of reasons, side by side."""
