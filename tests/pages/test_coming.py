"""A workspace is read and stitched from the moment its address is asked for; the run that follows finds it and reads nothing again."""

import asyncio
import gc
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from typing import Any, ClassVar

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import alive, cache, coming, guessing, login, ready, serving, storage
from pages.parts.guessing import MOST, Guesses
from pincore import store
from pincore.history import stitch
from pincore.store import Content, Settings, StoreError, delete_workspace, list_workspaces, make_owner, make_workspace, rename, renew_address
from pincore.store.uploads import unpacked
from tests.pages.app import ROOT, checked, texts
from tests.pages.made import month
from tests.store.made import upload_of

NOT_FOUND = "Nothing is found under this address."
CLIENT = "203.0.113.9"


class Waiting:
    """A timer whose time comes when the test says so."""

    made: ClassVar[list["Waiting"]] = []

    def __init__(self, seconds: float, do: Any, args: tuple[Any, ...]) -> None:
        self.seconds, self.do, self.args, self.daemon, self.over = seconds, do, args, False, False
        Waiting.made.append(self)

    def start(self) -> None:
        assert self.daemon, "it would keep the server from ending"

    def cancel(self) -> None:
        self.over = True

    def ring(self) -> None:
        self.do(*self.args)


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    path = tmp_path / "kept.db"
    monkeypatch.setenv("PINCORE_DATABASE", str(path))
    monkeypatch.setattr(guessing, "GUESSES", Guesses())
    monkeypatch.setattr(coming, "Timer", Waiting)
    Waiting.made.clear()
    ready.begin().sample.result()  # it is stitched, too
    alive.forget()
    yield path
    alive.forget()
    storage.database().close()


@pytest.fixture
def counted(monkeypatch):
    """What was read and stitched, as it is done."""
    done: list[str] = []

    def reading(*given, **how):
        done.append("read")
        return unpacked(*given, **how)

    def stitching(*given):
        done.append("stitched")
        return stitch(*given)

    monkeypatch.setattr("pincore.store.uploads.unpacked", reading)
    monkeypatch.setattr("pincore.history.stitch", stitching)
    return done


def kept(*values):
    """A private address with a workspace for each value, and their ids; each was changed later than the one before."""
    owner, token = make_owner(storage.database())
    made = [
        make_workspace(
            storage.database(),
            owner,
            f"Shop {value}",
            Content((upload_of("a.csv", month("Impressions", date(2026, 8, 1), 31, value)),), (), Settings()),
        ).id
        for value in values
    ]
    return token, made


def ask(query, path="/", method="GET", kind="text/html; charset=utf-8", status=200, client=CLIENT):
    """Asks for a page as a browser does, and waits for what that has begun."""
    answer = asked(query, path, method, kind, status, client)
    settle()
    return answer


def asked(query, path="/", method="GET", kind="text/html; charset=utf-8", status=200, client=CLIENT):
    """The answer to a page that a browser asks for."""
    said: list[dict[str, Any]] = []

    async def page(scope, receive, send):  # noqa: ARG001 - what every app is given
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind.encode())]})
        await send({"type": "http.response.body", "body": b"<html>"})

    async def send(message):
        said.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "client": (client, 1), "headers": []}
    with ThreadPoolExecutor(1) as apart:  # a browser test in this process leaves its loop in the main thread
        apart.submit(asyncio.run, coming.Coming(page)(scope, None, send)).result()
    return said


def settle():
    """Waits until the worker has nothing left to do."""
    coming._WORKER.submit(int).result()


def held():
    return list(coming._COMING)


def arrived(**named):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params.update(named)
    return checked(at.run())


def visit(**named):
    return checked(arrived(**named).switch_page("pages/dashboard.py").run())


def session(at):
    return at.session_state["pincore"]


def numbers(at):
    return [(metric.label, metric.value) for metric in at.metric]


def test_the_server_reads_as_soon_as_a_page_is_asked_for(monkeypatch):
    for room in (serving.log, serving.downloads):
        monkeypatch.setattr(room, "install", lambda: None)  # it lasts as long as the process
    assert coming.Coming in [row.cls for row in serving.options()["middleware"]]


@pytest.mark.parametrize("chooses", [True, False])
def test_the_run_reads_nothing_again(counted, chooses):
    token, (_, last) = kept(7, 100)
    named = {"key": token, "workspace": last} if chooses else {"key": token}
    plain = visit(**named)
    assert counted == ["read", "stitched"]
    expected = numbers(plain)
    del plain
    alive.forget()
    ask("&".join(f"{name}={value}" for name, value in named.items()))
    assert counted == ["read", "stitched", "read"], "the first visit kept the history"
    at = visit(**named)
    assert counted == ["read", "stitched", "read"]
    assert numbers(at) == expected and any("3,100" in value for _, value in expected)
    assert session(at).workspace.id == last


