"""Who may import whom, and which rooms alone may name a thing."""

import ast

import pytest

from tests.laws.sources import CORE, EVERYTHING, PAGES, PRODUCT, Source

# library -> the rooms that may import it
ONLY_IN = {
    "altair": ("pincore.charts", "pincore.report"),
    "vl_convert": ("pincore.charts", "pincore.report"),
    "csv": ("pincore.reading", "pincore.exports", "pincore.report"),
    "zipfile": ("pincore.reading", "pincore.report", "pincore.store"),
    "gzip": ("pincore.reading",),
    "zlib": ("pincore.reading", "pincore.store"),
    "charset_normalizer": ("pincore.reading",),
    "python_calamine": ("pincore.reading",),
    "pyarrow": ("pincore.reading", "pincore.measures", "pincore.store"),
    "statsmodels": ("pincore.experiments",),
    "scipy": ("pincore.experiments",),
    "sqlalchemy": ("pincore.store",),
    "alembic": ("pincore.store",),
    "psycopg": ("pincore.store",),
    "sqlite3": ("pincore.store",),
    "streamlit": ("app", "pages"),
    "fpdf": ("pincore.report",),
    "xlsxwriter": ("pincore.report",),
    "PIL": ("pincore.report",),
}
# What comes later in the flow of data is unknown to what comes earlier.
FLOW = (
    ("pincore.errors", "pincore.schema", "pincore.notes", "pincore.columns", "pincore.periods", "pincore.words", "pincore.wording"),
    ("pincore.reading",),
    ("pincore.history", "pincore.stitching"),
    ("pincore.measures",),
    ("pincore.kpis", "pincore.concentration", "pincore.decay"),
    ("pincore.experiments",),
    ("pincore.charts",),
    ("pincore.report", "pincore.store"),
    ("pincore.__main__",),
)
NEVER = ("pickle", "marshal", "shelve", "requests", "httpx", "urllib.request", "socket", "smtplib", "ftplib")
CLOCKS = {
    "date.today",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "time.time",
    "pd.Timestamp.now",
    "pd.Timestamp.today",
    "datetime.date.today",
}
DOORS = {"open", "input", "os.getenv", "os.environ.get"}


def is_in(module: str, room: str) -> bool:
    return module == room or module.startswith(room + ".")


def misplaced(source: Source, rule: str) -> list[str]:
    return [f"{source.name}:{line} imports {name}" for name, line in source.imports if is_in(name, rule)]


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_has_its_rooms(library: str) -> None:
    wrong = [line for source in PRODUCT if not any(is_in(source.module, room) for room in ONLY_IN[library]) for line in misplaced(source, library)]
    assert not wrong


@pytest.mark.parametrize("library", NEVER)
def test_what_nobody_imports(library: str) -> None:
    assert not [line for source in PRODUCT for line in misplaced(source, library)]


def test_the_core_knows_no_face() -> None:
    assert not [line for source in CORE for room in ("pages", "app", "tests", "tools", "sample_data") for line in misplaced(source, room)]


def test_a_page_knows_its_parts_and_no_other_page() -> None:
    allowed = ("pages.parts", "pincore")
    for source in PAGES:
        own = [(name, line) for name, line in source.imports if is_in(name, "pages") or is_in(name, "app") or is_in(name, "tests")]
        assert not [f"{source.name}:{line} imports {name}" for name, line in own if not any(is_in(name, room) for room in allowed)]


def test_data_flow_one_way() -> None:
    wrong = []
    for place, rooms in enumerate(FLOW):
        later = [room for stage in FLOW[place + 1 :] for room in stage]
        for source in CORE:
            if any(is_in(source.module, room) for room in rooms):
                wrong += [line for room in later for line in misplaced(source, room)]
    assert not wrong


def test_no_module_of_the_core_imports_itself_in_a_circle() -> None:
    modules = {source.module for source in CORE}
    needs = {source.module: {part for name, _ in source.imports for part in (name, name.rpartition(".")[0]) if part in modules} for source in CORE}
    for source in CORE:
        if source.name.endswith("__init__.py"):
            needs[source.module] = {name for name in needs[source.module] if not is_in(name, source.module)}
    done: set[str] = set()

    def walk(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path[path.index(module) :], module))
        if module not in done:
            for needed in sorted(needs[module] - {module}):
                walk(needed, (*path, module))
            done.add(module)

    for module in sorted(modules):
        walk(module, ())


def test_nothing_below_a_face_reads_a_clock_a_file_or_a_global_choice() -> None:
    faces = ("pincore/__main__.py", "pincore/store/")
    wrong = [source.at(call) for source in CORE if not source.name.startswith(faces) for name, call in source.calls if name in CLOCKS | DOORS]
    assert not wrong


def test_session_state_has_one_room() -> None:
    named = [
        source.at(node) for source in EVERYTHING for node in ast.walk(source.tree) if isinstance(node, ast.Attribute) and node.attr == "session_state"
    ]
    assert not [at for at in named if not at.startswith(("pages/parts/state.py", "tests/"))]


def test_metrics_have_one_room() -> None:
    assert not [source.at(call) for source in PRODUCT for name, call in source.calls if name == "st.metric" and source.name != "pages/parts/cards.py"]


def test_no_page_writes_its_own_html() -> None:
    forbidden = {"st.html", "st.iframe", "components.html", "components.v1.html"}
    assert not [source.at(call) for source in PAGES for name, call in source.calls if name in forbidden]
    assert not [source.at(call) for source in PAGES for _, call in source.calls if any(word.arg == "unsafe_allow_html" for word in call.keywords)]


def test_nothing_is_evaluated() -> None:
    assert not [
        source.at(call) for source in PRODUCT for name, call in source.calls if name in {"eval", "exec", "pd.eval", "compile", "pd.read_pickle"}
    ]
