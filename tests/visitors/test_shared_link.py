"""Over a link nothing can be written: whatever an owner's session may send is sent from a link's, and the database stays as it was."""

from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.parts.storage import NAME
from pincore.store import Database
from tests.pages.test_shared import Account, rows
from tests.visitors.accounts import make_account
from tools.driving import running
from tools.wire import TRIGGERS, Visitor, run_apart, visiting

MADE = make_account(0, 1)
SHARED_TITLE = "For Anna"


async def owner(address: str) -> tuple[Visitor, list[WidgetState], str]:
    """An owner who uses every page: the tab, every state and press that was possible there, and its uploader."""
    states: dict[str, WidgetState] = {}
    async with visiting(address) as visitor:
        await visitor.open("upload")
        uploader = str(visitor.widget("", "file_uploader")[1].id)
        await visitor.upload(MADE.files)
        visitor.put("Name", MADE.mark)
        await visitor.press("Save")
        for page in visitor.pages:
            await visitor.go(page, visitor.query)
            assert not visitor.wrongs()
            states |= {found.id: WidgetState(id=found.id, trigger_value=True) for _, found in visitor.elements(*TRIGGERS)} | visitor.states
        return visitor, [state for key, state in states.items() if key != uploader], uploader


async def attack(address: str, key: str, there: Visitor, states: list[WidgetState], uploader: str) -> bytes:
    """Sends all that from the session of a link, to its page and to every other, under several addresses: what came back."""
    async with visiting(address) as visitor:
        await visitor.open("shared", f"key={key}")
        assert SHARED_TITLE in "".join(visitor.says())
        here = visitor.found
        others = (f"key={key}&{there.query.partition('&')[2]}", "account=sample", "")
        tries = [(page, f"key={key}") for page in (here, *there.pages.values(), "no such page")] + [(here, query) for query in others]
        for visitor.found, visitor.query in tries:
            await visitor.rerun(*states)
        visitor.query, visitor.found = f"key={key}", here
        await visitor.bring(uploader, [("other.csv", MADE.files[0][1])])
        for message in (BackMsg(clear_cache=True), BackMsg(load_git_info=True), BackMsg(set_run_on_save=True), BackMsg(stop_script=True)):
            await visitor.socket.send(message.SerializeToString())
        await visitor.open("shared", f"key={key}")
        assert SHARED_TITLE in "".join(visitor.says())
        return b"".join(visitor.heard)


def test_from_a_link_no_event_changes_a_row_or_brings_anything_private(tmp_path: Path) -> None:
    place = tmp_path / "kept.db"
    with running(tmp_path / "home", **{NAME: str(place)}) as server:
        account = Account(Database(str(place)), title=SHARED_TITLE)
        there, states, uploader = run_apart(owner(server.address))
        assert len(states) > 20 and any(state.trigger_value for state in states)
        before = rows(place)
        heard = run_apart(attack(server.address, account.key, there, states, uploader))
        assert rows(place) == before
        account.database.close()
    for private in (MADE.mark, account.owner, account.token, account.workspace, there.query.partition("=")[2].partition("&")[0]):
        assert private.encode() not in heard
