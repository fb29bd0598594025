"""Run the command line with ``python -m smmeasure``."""

from smmeasure.run.cli import main

if __name__ == "__main__":
    main()
