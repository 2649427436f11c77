"""`python -m wegmarke.cli` is `wegmarke`."""

from wegmarke.cli import main

main()
