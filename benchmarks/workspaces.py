"""Opening a kept workspace of two years: `python -m benchmarks.workspaces`.

24 months of three overview exports each and a table of Pin-days are saved; then a fresh process opens them, to all dashboard numbers, and a
browser their private address, to the dashboard's sentence and cards. Its size is held against the same frames as Parquet files, one for each sort.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.data import write_pin_days
from tools.driving import chromium, serving, settle

ROWS, MONTHS, ROUNDS, VISITS = 1_000_000, 24, 7, 7
REST = 3000  # ms, until a server that has just begun has loaded everything, and the browser keeps the program
CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg)"
PAINTED = """(() => {
    const look = () => {
        if (document.querySelectorAll("[data-testid=stMetric]").length < 7 || !document.body.textContent.includes("your Pins brought")) return
        watch.disconnect()
        requestAnimationFrame(() => {
            const next = new MessageChannel()
            next.port1.onmessage = () => { window.painted = performance.timeOrigin + performance.now() }
            next.port2.postMessage(0)
        })
    }
    const watch = new MutationObserver(look)
    watch.observe(document, {childList: true, subtree: true})
})()"""
"""Notes when the browser has painted sentence and cards: to ask it from outside is up to half a second late."""
METRICS = {"Impressions": 900, "Outbound clicks": 9, "Saves": 14}


def overview(first: date, label: str, a_day: int, chance: np.random.Generator) -> bytes:
    """One overview export of a month in Pinterest's layout: days, ten boards, fifty Pins."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    span = f"{first} - {last}"
    days = [f"{first + timedelta(n)},{count}" for n, count in enumerate(chance.poisson(a_day, last.day))]
    boards = [f"https://www.pinterest.com/made/board-{n}/,{a_day * 9 // (n + 1)},{n + 9},{n + 5},{n + 3},{n + 1}" for n in range(10)]
    pins = [f"https://www.pinterest.com/pin/{1100000000000000000 + n}/,Organic,From you,No,{a_day * 5 // (n + 1)}" for n in range(50)]
    lines = ["Analytics overview", span, "Content types,All", "Devices,All", "Source,All", "Format,All", "", f"Date,{label}", *days, "",
             f"Top Boards {span}", "Pinterest Link,Impressions,Engagement,Pin clicks,Outbound clicks,Saves", *boards, "",
             f"Top Pins {span}", f"Pinterest Link,Content Type,Source,Canonical,{label}", *pins, ""]  # fmt: skip
    return "\r\n".join(lines).encode()


def files(folder: Path) -> list[tuple[str, bytes]]:
    """The files of the account, with their names."""
    chance = np.random.default_rng(7)
    months = [date(2024 + (6 + n) // 12, (6 + n) % 12 + 1, 1) for n in range(MONTHS)]
    exports = [(f"{first} {label}.csv", overview(first, label, a_day, chance)) for first in months for label, a_day in METRICS.items()]
    table = folder / "pin-days.csv"
    write_pin_days(table, ROWS)
    return [*exports, (table.name, table.read_bytes())]


def keep(place: str, folder: Path) -> tuple[str, str, str, float]:
    """Saves the account: its owner, the owner's token, its id, and the size of the same frames as Parquet, in MB."""
    from pincore.history import stitch
    from pincore.reading import Import, read_files
    from pincore.store import Content, Database, Upload, make_owner, make_workspace
    from pincore.store.histories import history_key, keep_history

    imports = [outcome for outcome in read_files(files(folder)) if isinstance(outcome, Import)]
    assert len(imports) == MONTHS * len(METRICS) + 1
    database = Database(place)
    owner, token = make_owner(database)
    made = make_workspace(database, owner, "Two years", Content(tuple(Upload(one.digest, one.name, (one,)) for one in imports)))
    keep_history(database, owner, made, history_key(((one.digest, one.name) for one in imports), None), stitch(imports))
    database.close()
    size = 0
    for name in dict.fromkeys(name for one in imports for name in one.frames):
        target = folder / f"{name}.parquet"
        pd.concat([one.frames[name] for one in imports if name in one.frames]).to_parquet(target, index=False)
        size += target.stat().st_size
    return owner, token, made.id, size / 2**20


def visit(place: str, folder: Path, query: str) -> tuple[float, float]:
    """Seconds from going to a private address until sentence and cards are painted, and until everything is.

    Server and browser have shown the sample account a while before; the address is opened in a tab of its own, as from a bookmark.
    """
    with chromium() as browser, serving(folder, PINCORE_DATABASE=place) as address:
        window = browser.new_context(viewport={"width": 1280, "height": 900})
        page = window.new_page()
        page.goto(f"{address}/dashboard?account=sample")
        settle(page)
        page.wait_for_timeout(REST)
        page.close()
        page = window.new_page()
        page.add_init_script(PAINTED)
        start = time.time()  # the browser's clock
        page.goto(f"{address}/dashboard?{query}", wait_until="commit")
        page.locator(CHART).wait_for()
        settle(page)
        whole = time.time() - start
        return page.evaluate("window.painted") / 1000 - start, whole


def open_kept(place: str, owner: str, workspace: str) -> dict[str, float]:
    """Seconds of each step of opening it, in this process; libraries are loaded before. `stitch` is what a new version of the program adds once."""
    from pincore.choosing import default_period
    from pincore.history import stitch
    from pincore.kpis import answer, kpis
    from pincore.periods import comparison
    from pincore.store import Database, open_workspace

    marks = [time.perf_counter()]
    saved = open_workspace(Database(place), owner, workspace)
    marks.append(time.perf_counter())
    history = saved.history
    assert history is not None
    period = default_period(history)
    assert period is not None
    against = comparison(period, history)
    answer(kpis(history, period, against), period, against)
    marks.append(time.perf_counter())
    stitch([one for upload in saved.content.uploads for one in upload.imports], saved.content.settings.filters)
    marks.append(time.perf_counter())
    return dict(zip(("open", "numbers", "stitch"), np.diff(marks).tolist(), strict=True))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = str(folder / "kept.db")
        owner, token, workspace, parquet = keep(place, folder)
        size = sum(path.stat().st_size for path in folder.glob("kept.db*")) / 2**20
        told = []
        for _ in range(ROUNDS):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.workspaces", place, owner, workspace], check=True, capture_output=True, text=True
            )
            told.append(json.loads(done.stdout))
        cards, whole_page = map(
            statistics.median, zip(*(visit(place, folder, f"key={token}&workspace={workspace}") for _ in range(VISITS)), strict=True)
        )
    steps = {key: statistics.median(one[key] for one in told) for key in told[0]}
    whole = statistics.median(one["open"] + one["numbers"] for one in told)
    print(f"{MONTHS} x {len(METRICS)} exports and {ROWS:,} Pin-days, opened to the dashboard's numbers: {whole:.2f} s")
    print(", ".join(f"{key} {seconds:.2f} s" for key, seconds in steps.items()))
    print(f"In a browser: sentence and cards {cards:.2f} s after going to the address, everything {whole_page:.2f} s")
    print(f"Database {size:.1f} MB, the same frames as Parquet {parquet:.1f} MB, ratio {size / parquet:.2f}")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        print(json.dumps(open_kept(*sys.argv[1:])))
    else:
        main()
