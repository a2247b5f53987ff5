"""Where a server stands changes nothing: its time zone and its language are not those of the creator."""

from pathlib import Path

from tools.driving import serving
from tools.wire import run_apart, visiting

PAGES = ("dashboard", "report")
ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}


async def read(address: str) -> list[str]:
    """Every sentence and every number of the sample's pages; ids differ from run to run."""
    found: list[str] = []
    async with visiting(address) as visitor:
        for page in PAGES:
            await visitor.open(page, "account=sample")
            assert not visitor.wrongs()
            found += [*(text for text in visitor.says() if " " in text), *map(str, visitor.metrics().items())]
    return found


def test_the_pages_say_the_same_wherever_the_server_stands(server: str, tmp_path: Path) -> None:
    with serving(tmp_path / "home", **ELSEWHERE) as far:
        here, there = run_apart(read(server)), run_apart(read(far))
    assert here == there
    assert "269,117" in " ".join(here)
