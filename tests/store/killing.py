"""Saves in a loop in a process of its own, kills it in the middle, and looks at what is there: `python -m tests.store.killing URL TIMES SEED`.

A process of its own, without threads, so that it can be forked while warm.
"""

import os
import random
import select
import signal
import sys
from typing import NoReturn

from pincore.history import stitch
from pincore.store import Content, Database, Saved, Settings, make_owner, make_workspace, open_workspace, rename, save
from pincore.store.histories import history_key, keep_history
from tests.store.made import learned, upload_of

LONGEST = 0.05
FILES = tuple(
    upload_of(f"{n}.csv", f"Date,Pin ID,Impressions,Outbound clicks,Saves\n2026-08-0{n},1100356121459093715,{n}0,1,0\n".encode()) for n in (1, 2, 3)
)
IMPORTS = tuple(FILES[n].imports[0] for n in range(3))
HISTORIES = tuple(stitch(IMPORTS[:n]) for n in range(4))


def content_of(number: int) -> Content:
    """A content in which every part tells the same number."""
    return Content(FILES[: number % 4], (learned(str(number)),), Settings(report_name=str(number)))


def number_in(content: Content) -> int:
    """The number that every part of the content tells. Raises AssertionError when two parts tell different ones."""
    number = int(content.settings.report_name)
    (experiment,) = content.experiments
    assert experiment.learning == str(number), (experiment.learning, number)
    assert [one.digest for one in content.uploads] == [one.digest for one in content_of(number).uploads]
    return number


def look(saved: Saved) -> int:
    """The number that the workspace tells; its history, where it is kept, is that of its files."""
    number = number_in(saved.content)
    if saved.history is not None:
        expected = HISTORIES[number % 4]
        assert (saved.history.digest, saved.history.notes) == (expected.digest, expected.notes)
        assert saved.history.pins.equals(expected.pins)
    return number


def save_for_ever(url: str, owner: str, workspace: str, tell: int) -> NoReturn:
    """Saves one number after the other, and tells each when it is kept; then keeps its history."""
    database = Database(url)
    saved = open_workspace(database, owner, workspace)
    number = number_in(saved.content)
    while True:
        number += 1
        saved, _ = save(database, owner, saved, content_of(number))
        os.write(tell, f"{number}\n".encode())
        keep_history(database, owner, saved, history_key(((one.digest, one.name) for one in IMPORTS[: number % 4]), None), HISTORIES[number % 4])


def killed_saving(url: str, owner: str, workspace: str, seconds: float) -> int:
    """The last number that a process told as kept before it was killed; 0 for none."""
    hear, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        save_for_ever(url, owner, workspace, tell)
    os.close(tell)
    select.select([hear], [], [], 5)  # its first save is done; what follows is cut somewhere
    select.select([], [], [], seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    told = b""
    while part := os.read(hear, 2**16):
        told += part
    os.close(hear)
    return int(told.split()[-1]) if told else 0


def main(url: str, times: int, seed: int) -> None:
    """Writes how often the state after a save that was never told was found, and how often with its history."""
    database, chance, ahead, kept = Database(url), random.Random(seed), 0, 0
    owner, _ = make_owner(database)
    workspace = make_workspace(database, owner, "A", content_of(0)).id
    for _ in range(times):
        database.close()
        last = killed_saving(url, owner, workspace, chance.random() * LONGEST)
        rename(database, owner, workspace, "A")  # waits for what a server still does for the dead
        opened = open_workspace(database, owner, workspace)
        found = look(opened)
        assert last and found in (last, last + 1), (last, found)
        ahead += found - last
        kept += opened.history is not None
    sys.stdout.write(f"{ahead} {kept}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