@pytest.mark.parametrize(
    ("path", "more", "computed"), [("/dashboard", "", True), ("/below/dashboard/", "", True), ("/", "", False), ("/dashboard", "&board=Soup", False)]
)
def test_the_dashboard_that_opens_first_is_computed_meanwhile(path, more, computed, monkeypatch):
    done: list[str] = []

    def watched(name, made):
        monkeypatch.setattr(cache, name, lambda *given: done.append(name) or made(*given))

    cache.st.cache_resource.clear()
    watched("kpis", cache.kpis)
    watched("diagnose", cache.diagnose)
    token, _ = kept(100)
    ask(f"key={token}{more}", path)
    assert done == ["kpis", "diagnose"] * computed
    at = visit(key=token)
    assert done == ["kpis", "diagnose"] and any("3,100" in value for _, value in numbers(at))


def test_an_account_that_cannot_be_computed_is_read_all_the_same(counted, monkeypatch):
    token, _ = kept(100)
    logged: list[str] = []

    def failing(*_):
        raise ValueError

    with monkeypatch.context() as broken:
        broken.setattr(cache, "default_choice", failing)
        broken.setattr(logging.Logger, "error", lambda _, said, **__: logged.append(said))
        ask(f"key={token}", "/dashboard")
    assert held() and logged == ["What was computed ahead failed"]
    assert session(visit(key=token)).workspace and counted == ["read", "stitched"]


def test_what_a_run_has_taken_is_its_alone():
    token, _ = kept(100)
    ask(f"key={token}")
    assert held() == [(token, "")] and list(alive._SAVED) and list(alive._HISTORIES)
    at = arrived(key=token)
    assert not held() and next(iter(alive._HISTORIES.values())) is session(at).history
    session(at).workspace = session(at).history = None
    session(at).files = {}
    gc.collect()
    assert not list(alive._SAVED) and not list(alive._HISTORIES)


def test_of_two_workspaces_each_is_found(counted):
    token, (first, second) = kept(7, 100)
    ask(f"key={token}&workspace={first}", "/dashboard")
    ask(f"key={token}&workspace={second}", "/dashboard")
    assert len(held()) == 2 and counted == ["read", "stitched"] * 2
    found = [session(visit(key=token, workspace=one)) for one in (first, second)]
    assert [mine.workspace.name for mine in found] == ["Shop 7", "Shop 100"] and counted == ["read", "stitched"] * 2
    assert found[0].history is not found[1].history and not held()


def test_what_a_tab_has_open_is_left_as_it_is(counted):
    token, _ = kept(100)
    at = visit(key=token)
    ask(f"key={token}")
    assert not held() and list(alive._SAVED.values()) == [session(at).workspace]
    assert session(visit(key=token)).history is session(at).history and counted == ["read", "stitched"]


@pytest.mark.parametrize("query", ["key=" + "A" * 43, "key=%00%FF", "key=x&workspace=%27", "workspace=1", "key=", "", "%ff=%zz&&;=", "key={}&key="])
def test_a_wrong_key_holds_nothing_and_is_told_the_same(query):
    token, _ = kept(100)
    assert ask(query.format(token)) == ask(f"key={token}")
    assert held() == [(token, "")]
    assert NOT_FOUND in texts(arrived(key="A" * 43))


def test_another_owners_workspace_is_not_read(counted):
    (token, _), (_, (other,)) = kept(7), kept(100)
    ask(f"key={token}&workspace={other}")
    assert not held() and not counted
    assert NOT_FOUND in texts(arrived(key=token, workspace=other))


@pytest.mark.parametrize(
    "how",
    [
        {"path": "/shared"},
        {"path": "/below/shared/"},
        {"path": "/static/js/none"},
        {"path": "/_stcore/health"},
        {"kind": "text/plain"},
        {"method": "HEAD"},
        {"method": "POST"},
    ],
)
def test_nothing_but_a_page_begins_to_read(how):
    token, _ = kept(100)
    ask(f"key={token}", **how)
    assert not held() and not Waiting.made
    ask(f"key={token}")
    assert held()


def test_who_has_guessed_too_often_begins_nothing_and_asking_does_not_count():
    token, _ = kept(100)
    for _ in range(MOST + 1):
        ask("key=" + "A" * 43)
    assert not guessing.GUESSES.too_many(CLIENT)
    for _ in range(MOST):
        guessing.GUESSES.count(CLIENT)
    ask(f"key={token}")
    assert not held()
    ask(f"key={token}", client="203.0.113.10")
    assert held()


def test_nothing_is_read_where_people_sign_in(monkeypatch, counted):
    token, _ = kept(100)
    monkeypatch.setattr(login, "is_set_up", lambda: True)
    ask(f"key={token}")
    assert not held() and not counted


def test_nothing_is_asked_or_made_where_there_is_no_database(place, monkeypatch):
    asked_of: list[str] = []
    with monkeypatch.context() as watched:
        watched.setattr(storage, "database", lambda: asked_of.append("asked"))
        ask("key=" + "A" * 43)
    assert not held() and not asked_of and not place.exists()


class Gate:
    """A stitching that lasts until the test lets it go on."""

    def __init__(self) -> None:
        self.reached, self.open = Event(), Event()

    def __call__(self, *given):
        self.reached.set()
        assert self.open.wait(30)
        return stitch(*given)


