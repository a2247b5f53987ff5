"""Every measure, column, remark and problem is in the glossary; the README's commands run."""

import ast
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.parts.chapters import chapters
from pincore.__main__ import main
from pincore.columns import COLUMNS
from pincore.diagnosis import PLATFORM_NOTES, RULES
from pincore.kpis import QUADRANTS
from pincore.measures import MEASURES
from pincore.reading import KINDS, Declined, read_files
from pincore.words import NOTES, PROBLEMS, WORDS
from tests.laws.sources import CORE, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
DATA = ROOT / "tests" / "data"
TABLE_OF = {"Note": NOTES, "ReadingError": PROBLEMS, "InputError": PROBLEMS}


def in_glossary() -> str:
    return "\n".join(text for chapter in chapters() for row in chapter.rows for text in row)


def said() -> Iterator[tuple[str, str, str]]:
    """Every code that is written where a note or an error is made: (what is made, code, where)."""
    for source in CORE:
        for name, call in source.calls:
            made = name.split(".")[-1]
            given = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "code")]
            for node in given:
                for choice in [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]:
                    if made in TABLE_OF and isinstance(choice, ast.Constant) and isinstance(choice.value, str):
                        yield made, choice.value, source.at(call)


@pytest.mark.parametrize(
    "table", [MEASURES, COLUMNS, QUADRANTS, RULES, PLATFORM_NOTES], ids=["measures", "columns", "quadrants", "rules", "platform"]
)
def test_every_row_of_a_table_is_in_the_glossary(table: tuple[object, ...]) -> None:
    glossary = in_glossary()
    assert table
    for row in table:
        assert row.label in glossary, row  # type: ignore[attr-defined]
        assert row.says in glossary, row  # type: ignore[attr-defined]


def test_every_word_remark_and_problem_is_in_the_glossary() -> None:
    glossary = in_glossary()
    for says in (*NOTES.values(), *PROBLEMS.values(), *(word.says for word in WORDS)):
        assert says in glossary


def test_every_kind_of_file_says_what_it_is() -> None:
    assert len(KINDS) > 10
    for key, kind in KINDS.items():
        assert kind.key == key
        assert kind.label
        assert kind.says.endswith(".")


def test_every_code_that_is_written_is_explained() -> None:
    found = list(said())
    assert len(found) > 40
    unexplained = [f"{at}: {code}" for made, code, at in found if code not in TABLE_OF[made]]
    assert not unexplained, "\n".join(unexplained)


def test_every_explained_code_is_used() -> None:
    written = {text for source in CORE if source.name != "pincore/words.py" for text in re.findall(r"[\"']([a-z0-9_]+)[\"']", source.text)}
    assert not [code for code in (*NOTES, *PROBLEMS) if code not in written]


def test_every_code_that_real_files_bring_up_is_explained() -> None:
    """Codes can be put together at run time; odd and damaged files of all kinds bring them up."""
    paths = sorted(path for path in DATA.rglob("*") if path.is_file() and path.name not in {"index.json", "sequences.json"})
    outcomes = read_files([(path.name, path.read_bytes()) for path in paths])
    assert len(outcomes) > 150
    notes = {note.code for outcome in outcomes for note in outcome.notes}
    problems = {outcome.code for outcome in outcomes if isinstance(outcome, Declined)}
    unexplained = sorted(notes - set(NOTES)), sorted(problems - set(PROBLEMS))
    assert not any(unexplained), unexplained


def shell_lines() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_the_readme_shows_commands() -> None:
    lines = shell_lines()
    assert {"make run", "make test"} <= set(lines)
    assert any(line.startswith("python -m pincore check") for line in lines)
    assert any(line.startswith("python -m pincore kpis") for line in lines)


@pytest.mark.parametrize("line", [line for line in shell_lines() if line.startswith("make ")])
def test_a_target_of_the_readme_exists(line: str) -> None:
    ran = subprocess.run(["make", "--dry-run", *shlex.split(line)[1:]], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("line", [line for line in shell_lines() if line.startswith("python -m pincore ")])
def test_a_command_of_the_readme_runs(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    arguments: list[str] = []
    for word in shlex.split(line)[3:]:
        written = arguments[-1:] == ["-o"]
        arguments += sorted(map(str, ROOT.glob(word))) if "*" in word else [str(tmp_path / word) if written else word]
    assert main(arguments) == 0
    answers = [json.loads(answer) for answer in capsys.readouterr().out.splitlines()]
    assert answers
    assert not [answer["error"] for answer in answers if answer["error"]]


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_an_example_of_the_readme_runs(block: str) -> None:
    ran = subprocess.run([sys.executable, "-W", "error", "-c", block], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    shown = re.findall(r"# -> (.*)", block)
    assert ran.stdout.splitlines() == shown


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/decisions.md", "docs/data-model.md", "docs/hosting.md", "sample_data/README.md"]
)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if "://" not in link and not (page.parent / link).exists()]
