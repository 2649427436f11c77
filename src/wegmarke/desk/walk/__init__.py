"""The guided walk through a practice company: seven questions, and what really happened."""
