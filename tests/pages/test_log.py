"""What stands in the log, and what never does."""

import logging
import sys
from types import SimpleNamespace

import pytest
from starlette.requests import ClientDisconnect

from pages.parts import log
from pincore.errors import InputError

SECRET = "Zm9vYmFyYmF6cXV4Zm9v-mFyYmF6cXV4_m9vYmFyYmE"
CELL = "jane@example.com"


def written(said: object, *args: object, name: str = "streamlit.test", level: int = logging.INFO, fault: BaseException | None = None) -> str:
    raised = (type(fault), fault, fault.__traceback__) if fault else None
    return logging.Formatter("%(message)s").format(log.record(name, level, __file__, 1, said, args, raised))


def caught(*faults: BaseException) -> BaseException:
    """The last of these errors, each raised while the one before was handled."""

    def stumble(rest: tuple[BaseException, ...]) -> None:
        held = CELL  # a value that a trace with values would show
        try:
            if rest[:-1]:
                stumble(rest[:-1])
        finally:
            assert held
            raise rest[-1]

    with pytest.raises(type(faults[-1])) as found:
        stumble(faults)
    return found.value


@pytest.mark.parametrize(
    ("said", "args"),
    [
        (f"GET /?key={SECRET} done", ()),
        ('%s - "%s %s HTTP/%s" %d', ("127.0.0.1:1", "GET", f"/shared?key={SECRET}&period=28", "1.1", 200)),
        ("%s", (SimpleNamespace(query_string=f"key={SECRET}"),)),
        ("%(q)s", ({"q": f"account=sample&KEY={SECRET}"},)),
        ("%s", (f"/login?next=%2F%3Fkey%3D{SECRET}",)),
        ("%s", (f"/oauth2callback?code={SECRET}&state={SECRET}",)),
        ("%s", (ValueError(f"?key={SECRET}"),)),
        (ValueError(SECRET), ()),
        ("%s", (f"b'key={SECRET}'",)),
        ("opened %s", (SECRET,)),
        ("%s", (f"/shared/{SECRET}/",)),
    ],
    ids=range(11),
)
def test_a_key_is_in_no_line(said: object, args: tuple[object, ...]) -> None:
    text = written(said, *args)
    assert SECRET not in text
    assert text


def test_the_rest_of_a_line_stays() -> None:
    said = written('%s - "%s %s HTTP/%s" %d', "127.0.0.1:1", "GET", f"/shared?key={SECRET}&period=28", "1.1", 200)
    assert said == '127.0.0.1:1 - "GET /shared?key=…&period=28 HTTP/1.1" 200'
    assert written("monkey=%s, %.1f and %s", "kept", 1.25, None) == "monkey=kept, 1.2 and None"


@pytest.mark.parametrize("name", ["uvicorn.error", "uvicorn.asgi", "websockets.server"])
def test_what_goes_over_the_wire_is_not_written(name: str) -> None:
    said = written("< %s", SECRET.encode().hex(" "), name=name, level=logging.DEBUG)
    assert said == "< %s"
    assert written("%s connections", 2, name=name) == "2 connections"


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (ValueError(f"could not convert string to float: '{CELL}'"), "ValueError"),
        (KeyError(CELL), "KeyError"),
        (OSError(28, "No space left on device", f"/data/{CELL}"), "OSError (No space left on device)"),
        (ModuleNotFoundError(f"No module named 'odd' {CELL}", name="odd"), "ModuleNotFoundError (odd)"),
        (InputError("no_variants", f"{CELL} has no variants", "Add one."), "pincore.errors.InputError (no_variants)"),
        (ExceptionGroup(CELL, [ValueError(CELL), KeyError(CELL)]), "ExceptionGroup"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_an_error_is_named_without_its_words(fault: BaseException, named: str) -> None:
    said = written("Uncaught", fault=caught(fault))
    assert CELL not in said
    assert said.splitlines()[-1] == named
    assert "in stumble" in said


def test_the_errors_behind_an_error_are_told_too() -> None:
    said = written("Uncaught", fault=caught(ValueError(CELL), TypeError(CELL)))
    assert said.index("ValueError") < said.index("which led to:") < said.index("TypeError")
    assert CELL not in said


def test_an_error_keeps_its_reference() -> None:
    one, other = caught(ValueError("a")), caught(ValueError("a"))
    assert written("Uncaught", fault=one).splitlines()[1] == f"Reference {log.reference(one)}"
    assert log.reference(one) == log.reference(one) != log.reference(other)
    assert len(log.reference(one)) == 6 and log.reference(one).isalpha()


def test_every_logger_writes_so_once_it_is_installed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(logging, "_logRecordFactory", logging.getLogRecordFactory())
    log.install()
    log.install()
    handler = logging.StreamHandler(sys.stderr)
    logger = logging.Logger("any")
    logger.addHandler(handler)
    logger.error("At /?key=%s", SECRET, exc_info=caught(KeyError(CELL)))
    said = capsys.readouterr().err
    assert "At /?key=" in said and "KeyError" in said
    assert SECRET not in said and CELL not in said


def test_a_visitor_who_hangs_up_is_no_fault() -> None:
    assert written("Exception in ASGI application\n", level=logging.ERROR, fault=caught(ClientDisconnect())) == log.HUNG_UP
