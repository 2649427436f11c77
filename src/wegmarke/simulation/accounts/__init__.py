"""Musterhaus's business customers: companies with several people who buy, long ways to an order, and few losses.

- `parameters`: what can be planted; `catalogue`: the touchpoints and the file that holds each
- `running.lives_of`: the lives of the accounts, one after the other
- `writing.write_accounts`: the exports of the departments, and the truth about them
"""
