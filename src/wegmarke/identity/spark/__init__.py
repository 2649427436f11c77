"""Who is who on Apache Spark, for a company that has outgrown one machine.

```
pairs.py      all pairs of records that agree on a key, compared and weighed by Splink on the cluster
shares.py     whose every identifier is: regions in shares, found by the workers as this machine finds them
reading.py    what the record says of who is who, read by the workers part by part
travelling.py how things are sent to workers, and what they make of them comes back
likeness.py   how alike two records are, found by the workers in the words of `comparing.py`
```

The session comes from whoever knows the cluster (`Cluster`); `pyspark` is imported only where there is one.
"""
