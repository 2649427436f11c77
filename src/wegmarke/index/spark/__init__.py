"""The same kernels on Apache Spark, for a company that has outgrown one machine (DESIGN D6).

```
runner.py      what questions call: shares the partitions out, waits, stops, merges what comes back
session.py     the connection to the cluster
versions.py    whether the workers have what this machine has
executing.py   what the workers do: open partitions, add them up, merge summaries in a tree
travelling.py  how summaries go over the wire
```

`pyspark` is imported only when a workspace names a cluster.
"""
