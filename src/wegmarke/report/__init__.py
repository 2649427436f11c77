"""Findings as people take them along: words, terminal, HTML, CSV, Excel, JSON, Arrow, pictures. One form a file."""
