"""The rules of style that are cheap to check."""

import ast
import re
import statistics
from pathlib import PurePosixPath

import pytest

from tests.laws.sources import CORE, EVERYTHING, PAGES, PRODUCT, REST, ROOT, TESTS, Source

VAGUE_FILES = {"utils", "util", "helpers", "helper", "common", "misc"}
VAGUE_FUNCTIONS = {"process", "handle", "calculate", "get_data", "do", "run_all"}
MACHINES = re.compile(rf"(/({'|'.join(('work', 'root', 'tmp', 'home'))})/[a-z.]|\.\./{'shared'}|index{'-'}url)")
WRITTEN = [
    path
    for pattern in ("*.md", "docs/*.md", "sample_data/*.md", "*.toml", "*.txt", "Makefile", ".ci/run", ".streamlit/*")
    for path in ROOT.glob(pattern)
]


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def has_rows(source: Source) -> bool:
    """Whether the file is mostly a table, whose rows are no steps."""
    return source.name in {"pincore/columns.py", "pincore/words.py"}


@pytest.mark.parametrize("source", PRODUCT, ids=lambda source: source.name)
def test_a_file_holds_one_noun(source: Source) -> None:
    lines = source.text.count("\n")
    most = 350 if source in CORE else 200 if source.name.startswith("pages/parts") else 150
    assert has_rows(source) or lines <= most, f"{lines} lines: one noun, or two?"
    assert not VAGUE_FILES & set(PurePosixPath(source.name).with_suffix("").parts)


@pytest.mark.parametrize("source", PRODUCT, ids=lambda source: source.name)
def test_a_function_is_a_sentence(source: Source) -> None:
    assert not [f"{source.at(node)} {node.name} has {length(node)} lines" for node in source.functions if length(node) > 45]
    assert not [source.at(node) for node in source.functions if node.name.strip("_") in VAGUE_FUNCTIONS]


def test_half_of_the_functions_are_short() -> None:
    assert statistics.median(length(node) for source in PRODUCT for node in source.functions) <= 10


@pytest.mark.parametrize("source", CORE, ids=lambda source: source.name)
def test_what_is_public_says_what_comes_back(source: Source) -> None:
    if source.text.strip():
        assert ast.get_docstring(source.tree), "the file does not say what it is"
    public = [node for node in source.tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")]
    assert not [f"{source.at(node)} {node.name}" for node in public if not says_what(node)]


def says_what(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether the first line of the docstring is a sentence; what is as short as its name may go without."""
    said = ast.get_docstring(node)
    if said is None:
        return isinstance(node, ast.FunctionDef) and length(node) <= 5
    return said.split("\n")[0].endswith((".", ":", ".)"))


@pytest.mark.parametrize("source", [*PRODUCT, *REST], ids=lambda source: source.name)
def test_no_broad_except(source: Source) -> None:
    """Only the room that tells visitors of errors may catch any, since it swallows none: it shows and logs them all."""
    broad = {"Exception", "BaseException"} - ({"Exception"} if source.name == "pages/parts/failing.py" else set())
    handlers = [node for node in ast.walk(source.tree) if isinstance(node, ast.ExceptHandler)]
    assert not [
        source.at(node) for node in handlers if node.type is None or broad & {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)}
    ]


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.name)
def test_a_cache_is_bounded_and_its_key_tells_everything(source: Source) -> None:
    """No cached function takes a frame; one whose parameter the cache ignores has another that determines it."""
    for node in source.functions:
        caches = [part for part in node.decorator_list if re.search(r"st\.cache_(data|resource)", ast.unparse(part))]
        if not caches:
            continue
        assert all(re.search(r"max_entries=\d+|max_size=", ast.unparse(part)) for part in caches), f"{source.at(node)} {node.name} has no bound"
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        assert all(arg.annotation for arg in given), f"{source.at(node)} {node.name} does not say what it takes"
        assert not [arg.arg for arg in given if re.search(r"Frame|Series|ndarray", ast.unparse(arg.annotation or arg))], (
            f"{source.at(node)} takes a frame"
        )
        if any(arg.arg.startswith("_") for arg in given):
            assert given[0].arg in {"key", "digest"}, f"{source.at(node)} {node.name} has no key for what the cache ignores"


def test_no_test_is_left_out() -> None:
    """A test runs or fails; none is skipped, expected to fail, or lets time pass."""
    idle = re.compile(r"^pytest\.(skip|xfail|importorskip|mark\.(skip|skipif|xfail))$|^time\.sleep$|^sleep$")
    found = [
        source.at(node) for source in TESTS for node in ast.walk(source.tree) if isinstance(node, ast.Attribute) and idle.match(ast.unparse(node))
    ]
    assert not [at for at in found if not at.startswith("tests/conftest.py")]


def test_the_project_speaks_of_itself_alone() -> None:
    texts = {source.name: source.text for source in EVERYTHING} | {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in WRITTEN
    }
    found = [f"{name}: {match.group()}" for name, text in texts.items() for match in MACHINES.finditer(text)]
    assert not [line for line in found if not line.startswith("tests/laws/test_style.py")]


def test_nothing_is_unfinished_by_its_own_words() -> None:
    unfinished = re.compile("|".join(("TO" + "DO", "FIX" + "ME", r"\bXX" + r"X\b", "raise NotImplemented" + "Error")))
    assert not [f"{source.name}: {match.group()}" for source in EVERYTHING for match in unfinished.finditer(source.text)]
