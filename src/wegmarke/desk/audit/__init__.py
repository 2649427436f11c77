"""The access log: who looked at whom, took what out, and changed what."""
