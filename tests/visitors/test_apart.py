"""Twenty visitors at once, each with files of their own: nobody is ever sent anything of another."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

from pages.parts import closer_look
from tests.visitors.accounts import Account, make_account, told
from tools.driving import running
from tools.wire import Visitor, run_apart, visiting

VISITORS = 20
NOT_FOUND = "Nothing is found under this address"
PAGES = ("diagnosis", "concentration", "report")


@dataclass(slots=True)
class Visit:
    """What one visitor saw, what went wrong, and all that was sent to them."""

    account: Account
    numbers: list[dict[str, str]] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)
    heard: bytes = b""
    offered: str = ""
    query: str = ""
    turned_away: bool = False
    begins_empty: bool = False

    @property
    def key(self) -> str:
        """The key of the address under which the visit was saved."""
        return parse_qs(self.query)["key"][0]

    def note(self, visitor: Visitor) -> None:
        """Takes down what stands on the page."""
        self.wrongs += visitor.wrongs()
        if visitor.metrics():
            self.numbers.append(visitor.metrics())


async def visit(address: str, place: int, visits: list[Visit], together: asyncio.Barrier) -> None:
    """Goes through the app with an account, some steps at the same moment as all others."""
    mine = visits[place]
    async with visiting(address) as visitor:
        await visitor.open("upload")
        await together.wait()
        await visitor.upload(mine.account.files)
        await visitor.go("dashboard")
        for part in (closer_look.TOP, closer_look.PLANE, closer_look.TABLES):
            await visitor.choose(closer_look.CHOICE, [part])
        mine.note(visitor)
        await visitor.go(PAGES[place % len(PAGES)])
        await visitor.go("upload")
        visitor.put("Name", mine.account.mark)
        await visitor.press("Save")
        mine.wrongs += visitor.wrongs()
        mine.heard += b"".join(visitor.heard)
        mine.query = visitor.query
    await together.wait()
    async with visiting(address) as back:
        await back.open("dashboard", mine.query)
        mine.note(back)
        await back.choose(closer_look.CHOICE, [closer_look.TABLES])
        mine.offered = next(found.deferred_file_id for _, found in back.elements("download_button") if found.label == "CSV")
        error, content = await back.download(mine.offered)
        mine.wrongs += [error] * bool(error)
        mine.heard += content
        mine.heard += b"".join(back.heard)
    await together.wait()
    async with visiting(address) as stranger:
        await stranger.open("dashboard", f"key={mine.key}&workspace={parse_qs(visits[place - 1].query)['workspace'][0]}")
        mine.heard += b"".join(stranger.heard)
        mine.turned_away = not stranger.metrics() and NOT_FOUND in "".join(stranger.says())
    async with visiting(address) as fresh:
        await fresh.open("dashboard")
        mine.wrongs += fresh.wrongs()
        mine.heard += b"".join(fresh.heard)
        mine.begins_empty = not fresh.metrics() and "There is nothing to show yet." in fresh.says()


async def all_visits(address: str, accounts: list[Account]) -> list[Visit]:
    together = asyncio.Barrier(len(accounts))
    visits = [Visit(account) for account in accounts]
    async with asyncio.TaskGroup() as group:
        for place in range(len(visits)):
            group.create_task(visit(address, place, visits, together))
    return visits


def test_a_second_visitor_never_sees_anything_of_the_first(tmp_path: Path) -> None:
    accounts = [make_account(place, VISITORS) for place in range(VISITORS)]
    traces = [account.traces() for account in accounts]
    common = Counter(trace for found in traces for kind in found.values() for trace in kind)
    assert common.most_common(1)[0][1] == 1, "the accounts have no trace in common"
    with running(tmp_path / "home", PINCORE_DATABASE=str(tmp_path / "pincore.db")) as server:
        visits = run_apart(all_visits(server.address, accounts))
    assert len({mine.key for mine in visits}) == VISITORS
    for place, mine in enumerate(visits):
        assert not mine.wrongs
        assert mine.numbers == [mine.account.numbers()] * 2, (
            "everybody sees the numbers of their own files, also when they come back by their address"
        )
        assert mine.turned_away, "a workspace of somebody else is not there"
        assert mine.begins_empty, "a new tab holds nothing of anybody"
        heard = told(mine.heard)
        for n, other in enumerate(visits):
            seen = {kind: found & heard[kind] for kind, found in traces[n].items()}
            if n == place:
                assert all(seen.values()), "own words, counts and charts are seen, as others' would be"
            else:
                assert not any(seen.values())
                assert other.key.encode() not in mine.heard and other.offered.encode() not in mine.heard
