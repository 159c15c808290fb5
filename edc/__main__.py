"""`python -m edc`."""

from edc.cli.app import main

if __name__ == "__main__":
    main()
