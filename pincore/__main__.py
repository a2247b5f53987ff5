"""The command line: one JSON object a line, exit status 0 only when all went well."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

CHECK = "Reads each file and says what it holds: totals, Pins, days, what was noticed, or why it was declined."
KPIS = "Reads the files as one account and gives the dashboard's numbers."


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    main_parser = argparse.ArgumentParser(prog="pincore", description="Pinterest exports in, right numbers out. One JSON object a line.")
    commands = main_parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help=CHECK, description=CHECK)
    check.add_argument("files", nargs="+", metavar="FILE")
    check.add_argument("--titles", action="store_true", help="give the titles of the Pins too")
    kpis = commands.add_parser("kpis", help=KPIS, description=KPIS)
    kpis.add_argument("files", nargs="+", metavar="FILE")
    kpis.add_argument("--period", metavar="A..B", help="days, both included, such as 2026-08-01..2026-08-31; the default is the dashboard's")
    kpis.add_argument("--against", metavar="A..B", help="the days to compare with; the default is the month before, or equally many days before")
    return main_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; the exit status is 0 when all went well, else 1."""
    asked = parser().parse_args(arguments)
    from pincore import commands

    def opened() -> "Iterator[commands.Opened]":
        for file in asked.files:
            try:
                yield commands.Opened(file, Path(file).read_bytes())
            except OSError as error:
                yield commands.Opened(file, None, error.strerror or "unknown reason")

    if asked.command == "check":
        return commands.check(opened(), asked.titles, sys.stdout)
    return commands.kpis(opened(), asked.period, asked.against, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
