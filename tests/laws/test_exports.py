"""The public names of the core are those that the README lists."""

import re
import subprocess
import sys

import pytest

import pincore
from tests.laws.sources import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def listed() -> set[str]:
    """The names in the first column of the README's table of public names."""
    table = README.split("| name | what it is |")[1].split("\n\n")[0]
    return {name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.partition("| ")[2].partition(" |")[0])}


def test_the_readme_lists_the_public_names() -> None:
    assert listed() == set(pincore.__all__) == set(dir(pincore))


@pytest.mark.parametrize("name", pincore.__all__)
def test_a_public_name_is_there(name: str) -> None:
    assert getattr(pincore, name) is not None


def test_a_wrong_name_is_told_the_right_ones() -> None:
    with pytest.raises(AttributeError, match="read_files"):
        _ = pincore.read_flies


def test_the_core_is_imported_without_what_it_does_not_use() -> None:
    asks = "import pincore, sys; print(*{'pandas', 'numpy'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True, timeout=60)
    assert not ran.stdout.split()
