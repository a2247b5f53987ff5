"""From the bytes of a pin-day table to all dashboard numbers, beside the fastest unchecked ways with Polars and DuckDB.

Each measurement is a process of its own (`python -m benchmarks.numbers WAY FILE`), which prints seconds and peak memory.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pincore.history import History
    from pincore.periods import Period
    from pincore.reading import Import

COUNTS = ("Impressions", "Pin clicks", "Outbound clicks", "Saves")
MONTHS = ("2026-07-01", "2026-07-31"), ("2026-06-01", "2026-06-30")
KEYS = ("Pin ID", "Board", "Format", "Link")


def pincore_way(path: Path) -> Callable[[], object]:
    """Reading with every check, stitching, and all that the dashboard shows."""
    from pincore.charts.trend import shape_trend
    from pincore.kpis import Thresholds, answer, coverage, kpis, pins_plane, top_pin_trends
    from pincore.measures import Choice, by, series

    account = _account(path)

    def run() -> object:
        outcome, history, period, against = account()
        found = kpis(history, period, against)
        tables = [by(history, dimension, period, Choice()) for dimension in ("board", "format", "page", "pin")]
        trend = shape_trend(series(history, period, "impressions", "day", Choice()), series(history, against, "impressions", "day", Choice()), False)
        plane = pins_plane(history, period, Choice(), Thresholds(), "bands")
        return answer(found, period, against), tables, trend, plane, top_pin_trends(history, period, Choice()), coverage(history), outcome.notes

    return run


def diagnosis_way(path: Path) -> Callable[[], object]:
    """Reading, stitching and the diagnosis, which holds the dashboard's measures too."""
    from pincore.diagnosis import diagnose

    account = _account(path)

    def run() -> object:
        _, history, period, against = account()
        return diagnose(history, period, against)

    return run


def _account(path: Path) -> "Callable[[], tuple[Import, History, Period, Period]]":
    """What reads and stitches the file, with the default period and its comparison."""
    from pincore.choosing import default_period
    from pincore.history import stitch
    from pincore.periods import comparison
    from pincore.reading import Import, read_files

    data = path.read_bytes()

    def read() -> "tuple[Import, History, Period, Period]":
        (outcome,) = read_files([(path.name, data)])
        assert isinstance(outcome, Import), outcome
        history = stitch([outcome])
        period = default_period(history)
        assert period is not None
        return outcome, history, period, comparison(period, history)

    return read


def polars_eager(path: Path) -> Callable[[], object]:
    """Polars: read, then the same sums."""
    import polars as pl

    data = path.read_bytes()

    def run() -> object:
        frame = pl.read_csv(data, schema_overrides={"Pin ID": pl.String})
        sums = [pl.col(count).sum() for count in COUNTS]
        by_day = frame.group_by("Date").agg(sums)
        last, before = MONTHS
        month = frame.filter(pl.col("Date").is_between(*map(pl.lit, last)))
        earlier = frame.filter(pl.col("Date").is_between(*map(pl.lit, before)))
        return by_day, [month.group_by(key).agg(sums) for key in KEYS], earlier.select(sums)

    return run


def polars_lazy(path: Path) -> Callable[[], object]:
    """Polars: one lazy plan for all the sums."""
    import polars as pl

    data = path.read_bytes()

    def run() -> object:
        frame = pl.scan_csv(data, schema_overrides={"Pin ID": pl.String})
        sums = [pl.col(count).sum() for count in COUNTS]
        last, before = MONTHS
        month = frame.filter(pl.col("Date").is_between(*map(pl.lit, last)))
        plans = [frame.group_by("Date").agg(sums), *[month.group_by(key).agg(sums) for key in KEYS]]
        return pl.collect_all([*plans, frame.filter(pl.col("Date").is_between(*map(pl.lit, before))).select(sums)])

    return run


def duckdb_table(path: Path) -> Callable[[], object]:
    """DuckDB: the file into a table, then the same sums."""
    import duckdb

    def run() -> object:
        base = duckdb.connect()
        base.execute(f"create table t as select * from read_csv('{path}', types={{'Pin ID': 'VARCHAR', 'Date': 'VARCHAR'}})")
        sums = ", ".join(f'sum("{count}")' for count in COUNTS)
        last, before = MONTHS
        by_day = base.execute(f'select "Date", {sums} from t group by 1').fetchall()
        where = "\"Date\" between '{}' and '{}'".format(*last)
        tables = [base.execute(f'select "{key}", {sums} from t where {where} group by 1').fetchall() for key in KEYS]
        earlier = "\"Date\" between '{}' and '{}'".format(*before)
        return by_day, tables, base.execute(f"select {sums} from t where {earlier}").fetchall()

    return run


WAYS = {"pincore": pincore_way, "diagnosis": diagnosis_way, "polars": polars_eager, "polars lazy": polars_lazy, "duckdb": duckdb_table}


def measure(way: str, path: Path) -> tuple[float, float]:
    """(seconds, peak MB) of one run in a fresh process."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.numbers", way, str(path)], check=True, capture_output=True, text=True)
    seconds, peak = json.loads(done.stdout)
    return float(seconds), float(peak)


def compare(ways: list[tuple[str, Path]], rounds: int) -> dict[tuple[str, Path], tuple[float, float]]:
    """The median (seconds, peak MB) of each way, measured in turn."""
    found: dict[tuple[str, Path], list[tuple[float, float]]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            found[way].append(measure(*way))
    return {way: (statistics.median(s for s, _ in runs), statistics.median(m for _, m in runs)) for way, runs in found.items()}


if __name__ == "__main__":
    run = WAYS[sys.argv[1]](Path(sys.argv[2]))
    start = time.perf_counter()
    run()
    print(json.dumps([time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
