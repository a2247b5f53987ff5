"""The command line: one JSON object a line, exit status 0 only when all went well."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pincore import commands

CHECK = "Reads each file and says what it holds: totals, Pins, days, what was noticed, or why it was declined."
CONCENTRATION = "Reads the files as one account and tells how much hangs on few Pins, how fast they fade, and what comes if nothing new is published."
KPIS = "Reads the files as one account and gives the dashboard's numbers."
DIAGNOSE = "Reads the files as one account and says what is wrong, what is not, what could not be checked, and what to do first."
REPORT = "Reads the files as one account and writes a report of a period: a web page, a PDF or a workbook."
PLAN = "Says before the work what a test could show: the Pins needed, or the power of those there are."
STORE = "Looks after the database of kept workspaces."
STORE_CHECK = "Says whether the database opens, is whole and can be written, and how much it holds."
STORE_BACKUP = "Makes a whole copy of the database at one moment, while the app is used."
STORE_RESTORE = "Puts a copy in the place of the database; the present one is moved aside and kept."
STORE_UPGRADE = "Brings the schema of the database up to date, after a backup."
READOUT = "Reads an experiment's Pins from a table and says what is known; many experiments in one file give one line each."


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
    diagnose = commands.add_parser("diagnose", help=DIAGNOSE, description=DIAGNOSE)
    diagnose.add_argument("files", nargs="+", metavar="FILE")
    diagnose.add_argument("--period", metavar="A..B", help="days, both included; the default is the dashboard's")
    diagnose.add_argument("--against", metavar="A..B", help="the days to compare with; the default is that of kpis")
    _add_experiments(commands)
    concentration = commands.add_parser("concentration", help=CONCENTRATION, description=CONCENTRATION)
    concentration.add_argument("files", nargs="+", metavar="FILE")
    concentration.add_argument("--measure", default="outbound_clicks", metavar="KEY", help="a count such as outbound_clicks (the default) or saves")
    concentration.add_argument("--period", metavar="A..B", help="days, both included; the default is the dashboard's, where Pins are known for it")
    _add_report(commands)
    _add_store(commands)
    return main_parser


def _add_store(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    store = commands.add_parser("store", help=STORE, description=STORE).add_subparsers(dest="store", required=True, metavar="WHAT")
    for name, says, file in (
        ("check", STORE_CHECK, ""),
        ("backup", STORE_BACKUP, "where to write the copy"),
        ("restore", STORE_RESTORE, "a file that “store backup” made"),
        ("upgrade", STORE_UPGRADE, ""),
    ):
        one = store.add_parser(name, help=says, description=says)
        if file:
            one.add_argument("file", metavar="FILE", help=file)
        one.add_argument("--database", metavar="PLACE", help="a path or an address; the default is PINCORE_DATABASE, else data/pincore.db")


def _add_report(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    report = commands.add_parser("report", help=REPORT, description=REPORT)
    report.add_argument("files", nargs="+", metavar="FILE")
    report.add_argument("-o", "--out", required=True, metavar="FILE", help="where to write; .html, .pdf or .xlsx at its end says what")
    report.add_argument("--period", metavar="A..B", help="days, both included; the default is the dashboard's")
    report.add_argument("--against", metavar="A..B", help="the days to compare with; the default is that of kpis")
    report.add_argument("--name", default="", help="whose report it is")
    report.add_argument("--colour", default="#b00020", metavar="#RRGGBB", help="the colour of the headings; darkened until it can be read on white")
    report.add_argument("--logo", metavar="FILE", help="a PNG or JPEG of at most 1 MB")
    report.add_argument("--experiments", metavar="FILE", help="the log of experiments, as the app saves it")


def _add_experiments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    plan = commands.add_parser("plan", help=PLAN, description=PLAN)
    plan.add_argument("--metric", default="ocr", help="ocr, save_rate or close_up_rate")
    plan.add_argument("--baseline", type=float, required=True, metavar="SHARE", help="the rate now, such as 0.004")
    plan.add_argument("--cv", type=float, default=0.6, help="how far the rates of Pins of one design differ: standard deviation / mean")
    plan.add_argument("--lift", type=float, required=True, help="the rise to see, such as 0.5 for half as much again")
    plan.add_argument("--pins", type=int, metavar="M", help="Pins a variant that will be made; without it, those needed are found")
    plan.add_argument("--impressions", type=float, metavar="N", help="impressions that a Pin gets during the test, on average; ample by default")
    plan.add_argument("--variants", type=int, default=2, metavar="K", help="how many variants, the control included")
    plan.add_argument("--power", type=float, default=0.8, help="the chance wanted to see the rise")
    plan.add_argument("--paired-share", type=float, metavar="R", help="a paired test: the share of the variance between Pins that the pairs explain")
    readout = commands.add_parser("readout", help=READOUT, description=READOUT)
    readout.add_argument("file", metavar="FILE", help="columns variant, pin, impressions and counts; perhaps experiment and pair_id")
    readout.add_argument("--metric", help="ocr (the default), save_rate or close_up_rate")
    readout.add_argument(
        "--day", type=int, metavar="D", help="the day of the experiment: verdicts on days 7, 14 and 21; without it, a single final readout"
    )
    readout.add_argument("--control", metavar="NAME", help="the control's name; the default is one called control, else the first")
    readout.add_argument("--smallest-effect", type=float, default=0.1, metavar="E", help="the smallest difference that matters, such as 0.1")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; the exit status is 0 when all went well, else 1."""
    asked = parser().parse_args(arguments)
    if asked.command in ("plan", "readout"):
        return _experiments(asked)
    if asked.command == "store":
        return _store(asked)
    from pincore import commands

    def opened() -> "Iterator[commands.Opened]":
        for file in asked.files:
            try:
                yield commands.Opened(file, Path(file).read_bytes())
            except OSError as error:
                yield commands.Opened(file, None, error.strerror or "unknown reason")

    if asked.command == "check":
        return commands.check(opened(), asked.titles, sys.stdout)
    if asked.command == "concentration":
        return commands.concentration(opened(), asked.measure, asked.period, sys.stdout)
    if asked.command == "report":
        return _report(asked, opened())
    if asked.command == "diagnose":
        return commands.diagnose(opened(), asked.period, asked.against, sys.stdout)
    return commands.kpis(opened(), asked.period, asked.against, sys.stdout)


