"""What happens on a disk that is really full or read-only: `sudo python -m tools.disk_faults` mounts small disks in memory and says it."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pincore.store import Content, Database, StoreError, make_owner, make_workspace, open_workspace, save
from tests.store.made import experiment, learned, sample_uploads


def mounted(folder: Path, *options: str) -> None:
    """Mounts a disk of 2 MB there, or mounts it otherwise."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(("size=2m", *options)), "tmpfs", str(folder)], check=True)


def said(run: Callable[[], object]) -> str:
    """The error of what was tried, or that there was none."""
    try:
        run()
    except StoreError as error:
        return f"{error.code}: {error.problem}"
    return "works"


def main() -> None:
    """Writes what happens, a line each."""
    out = sys.stdout
    folder = Path(tempfile.mkdtemp())
    mounted(folder)
    database = Database(folder / "kept.db")
    try:
        owner, _ = make_owner(database)
        kept = make_workspace(database, owner, "A", Content(sample_uploads()[:2], (experiment(),)))
        after = Content(sample_uploads(), (learned("later"),))
        for free in (0, 20_000, 60_000):
            filler = folder / "filler"
            with filler.open("wb", buffering=0) as stream, suppress(OSError):
                while stream.write(bytes(4096)):
                    pass
            with filler.open("r+b") as stream:
                stream.truncate(max(0, filler.stat().st_size - free))
            out.write(f"full, {free} bytes free, save: {said(lambda: save(database, owner, kept, after))}\n")
            out.write(f"full, {free} bytes free, read: {said(lambda: open_workspace(database, owner, kept.id))}\n")
            database.close()
            out.write(f"full, {free} bytes free, read afresh: {said(lambda: open_workspace(database, owner, kept.id))}\n")
            filler.unlink()
            same = open_workspace(database, owner, kept.id).content.experiments == (experiment(),)
            out.write(f"room again: {said(lambda: open_workspace(database, owner, kept.id))}, as before: {same}\n")
        database.close()
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        out.write(f"read-only, read: {said(lambda: open_workspace(database, owner, kept.id))}\n")
        out.write(f"read-only, save: {said(lambda: save(database, owner, kept, after))}\n")
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
        out.write(f"writable again, save: {said(lambda: save(database, owner, kept, after))}\n")
    finally:
        database.close()
        subprocess.run(["umount", str(folder)], check=True)


if __name__ == "__main__":
    main()
