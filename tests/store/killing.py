"""Saves in a loop in a process of its own, kills it in the middle, and looks at what is there: `python -m tests.store.killing URL TIMES SEED`.

A process of its own, without threads, so that it can be forked while warm.
"""

import os
import random
import select
import signal
import sys
from typing import NoReturn

from pincore.store import Content, Database, Settings, make_owner, make_workspace, open_workspace, rename, save
from tests.store.made import learned, upload_of

LONGEST = 0.05
FILES = tuple(
    upload_of(f"{n}.csv", f"Date,Pin ID,Impressions,Outbound clicks,Saves\n2026-08-0{n},1100356121459093715,{n}0,1,0\n".encode()) for n in (1, 2, 3)
)


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


def save_for_ever(url: str, owner: str, workspace: str, tell: int) -> NoReturn:
    """Saves one number after the other, and tells each when it is kept."""
    database = Database(url)
    saved = open_workspace(database, owner, workspace)
    number = number_in(saved.content)
    while True:
        number += 1
        saved, _ = save(database, owner, saved, content_of(number))
        os.write(tell, f"{number}\n".encode())


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
    """Writes how often the state after a save that was never told was found."""
    database, chance, ahead = Database(url), random.Random(seed), 0
    owner, _ = make_owner(database)
    workspace = make_workspace(database, owner, "A", content_of(0)).id
    for _ in range(times):
        database.close()
        last = killed_saving(url, owner, workspace, chance.random() * LONGEST)
        rename(database, owner, workspace, "A")  # waits for what a server still does for the dead
        found = number_in(open_workspace(database, owner, workspace).content)
        assert last and found in (last, last + 1), (last, found)
        ahead += found - last
    sys.stdout.write(f"{ahead}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
