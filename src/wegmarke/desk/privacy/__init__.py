"""The data protection officer's pages, and the desk's part in the rights of the person."""
