"""What the board should know: a few sentences ranked by what is at stake, and the findings behind them.

`answers` asks, `telling` takes sentences out of findings, `gathered` puts a report together; `document` (HTML), `pdf`
and `workbook` write it. Nothing here computes: every number is one of a finding.
"""
