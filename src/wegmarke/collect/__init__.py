"""The collector: takes events over HTTP, answers once they are on the disk, and hands them on in files.

It is lean on purpose: nothing of the site, of tables or of the index is loaded, so that it starts at once, is small,
and answers while pages are computed next door.
"""
