"""What one process bears on this machine: `python -m benchmarks.load [PART...]`, parts: active, idle, uploads, heavy, long.

The visitors are tabs without a browser, which share the machine with the server; the server's own time and memory are told apart.
A first view is the time from the connection until the dashboard of a workspace has been sent whole.
"""

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.data import write_pin_days
from pages.parts import closer_look
from tools.driving import Running, running
from tools.wire import Visitor, visiting

ROWS, USERS, THINKING = 50_000, 100, 10.0
ARRIVING, WORKING = 70.0, 35.0
MEASURES = ("Saves", "Outbound clicks", "Pin clicks (close-ups)", "Impressions")
PERIODS = ("Last 28 days", "Last complete month")
CHOICES: tuple[tuple[str, Sequence[Any]], ...] = (
    ("Period", PERIODS),
    (closer_look.CHOICE, [[part] for part in (closer_look.DAYS, closer_look.TOP, closer_look.PLANE, closer_look.TABLES)]),
    ("Measure", MEASURES),
    ("By", ("Day", "Week")),
    ("Show", ("Boards", "Formats", "Pins")),
)
PAGES = ("diagnosis", "concentration", "report")
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Times:
    """Seconds of what was waited for, and what went wrong."""

    first: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)

    async def take(self, into: list[float], visitor: Visitor, step: Awaitable[None]) -> None:
        """Waits for a step of a visitor and takes its time down."""
        start = time.perf_counter()
        await step
        into.append(time.perf_counter() - start)
        self.wrongs += visitor.wrongs()

    def tell(self, what: str, seconds: Sequence[float]) -> None:
        """Prints the middle, the 95th of a hundred, and the longest."""
        if seconds:
            p95 = sorted(seconds)[min(len(seconds) - 1, int(0.95 * len(seconds)))]
            print(f"  {what}: n {len(seconds)}, median {statistics.median(seconds):.2f} s, p95 {p95:.2f} s, longest {max(seconds):.2f} s")


@dataclass(frozen=True, slots=True)
class Meter:
    """What a process has used."""

    pid: int

    def cpu(self) -> float:
        """Its seconds of CPU so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self, which: str = "VmRSS") -> float:
        """Its memory in MB, now or (VmHWM) at most."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(which)) / 1024


def machine() -> float:
    """The seconds of CPU that everything on this machine has used."""
    user, nice, system, _, _, irq, soft, *_ = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:])
    return (user + nice + system + irq + soft) / TICK


@contextmanager
def watched(server: Running) -> Iterator[None]:
    """Prints afterwards what the server, its clients and everything else on the machine used: figures of a busy machine tell of that machine."""
    meter, start = Meter(server.pid), time.perf_counter()
    before = meter.cpu(), time.process_time(), machine()
    yield
    used, own, whole = (now - then for now, then in zip((meter.cpu(), time.process_time(), machine()), before, strict=True))
    shares = (f"{part / (time.perf_counter() - start):.2f}" for part in (used, own, max(0.0, whole - used - own)))
    print("  cores used by the server {}, its clients {}, all else {}".format(*shares))
    print(f"  server memory {meter.memory():.0f} MB, at most {meter.memory('VmHWM'):.0f} MB")


def prepare(folder: Path, owners: int) -> list[str]:
    """Saves a workspace of so many Pin-days for each owner, all different: the addresses' queries."""
    from pincore.reading import Import, read_files
    from pincore.store import Content, Database, Upload, make_owner, make_workspace

    table = folder / "table.csv"
    write_pin_days(table, ROWS)
    (read,) = (one for one in read_files([(table.name, table.read_bytes())]) if isinstance(one, Import))
    database = Database(str(folder / "pincore.db"))
    queries = []
    for n in range(owners):
        frames = {name: rows.assign(impressions=rows["impressions"] + n) if "impressions" in rows else rows for name, rows in read.frames.items()}
        upload = Upload(f"{n:064x}", table.name, (replace(read, digest=f"{n:064x}", frames=frames),))
        owner, token = make_owner(database)
        made = make_workspace(database, owner, f"Account {n}", Content((upload,)))
        queries.append(f"key={token}&workspace={made.id}")
    database.close()
    return queries


async def arrive(visitor: Visitor, times: Times, query: str) -> None:
    await times.take(times.first, visitor, visitor.open("dashboard", query))
    if len(visitor.metrics()) < 4:
        times.wrongs.append(f"no numbers: {visitor.says()[:5]}")


