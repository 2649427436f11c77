"""The same kernels on Apache Spark, for a company that has outgrown one machine (DESIGN D6).

```
runner.py      what questions call: shares the partitions out, waits, stops, merges what comes back
session.py     the connection to the cluster
versions.py    whether the workers have what this machine has
executing.py   what the workers do: open partitions, add them up, merge summaries in a tree
travelling.py  how summaries go over the wire
building.py    the index built there, in three passes; waiting.py: who waits, is told and may stop it
scattering.py  what the workers do with the record: find words, code rows, share them out by customer
gathering.py   what they do with the rows of a partition: the code of one machine
slices.py      what goes through the shuffle
```

`pyspark` is imported only when a workspace names a cluster.
"""
