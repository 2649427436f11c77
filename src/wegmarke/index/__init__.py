"""The journey index: built from the record, opened in no time, asked by kernels (DESIGN D4 to D6)."""