async def act(visitor: Visitor, times: Times, chance: random.Random) -> None:
    """One action: mostly a choice on the dashboard, sometimes another page or back."""
    if visitor.page_name != "dashboard":
        await times.take(times.turns, visitor, visitor.go("dashboard", visitor.query))
    elif chance.random() < 0.1:
        await times.take(times.turns, visitor, visitor.go(chance.choice(PAGES), visitor.query))
    else:
        label, options = chance.choice([row for row in CHOICES if visitor.offers(row[0])])
        await times.take(times.reruns, visitor, visitor.choose(label, chance.choice(options)))


async def use(address: str, query: str, times: Times, begin: float, end: float, seed: int) -> None:
    """A user who comes at a moment and does something every ten seconds or so."""
    chance = random.Random(seed)
    await asyncio.sleep(begin)
    async with visiting(address, keeps=False) as visitor:
        await arrive(visitor, times, query)
        until = time.monotonic() + end - begin
        while (wait := chance.uniform(0.5, 1.5) * THINKING) < until - time.monotonic():
            await asyncio.sleep(wait)
            await act(visitor, times, chance)


async def active(server: Running, queries: list[str]) -> None:
    """A hundred users of workspaces of their own."""
    times, meter = Times(), Meter(server.pid)
    before = meter.cpu()
    users = [use(server.address, query, times, n * ARRIVING / USERS, ARRIVING + WORKING, n) for n, query in enumerate(queries[:USERS])]
    print(f"{USERS} active users, an action each {THINKING:.0f} s, {ROWS:,} rows each")
    with watched(server):
        await asyncio.gather(*users)
    times.tell("first view", times.first)
    times.tell("rerun", times.reruns)
    times.tell("another page", times.turns)
    done = len(times.reruns) + len(times.turns) + len(times.first)
    print(f"  CPU of an action {(meter.cpu() - before) / done:.3f} s; errors {len(times.wrongs)} {times.wrongs[:2]}")
    await alone(server, queries[0])


async def alone(server: Running, query: str) -> None:
    """The CPU of a rerun when nobody else is there."""
    meter, times = Meter(server.pid), Times()
    async with visiting(server.address, keeps=False) as visitor:
        await arrive(visitor, times, query)
        for label, options in (("Measure", MEASURES), ("Period", PERIODS)):
            for option in options:
                await visitor.choose(label, option)
            before, times.reruns = meter.cpu(), []
            for n in range(40):
                await times.take(times.reruns, visitor, visitor.choose(label, options[n % len(options)]))
            print(f"One user alone, “{label}”: CPU of a rerun {(meter.cpu() - before) / 40:.3f} s, wall {statistics.median(times.reruns):.3f} s")


async def idle(server: Running, queries: list[str]) -> None:
    """Two hundred tabs that lie open, and twenty users."""
    times = Times()
    stop = asyncio.Event()

    async def lie_open(n: int) -> None:
        await asyncio.sleep(n * 0.1)
        async with visiting(server.address, keeps=False) as visitor:
            await visitor.open("dashboard", "account=sample")
            times.wrongs.extend(visitor.wrongs())
            await stop.wait()

    tabs = [asyncio.create_task(lie_open(n)) for n in range(200)]
    await asyncio.sleep(25)
    print("200 idle tabs and 20 active users")
    with watched(server):
        await asyncio.gather(*(use(server.address, query, times, n * 0.5, 50, n) for n, query in enumerate(queries[:20])))
    times.tell("rerun", times.reruns)
    times.tell("another page", times.turns)
    print(f"  errors {len(times.wrongs)} {times.wrongs[:2]}")
    stop.set()
    await asyncio.gather(*tabs)


def tables(count: int, size: float) -> list[bytes]:
    """So many different tables of about so many MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_pin_days(path, int(size * 2**20 / 240))
        content = path.read_bytes()
    cells = b",Image,"
    return [content.replace(cells, f",Kind {n},".encode()) for n in range(count)]


async def uploads(server: Running, queries: list[str]) -> None:  # noqa: ARG001
    """Twenty uploads of five MB at the same moment."""
    times, contents = Times(), tables(20, 5)
    together = asyncio.Barrier(len(contents))

    async def bring(content: bytes) -> None:
        async with visiting(server.address, keeps=False) as visitor:
            await visitor.open("upload")
            await together.wait()
            await times.take(times.first, visitor, visitor.upload([("table.csv", content)]))
            times.wrongs += ["not read"] * (not any("badge[read]" in text for text in visitor.says()))

    print(f"20 uploads of {len(contents[0]) / 2**20:.1f} MB at once")
    with watched(server):
        await asyncio.gather(*map(bring, contents))
    times.tell("read", times.first)
    print(f"  errors {len(times.wrongs)} {times.wrongs[:2]}")


def bomb() -> bytes:
    """A small archive that unpacks to gigabytes."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(20):
            archive.writestr(f"table-{n}.csv", b"0" * (100 * 2**20))
    return packed.getvalue()


