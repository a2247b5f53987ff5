"""The project's own sources, parsed: what the laws look at."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FACES = ("app.py", "pages")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Source:
    """One file of the project. `name` is its path with slashes, `module` the name it is imported by."""

    name: str
    module: str
    text: str
    tree: ast.Module

    @property
    def imports(self) -> tuple[tuple[str, int], ...]:
        """The modules that it imports anywhere, with the line; `from a import b` gives `a.b`, since `b` may be a module."""
        return _imports(self)

    @property
    def functions(self) -> Iterator[ast.FunctionDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef))

    @property
    def calls(self) -> tuple[tuple[str, ast.Call], ...]:
        """Every call, with the name that is called as it is written (`st.metric`)."""
        return _calls(self)

    @property
    def is_face(self) -> bool:
        return self.name.startswith(FACES)

    def __repr__(self) -> str:
        return self.name

    def at(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@cache
def _imports(source: Source) -> tuple[tuple[str, int], ...]:
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source.name}:{node.lineno} imports by a relative name"
            found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return tuple(found)


@cache
def _calls(source: Source) -> tuple[tuple[str, ast.Call], ...]:
    return tuple((ast.unparse(node.func), node) for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def _read(path: Path) -> Source:
    name = path.relative_to(ROOT).as_posix()
    text = path.read_text(encoding="utf-8")
    return Source(name, name.removesuffix(".py").removesuffix("/__init__").replace("/", "."), text, ast.parse(text))


def _find(*patterns: str) -> tuple[Source, ...]:
    return tuple(_read(path) for pattern in patterns for path in sorted(ROOT.glob(pattern)))


CORE = _find("pincore/**/*.py")
PAGES = _find("app.py", "pages/**/*.py")
TESTS = _find("tests/**/*.py")
REST = _find("sample_data/*.py", "tools/*.py", "benchmarks/**/*.py")
PRODUCT = (*CORE, *PAGES)
EVERYTHING = (*PRODUCT, *TESTS, *REST)


def constants(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Every text below a node that is no docstring, f-strings in pieces, with its line."""
    quiet = {id(child.value) for child in ast.walk(node) if isinstance(child, ast.Expr)}
    for child in ast.walk(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and id(child) not in quiet:
            yield child.value, child.lineno
