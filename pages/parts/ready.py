"""What a dashboard needs, made ready in the background as soon as the server of a process stands, before anybody comes.

The core is loaded, then the sample account is read (once for everybody; it holds nobody's data), then the charts' room is
opened. Where workspaces are kept already, what opens them is loaded last. One worker does it in this order.
"""

import gc
import os
from collections.abc import AsyncIterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pages.parts.state import FileEntry
    from pincore.history import History

FOLDER = Path(__file__).parents[2] / "sample_data"
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".zip")


class Ready(NamedTuple):
    """What is under way."""

    core: "Future[None]"
    sample: "Future[tuple[tuple[FileEntry, ...], History]]"
    charts: "Future[None]"
    store: "Future[None]"


@lru_cache(maxsize=1)
def begin() -> Ready:
    """Begins; the first call in a process does it, the others give the same.

    Our sums are small, and threads of OpenBLAS wait for more of them at full speed: a third of all that a first view cost.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    worker = ThreadPoolExecutor(1, "ready")
    return Ready(worker.submit(_load_core), worker.submit(_read_sample), worker.submit(_open_charts), worker.submit(_open_store))


@asynccontextmanager
async def beginning(app: object) -> AsyncIterator[None]:  # noqa: ARG001 - the server gives the app
    """Begins; it lasts as long as the server runs."""
    begin()
    yield


def wait() -> None:
    """Waits until the core is loaded, where that is under way, so that two threads never load it at once."""
    if begin.cache_info().currsize:
        begin().core.result()


def sample() -> "tuple[tuple[FileEntry, ...], History]":
    """The files of the sample account and their history."""
    return begin().sample.result()


def _load_core() -> None:
    for room in ("pages.parts.brought", "pages.parts.sidebar"):
        import_module(room)


def _read_sample() -> "tuple[tuple[FileEntry, ...], History]":
    from pages.parts.state import FileEntry
    from pincore import reading
    from pincore.history import stitch
    from pincore.reading.imports import Import

    paths = [path for path in sorted(FOLDER.iterdir()) if path.suffix in ENDINGS]
    entries = tuple(FileEntry(path.name, path.name, reading.read_files([(path.name, path.read_bytes())])) for path in paths)
    return entries, stitch([o for entry in entries for o in entry.outcomes if isinstance(o, Import)])


def _open_charts() -> None:
    """Draws what a dashboard shows first, then takes all that is loaded by now out of the collector's rounds."""
    from pages.parts import texts
    from pincore.charts.pins import draw_top_pins
    from pincore.charts.trend import draw_trend

    draw_trend("Impressions", False, False, True)
    draw_top_pins("Impressions")
    texts.plane_spec("impressions")
    gc.collect()
    gc.freeze()


def _open_store() -> None:
    """Loads what opens workspaces and brings the database up to date, where there is one; what is wrong with it is told to whoever asks for it."""
    from pages.parts import storage

    if storage.is_there():
        from pincore.store import StoreError

        import_module("pages.parts.workspace_open")
        with suppress(StoreError), storage.database().reading():
            pass
