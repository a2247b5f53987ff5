"""A download that was made is there when the browser comes for it, however many others are at work meanwhile."""

from typing import Any

import pytest

from pages.parts import closer_look, downloads
from tools.wire import Visitor, run_apart, visiting

OTHERS = 4


async def made(visitor: Visitor) -> str:
    """Presses the first download of the page; the address where the file waits."""
    offered = next(found.deferred_file_id for _, found in visitor.elements("download_button") if found.label == "CSV")
    error, url = await visitor.make(offered)
    assert not error
    return url


async def fetch_late(address: str) -> tuple[str, bytes]:
    async with visiting(address) as one, visiting(address) as other:
        await one.open("dashboard", "account=sample")
        await one.choose(closer_look.CHOICE, [closer_look.TABLES])
        url = await made(one)
        for _ in range(OTHERS):
            await other.open("glossary")
        return await one.fetch(url)


def test_a_download_outlives_the_runs_of_others(server: str) -> None:
    error, content = run_apart(fetch_late(server))
    assert not error
    assert content.startswith(b"\xef\xbb\xbf")


class Waiting:
    """A timer whose time comes when the test says so."""

    def __init__(self, _: float, do: object, args: tuple[object, ...]) -> None:
        self.do, self.args, self.daemon = do, args, False

    def start(self) -> None: ...

    def ring(self) -> None:
        self.do(*self.args)  # type: ignore[operator]


def test_a_file_goes_when_its_time_has_come_and_not_when_it_is_wanted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    timers: list[Waiting] = []

    def timer(*args: Any) -> Waiting:
        timers.append(Waiting(*args))
        return timers[-1]

    monkeypatch.setattr(downloads, "Timer", timer)
    storage = downloads.PatientStorage("/media")
    same = (b"a", "text/csv", "downloadable", "a.csv")
    found = storage.load_and_get_id(*same)
    storage.delete_file(found)
    assert storage.get_file(found).content == b"a"
    assert storage.load_and_get_id(*same) == found
    timers[0].ring()
    assert storage.get_file(found).content == b"a", "it was made again meanwhile"
    storage.delete_file(found)
    timers[1].ring()
    assert not storage._files_by_id
