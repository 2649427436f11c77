"""The wording of the pages in languages other than English."""