def _store(asked: argparse.Namespace) -> int:
    from pincore.kept_at import DEFAULT
    from pincore.store import commands

    place = asked.database or os.environ.get("PINCORE_DATABASE") or DEFAULT
    if asked.store == "check":
        return commands.check(place, sys.stdout)
    if asked.store == "backup":
        return commands.backup(place, asked.file, sys.stdout)
    if asked.store == "restore":
        return commands.restore(place, asked.file, sys.stdout)
    return commands.upgrade(place, sys.stdout)


def _report(asked: argparse.Namespace, files: "Iterator[commands.Opened]") -> int:
    from pincore import commands
    from pincore.report.telling import Wish

    found: dict[str, bytes | None] = {"logo": None, "experiments": None}
    problem = ""
    for name in found:
        if getattr(asked, name):
            try:
                found[name] = Path(getattr(asked, name)).read_bytes()
            except OSError as error:
                problem = f"{error.strerror or 'unknown reason'} ({getattr(asked, name)})"
    today = datetime.now(UTC).date()
    wish = Wish(asked.out, asked.period, asked.against, asked.name, asked.colour, found["logo"], found["experiments"], problem, today)

    def save(content: bytes) -> None:
        Path(asked.out).write_bytes(content)

    return commands.report(files, wish, save, sys.stdout)


def _experiments(asked: argparse.Namespace) -> int:
    from pincore.experiments import commands
    from pincore.experiments.power import Aim, Pins

    if asked.command == "plan":
        pins = Pins(asked.baseline, asked.cv, asked.impressions)
        return commands.plan(asked.metric, pins, Aim(asked.lift, asked.power, asked.variants, asked.paired_share), asked.pins, sys.stdout)
    data, problem = None, ""
    try:
        data = Path(asked.file).read_bytes()
    except OSError as error:
        problem = error.strerror or "unknown reason"
    return commands.readout(data, problem, asked.metric, asked.day, asked.control, asked.smallest_effect, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
