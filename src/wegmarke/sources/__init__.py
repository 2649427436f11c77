"""From files to interactions: readers (one format a file), what their columns mean, and what is unfit.

`reading.open_source` opens a file, `interactions.apply_mapping` turns what it reads into interactions, `mapping` reads
and writes mappings, `guess` proposes one, `preview` shows what the first rows will mean.
"""
