"""What happens on disks that are really full or read-only: `sudo python -m tools.disk_faults` mounts small disks in memory and says it."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from pincore.store import Content, Database, Saved, StoreError, make_owner, make_workspace, open_workspace, save
from tests.store.made import SAMPLE, experiment, learned, sample_uploads
from tools import postgres
from tools.driving import chromium, serving, settle

BEFORE = Content(sample_uploads()[:2], (experiment(),))
AFTER = Content(sample_uploads(), (learned("later"),))
EXPORTS = [str(path) for path in sorted(SAMPLE.glob("*20261001*.csv"))]


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A disk of so many megabytes, which anybody may use."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=1777", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


@contextmanager
def full(folder: Path, free: int = 0) -> Iterator[None]:
    """While this runs, only so many bytes are free there."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as stream, suppress(OSError):
        while stream.write(bytes(4096)):
            pass
    with filler.open("r+b") as stream:
        stream.truncate(max(0, filler.stat().st_size - free))
    yield
    filler.unlink()


def said(run: Callable[[], object]) -> str:
    """The error of what was tried, or that there was none."""
    try:
        run()
    except StoreError as error:
        return f"{error.code}: {error.problem}"
    return "works"


def tell(line: str) -> None:
    """Writes a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def try_full(folder: Path, database: Database, owner: str, kept: Saved) -> None:
    """Saves and reads on a full disk, and reads when there is room again."""
    for free in (0, 20_000, 60_000):
        with full(folder, free):
            tell(f"full, {free} bytes free, save: {said(lambda: save(database, owner, kept, AFTER))}")
            tell(f"full, {free} bytes free, read: {said(lambda: open_workspace(database, owner, kept.id))}")
            database.close()
            tell(f"full, {free} bytes free, read afresh: {said(lambda: open_workspace(database, owner, kept.id))}")
        same = open_workspace(database, owner, kept.id).content.experiments == BEFORE.experiments
        tell(f"room again: {said(lambda: open_workspace(database, owner, kept.id))}, as before: {same}")


def sqlite_disk() -> None:
    """SQLite on a disk that is full, and on one that becomes read-only."""
    with small_disk(2) as folder:
        database = Database(folder / "kept.db")
        owner, _ = make_owner(database)
        kept = make_workspace(database, owner, "A", BEFORE)
        try_full(folder, database, owner, kept)
        database.close()
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        tell(f"read-only, read: {said(lambda: open_workspace(database, owner, kept.id))}")
        tell(f"read-only, save: {said(lambda: save(database, owner, kept, AFTER))}")
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
        tell(f"writable again, save: {said(lambda: save(database, owner, kept, AFTER))}")
        database.close()


def postgres_disk() -> None:
    """PostgreSQL with all its data on a disk that is full, so that it cannot write its journal either."""
    with small_disk(160) as folder:
        postgres.PLACES = (str(folder),)
        server = postgres.PostgresServer()
        try:
            server.restart(fsync="on", wal_recycle="off", max_wal_size="32MB", min_wal_size="32MB")
            with server.database() as url:
                server.restart(fsync="on", wal_recycle="off", max_wal_size="32MB", min_wal_size="32MB")
                database = Database(url)
                owner, _ = make_owner(database)
                kept = make_workspace(database, owner, "A", BEFORE)
                with full(folder):
                    outcomes = [said(partial(save, database, owner, kept, content)) for content in [AFTER, BEFORE] * 40]
                    tell(f"PostgreSQL, full, 80 saves: {dict.fromkeys(outcomes)}; runs: {server.is_running}")
                    tell(f"PostgreSQL, full, read: {said(lambda: open_workspace(database, owner, kept.id))}")
                if not server.is_running:
                    server.start()
                found = open_workspace(database, owner, kept.id)
                whole = found.content.experiments in (BEFORE.experiments, AFTER.experiments)
                tell(f"PostgreSQL, room again: version {found.version} of {kept.version}, whole: {whole}")
                tell(f"PostgreSQL, room again, save: {said(lambda: save(database, owner, found, AFTER))}")
                database.close()
        finally:
            server.close()


def temporary_folder() -> None:
    """The whole app while the folder for temporary files is full: files read, kept, opened again, reports written."""
    with small_disk(1) as folder, full(folder), tempfile.TemporaryDirectory() as home:
        with serving(Path(home), TMPDIR=str(folder), SQLITE_TMPDIR=str(folder)) as server, chromium() as browser:
            page = browser.new_page()
            page.goto(server)
            settle(page)
            page.locator("input[type=file]").set_input_files(EXPORTS)
            page.get_by_role("button", name="Start over").wait_for(timeout=60_000)
            settle(page)
            tell(f"temporary folder full, upload: {'not read' not in page.content()}")
            page.get_by_label("Name").fill("Full")
            page.get_by_role("button", name="Save", exact=True).click()
            page.get_by_text("Bookmark this page now").wait_for()
            address = page.url
            tell("temporary folder full, save: works")
            page.get_by_role("link", name="Report").first.click()
            page.get_by_role("button", name="Workbook").wait_for()
            for label in ("Web page", "PDF", "Workbook"):
                with page.expect_download() as download:
                    page.get_by_role("button", name=label).click()
                tell(f"temporary folder full, {label}: {download.value.path().stat().st_size > 10_000}")
            again = browser.new_page()
            again.goto(f"{server}/dashboard?{address.partition('?')[2]}")
            settle(again)
            tell(f"temporary folder full, opened by address: {again.get_by_test_id('stMetricValue').first.inner_text()}")
        log = (Path(home) / "log.txt").read_text(errors="replace")
        tell(f"temporary folder full, faults in the log: {'Reference' in log or 'No space' in log}")


if __name__ == "__main__":
    for part in (sqlite_disk, postgres_disk, temporary_folder):
        part()