async def heavy(server: Running, queries: list[str]) -> None:
    """Others work on while somebody brings an archive that unpacks to gigabytes, and somebody a table of nearly 50 MB."""
    for name, content, badge in (("bomb.zip", bomb(), "not read"), ("table.csv", tables(1, 47)[0], "read")):
        print(f"{name} of {len(content) / 2**20:.1f} MB, four times, while 5 users click as often as they are answered")
        with watched(server):
            times, others = await beside(server.address, name, content, badge, queries[:5])
        times.tell("its upload", times.first)
        others.tell("rerun of the others", others.reruns)
        print(f"  errors {len(others.wrongs + times.wrongs)}")


async def beside(address: str, name: str, content: bytes, badge: str, queries: list[str]) -> tuple[Times, Times]:
    """The times of uploads that must end with a badge, and of users beside them who are there before."""
    times, others, together = Times(), Times(), asyncio.Barrier(len(queries) + 1)

    async def bring() -> None:
        await together.wait()
        for n in range(4):
            async with visiting(address, keeps=False) as visitor:
                await visitor.open("upload")
                await times.take(times.first, visitor, visitor.upload([(f"{n} {name}", content)]))
                times.wrongs += [] if any(f"badge[{badge}]" in text for text in visitor.says()) else ["another badge"]

    async def work(query: str) -> None:
        async with visiting(address, keeps=False) as visitor:
            await arrive(visitor, others, query)
            await together.wait()
            while len(times.first) < 4:
                await asyncio.sleep(0.05)
                await others.take(others.reruns, visitor, visitor.choose("Measure", random.choice(MEASURES)))

    await asyncio.gather(bring(), *map(work, queries))
    return times, others


async def long(server: Running, queries: list[str]) -> None:
    """Three hundred reruns, then tabs that come and are closed: whether memory stays."""
    meter, times = Meter(server.pid), Times()
    async with visiting(server.address, keeps=False) as visitor:
        await arrive(visitor, times, queries[0])
        for n in range(301):
            if n % 100 == 0:
                print(f"After {n} reruns: {meter.memory():.0f} MB")
            await times.take(times.reruns, visitor, visitor.choose("Measure", MEASURES[n % len(MEASURES)]))
    for tabs in range(1, 61):
        async with visiting(server.address, keeps=False) as visitor:
            await arrive(visitor, times, queries[tabs])
        if tabs % 10 == 0:
            print(f"After {tabs} closed tabs of {ROWS:,} rows: {meter.memory():.0f} MB")
            await asyncio.sleep(1)
    print(f"  errors {len(times.wrongs)}")


PARTS: dict[str, Callable[[Running, list[str]], Awaitable[None]]] = {
    "active": active,
    "idle": idle,
    "uploads": uploads,
    "heavy": heavy,
    "long": long,
}
SET: dict[str, dict[str, str]] = {"long": {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "1"}}


@contextmanager
def kept(folder: str | None) -> Iterator[tuple[Path, list[str]]]:
    """The folder of the database and the addresses' queries: prepared, unless a given folder holds them by now."""
    with tempfile.TemporaryDirectory() as fresh:
        place = Path(folder or fresh)
        listed = place / "queries.txt"
        if not listed.exists():
            place.mkdir(parents=True, exist_ok=True)
            listed.write_text("\n".join(prepare(place, USERS)))
        yield place, listed.read_text().split()


def main(asked: list[str]) -> None:
    with kept(os.environ.get("PINCORE_LOAD")) as (folder, queries):
        for part in [part for part in PARTS if part in asked or not asked]:
            place = {"PINCORE_DATABASE": str(folder / "pincore.db")}
            with running(folder / part, **place, **SET.get(part, {})) as server:
                asyncio.run(PARTS[part](server, queries))


if __name__ == "__main__":
    main(sys.argv[1:])
