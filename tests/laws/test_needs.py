"""What the app needs: everything that is imported is asked for, everything that is asked for is pinned and there."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions, version

import pytest

from tests.laws.sources import PRODUCT, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LINES = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements: list[str]) -> set[str]:
    return {canonical(re.split(r"[<>=~!\[; ]", line)[0]) for line in requirements}


@pytest.mark.parametrize("line", LINES)
def test_a_pin_is_exact_and_installed(line: str) -> None:
    found = re.fullmatch(r"([A-Za-z0-9_.-]+)==([A-Za-z0-9_.!+]+)", line)
    assert found, "name==version and nothing else"
    assert version(found[1]) == found[2]


def test_every_direct_need_is_pinned() -> None:
    assert len(LINES) == len(named(LINES))
    assert named(PROJECT["dependencies"]) <= named(LINES)


def test_what_is_imported_is_a_direct_need() -> None:
    ours = {"pincore", "pages", "app"}
    imported = {name.partition(".")[0] for source in PRODUCT for name, _ in source.imports} - ours - set(sys.stdlib_module_names)
    distributions = packages_distributions()
    missing = {name for name in imported if not {canonical(d) for d in distributions.get(name, ())} & named(PROJECT["dependencies"])}
    assert not missing


def test_tools_for_development_are_pinned() -> None:
    assert all("==" in line for line in PROJECT["optional-dependencies"]["dev"])


def test_no_other_list_of_needs_lies_around() -> None:
    assert not [
        name for name in ("uv.lock", "Pipfile", "Pipfile.lock", "environment.yml", "poetry.lock", "setup.py", "setup.cfg") if (ROOT / name).exists()
    ]
