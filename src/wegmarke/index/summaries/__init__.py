"""Kernels as the runner takes them: a question to one partition, answered by a summary that adds up (DESIGN D5).

Every class here is a small frozen value with `zero`, `add` and `merge`; the conformance tests run each of them over
many partitionings.
"""
