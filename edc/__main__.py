"""`python -m edc`."""

from edc.cli.app import main

main()
