"""How the values of identifiers are brought to one spelling: a file for each family of kinds.

Every normaliser takes a column of different texts and gives a column as long: the one spelling, or null where the value
says nothing. It looks at each value by itself, so neither the order nor the company of values matters, and normalising
what is normalised changes nothing.
"""