@pytest.fixture
def gate(monkeypatch):
    made = Gate()
    monkeypatch.setattr("pincore.history.stitch", made)
    yield made
    made.open.set()
    settle()


def test_a_run_waits_for_what_is_under_way_and_two_requests_read_once(gate, counted, monkeypatch):
    monkeypatch.setattr("pincore.history.stitch", gate)
    token, _ = kept(100)
    said = [asked(f"key={token}"), asked(f"key={token}")]
    assert said[0] == said[1] and gate.reached.wait(30)
    waiting, wait = Event(), coming.wait

    def waited(found):
        waiting.set()
        gate.open.set()
        return wait(found)

    monkeypatch.setattr(coming, "wait", waited)
    at = visit(key=token)
    assert waiting.is_set() and counted == ["read"] and session(at).workspace and len(alive._HISTORIES) == 1


def test_few_wait_and_a_run_does_at_once_what_nobody_has_begun(gate):
    token, made = kept(*range(1, 8))
    for one in made:
        asked(f"key={token}&workspace={one}")
    assert gate.reached.wait(30)
    assert held() == [(token, one) for one in made[:5]], "one is read, four wait"
    with coming.arriving(token, made[1]):
        assert not gate.open.is_set(), "it did not wait"
    assert (token, made[1]) not in held()


def test_only_the_latest_few_are_held():
    token, made = kept(*range(1, 7))
    for one in made:
        ask(f"key={token}&workspace={one}")
    assert held() == [(token, one) for one in made[-4:]]
    gc.collect()
    assert set(alive._SAVED) == set(made[-4:])


def test_no_timer_outlives_what_it_is_for():
    token, made = kept(*range(1, 7))
    for one in made * 3:
        ask(f"key={token}&workspace={one}")
    assert len(Waiting.made) == 18 and len([timer for timer in Waiting.made if not timer.over]) == len(coming._TIMERS) == 4
    arrived(key=token, workspace=made[-1])
    assert len([timer for timer in Waiting.made if not timer.over]) == len(coming._TIMERS) == 3
    coming.forget()
    assert all(timer.over for timer in Waiting.made) and not coming._TIMERS


def test_what_no_run_takes_is_let_go_after_a_minute():
    token, made = kept(7, 100)
    for one in made:
        ask(f"key={token}&workspace={one}")
    assert [timer.seconds for timer in Waiting.made] == [60, 60]
    Waiting.made[0].ring()
    assert held() == [(token, made[1])] and set(alive._SAVED) == {made[1]}
    Waiting.made[1].ring()
    gc.collect()
    assert not held() and not list(alive._SAVED) and not list(alive._HISTORIES)


def test_a_timer_ends_nothing_but_its_own():
    token, _ = kept(100)
    ask(f"key={token}")
    with coming.arriving(token, ""):
        pass
    ask(f"key={token}")
    Waiting.made[0].ring()
    assert held() == [(token, "")]


def test_what_has_changed_meanwhile_is_what_the_database_says():
    token, (first, second) = kept(7, 100)
    owner = store.find_owner(storage.database(), token)
    for one in (first, second):
        ask(f"key={token}&workspace={one}")
    rename(storage.database(), owner, first, "Another name")
    delete_workspace(storage.database(), owner, second)
    assert session(visit(key=token, workspace=first)).workspace.name == "Another name"
    assert NOT_FOUND in texts(arrived(key=token, workspace=second))
    assert [entry.id for entry in list_workspaces(storage.database(), owner)] == [first]
    ask(f"key={token}")
    renew_address(storage.database(), owner)
    at = arrived(key=token)
    assert NOT_FOUND in texts(at) and not session(at).files and not session(at).workspace


@pytest.mark.parametrize("fault", [StoreError("store_busy", "No.", "Wait."), ValueError("a cell that nobody may see")])
def test_what_goes_wrong_is_left_to_the_run(fault, monkeypatch, caplog):
    token, _ = kept(100)

    def failing(*_):
        raise fault

    with monkeypatch.context() as broken, caplog.at_level(logging.DEBUG):
        broken.setattr("pincore.store.open_workspace", failing)
        ask(f"key={token}")
        assert not held()
    assert token not in caplog.text and "nobody may see" not in caplog.text
    assert session(visit(key=token)).workspace


def test_start_over_and_a_restart_forget_it():
    (token, _), (other, _) = kept(7), kept(100)
    at = visit(key=token)
    session(at).files = {}
    session(at).workspace = session(at).history = None
    ask(f"key={token}")
    ask(f"key={other}")
    assert held() == [(token, ""), (other, "")]
    coming.forget(session(at).token)
    assert held() == [(other, "")]
    alive.forget()
    assert not held() and not list(alive._SAVED)


def test_a_visitor_who_starts_over_is_forgotten():
    token, _ = kept(7)
    at = checked(visit(key=token).switch_page("pages/workspaces.py").run())
    ask(f"key={token}", client="203.0.113.10")
    coming._COMING[token, "another"] = coming._WORKER.submit(int)
    next(button for button in at.button if button.label == "Close it on this computer").click()
    at = checked(at.run())
    assert not held() and not session(at).workspace
