"""The sample account: read once for the whole process, through the same door as an upload.

It is made ready in the background as soon as the first page stands, and with it what a dashboard needs, so that the
sample opens at once. It is the same for everybody and holds nobody's data.
"""

import gc
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

from pages.parts import texts
from pages.parts.state import FileEntry
from pincore import reading
from pincore.history import History, stitch
from pincore.reading.imports import Import

FOLDER = Path(__file__).parents[2] / "sample_data"
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".zip")
Sample = tuple[tuple[FileEntry, ...], History]


def sample() -> Sample:
    """The files of the sample account and their history."""
    return make_ready().result()


@lru_cache(maxsize=1)
def make_ready() -> "Future[Sample]":
    """Begins to read the sample; the first call in a process does it, the others give the same."""
    return ThreadPoolExecutor(1, "sample").submit(_make_ready)


def _make_ready() -> Sample:
    paths = [path for path in sorted(FOLDER.iterdir()) if path.suffix in ENDINGS]
    entries = tuple(FileEntry(path.name, path.name, reading.read_files([(path.name, path.read_bytes())])) for path in paths)
    found = stitch([o for entry in entries for o in entry.outcomes if isinstance(o, Import)])
    _open_the_charts()
    return entries, found


def _open_the_charts() -> None:
    """Loads the charts' room, and takes what is loaded by now out of the collector's rounds."""
    from pincore.charts.pins import draw_top_pins
    from pincore.charts.trend import draw_trend

    draw_trend("Impressions", False, False, True)
    draw_top_pins("Impressions")
    texts.plane_spec("impressions")
    gc.collect()
    gc.freeze()
