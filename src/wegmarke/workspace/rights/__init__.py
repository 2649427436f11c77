"""The rights of the person: to know, to have corrected, to be left alone, to be erased (DESIGN §9)."""
