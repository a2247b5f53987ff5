"""A visitor without a browser: the app's own protocol over a websocket and HTTP, for many sessions at once.

It sends what a browser sends (the page, the address, the widgets' states, uploads) and keeps what the server answers.
"""

import asyncio
import http.client
import io
import json
import re
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE = 60.0
KEPT_FOR = 2
"""After how many runs a browser forgets a message that it may be sent a reference to."""

T = TypeVar("T")
GOES_ON = ForwardMsg.FINISHED_EARLY_FOR_RERUN
Path = tuple[int, ...]
File = tuple[str, bytes]


def _chosen(found: Any) -> str | None:
    at = found.default if found.HasField("default") else None
    return found.raw_value if found.set_value else None if at is None else found.options[at]


def _write_text(state: WidgetState, value: str | None) -> None:
    if value is not None:
        state.string_value = value


def _write_texts(state: WidgetState, value: Sequence[str]) -> None:
    state.string_array_value.data.extend(value)


def _write_numbers(state: WidgetState, value: Sequence[float]) -> None:
    state.double_array_value.data.extend(value)


def _write_bool(state: WidgetState, value: bool) -> None:
    state.bool_value = value


def _write_number(state: WidgetState, value: float) -> None:
    state.double_value = value


def _plain_value(found: Any) -> Any:
    return found.value if found.set_value else found.default


@dataclass(frozen=True, slots=True)
class Kind:
    """How a widget of a kind stands at first, and how a browser writes its value down."""

    stands: Callable[[Any], Any]
    write: Callable[[WidgetState, Any], None]


KINDS: Mapping[str, Kind] = {
    "checkbox": Kind(_plain_value, _write_bool),
    "radio": Kind(_chosen, _write_text),
    "selectbox": Kind(_chosen, _write_text),
    "text_input": Kind(_plain_value, _write_text),
    "text_area": Kind(_plain_value, _write_text),
    "number_input": Kind(_plain_value, _write_number),
    "date_input": Kind(_plain_value, _write_texts),
    "multiselect": Kind(lambda found: found.raw_values if found.set_value else [found.options[at] for at in found.default], _write_texts),
    "button_group": Kind(lambda found: found.raw_values if found.set_value else [found.options[at].content for at in found.default], _write_texts),
    "slider": Kind(_plain_value, _write_numbers),
}
TRIGGERS = {"button", "download_button"}


@dataclass(slots=True)
class Visitor:
    """One tab. `page` is what is drawn by now, `heard` everything that was ever received, when it is kept."""

    address: str
    socket: ClientConnection
    cookie: str
    token: str
    keeps: bool
    heard: list[bytes] = field(default_factory=list)
    page: dict[Path, Element | Block] = field(default_factory=dict)
    query: str = ""
    session: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    found: str = ""
    missing: str = ""
    fragments: dict[Path, str] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    answers: dict[str, ForwardMsg] = field(default_factory=dict)
    runs: int = 0
    _known: dict[str, tuple[int, ForwardMsg]] = field(default_factory=dict)

    async def open(self, page: str = "", query: str = "") -> None:
        """Asks for a page by its address, as a browser does when it is opened there."""
        self.query, self.found = query, ""
        await self._run(ClientState(query_string=query, page_name=page))

    async def go(self, page: str, query: str = "") -> None:
        """Follows a link to a page of this tab."""
        self.query, self.found = query, self.pages[page]
        await self.rerun()

    async def rerun(self, *pressed: WidgetState, fragment: str = "") -> None:
        """Runs the page again, or one part of it, with the widgets as they stand."""
        state = ClientState(query_string=self.query, page_script_hash=self.found, fragment_id=fragment)
        state.widget_states.widgets.extend([*self.states.values(), *pressed])
        await self._run(state)

    async def choose(self, label: str, value: Any) -> None:
        """Gives a widget a value, by its label."""
        await self.rerun(fragment=self.fragment_of(self.put(label, value)))

    def put(self, label: str, value: Any) -> str:
        """Gives a widget a value, without a run: as in a form. The widget's id."""
        kind, found = self.widget(label, *KINDS)
        self.states[found.id] = _state(found.id, KINDS[kind].write, value)
        return str(found.id)

    def fragment_of(self, widget: str) -> str:
        """The part of the page that a widget runs; "" for the whole page."""
        kinds = (*KINDS, *TRIGGERS)
        drawn = ((path, one) for path, one in self.page.items() if isinstance(one, Element) and one.WhichOneof("type") in kinds)
        return next((self.fragments[path] for path, one in drawn if getattr(one, str(one.WhichOneof("type"))).id == widget), "")

    async def press(self, label: str) -> None:
        """Presses a button, by its label."""
        _, found = self.widget(label, "button")
        await self.rerun(WidgetState(id=found.id, trigger_value=True), fragment=self.fragment_of(found.id))

    async def upload(self, files: Sequence[File]) -> None:
        """Brings files to the uploader of the page."""
        _, found = self.widget("", "file_uploader")
        await self.bring(found.id, files)

    async def bring(self, uploader: str, files: Sequence[File]) -> None:
        """Sends files over HTTP and tells the uploader of them."""
        asked = str(uuid.uuid4())
        message = BackMsg()
        message.file_urls_request.request_id = asked
        message.file_urls_request.session_id = self.session
        message.file_urls_request.file_names.extend([name for name, _ in files])
        urls = (await self.ask(message, asked)).file_urls_response.file_urls
        state = WidgetState(id=uploader)
        for (name, content), url in zip(files, urls, strict=True):
            status, said = await asyncio.to_thread(self._put, url.upload_url, name, content)
            if status != 204:
                raise RuntimeError(f"{name} was not taken: {status} {said[:200]!r}")
            info = state.file_uploader_state_value.uploaded_file_info.add(name=name, size=len(content), file_id=url.file_id)
            info.file_urls.CopyFrom(url)
        self.states[uploader] = state
        await self.rerun()

    async def download(self, file_id: str) -> tuple[str, bytes]:
        """What is made when a download button is pressed: the error or nothing, and the bytes."""
        error, url = await self.make(file_id)
        return (error, b"") if error else await self.fetch(url)

    async def make(self, file_id: str) -> tuple[str, str]:
        """Has the file of a download button made: the error or nothing, and where it waits."""
        asked = str(uuid.uuid4())
        message = BackMsg()
        message.backend_operation_request.request_id = asked
        message.backend_operation_request.session_id = self.session
        message.backend_operation_request.deferred_file.file_id = file_id
        answer = (await self.ask(message, asked)).backend_operation_response
        return answer.error_msg, answer.deferred_file.url

    async def fetch(self, url: str) -> tuple[str, bytes]:
        """A file by its address: the error or nothing, and the bytes."""
        status, content = await asyncio.to_thread(self._request, "GET", url)
        return ("" if status == 200 else str(status)), content

    async def ask(self, message: BackMsg, asked: str) -> ForwardMsg:
        """The answer to a question that runs nothing."""
        await self.socket.send(message.SerializeToString())
        while asked not in self.answers:
            self._hear(await self._receive())
        return self.answers.pop(asked)

    async def _run(self, state: ClientState) -> None:
        self.runs += 1
        self._known = {key: kept for key, kept in self._known.items() if kept[0] >= self.runs - KEPT_FOR}
        state.cached_message_hashes.extend(self._known)
        state.context_info.url = self.address
        await self.socket.send(BackMsg(rerun_script=state).SerializeToString())
        while True:
            heard = self._hear(await self._receive())
            if heard.WhichOneof("type") == "script_finished" and heard.script_finished != GOES_ON:
                break
        self._stand()

    async def _receive(self) -> bytes:
        data = await asyncio.wait_for(self.socket.recv(), PATIENCE)
        assert isinstance(data, bytes)
        if self.keeps:
            self.heard.append(data)
        return data

    def _hear(self, data: bytes) -> ForwardMsg:
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            path = message.metadata.delta_path
            message = self._known[message.ref_hash][1]
            self._draw(tuple(path), message)
            self._known[message.hash] = (self.runs, message)
        elif kind == "delta":
            self._draw(tuple(message.metadata.delta_path), message)
            if message.metadata.cacheable:
                self._known[message.hash] = (self.runs, message)
        elif kind == "new_session":
            self.missing, self.session = "", message.new_session.initialize.session_id
            self.found = message.new_session.page_script_hash
            again = set(message.metadata.run.fragment_ids)
            self.page = {path: drawn for path, drawn in self.page.items() if again and self.fragments[path] not in again}
        elif kind == "navigation":
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            self.found = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "page_not_found":
            self.missing = message.page_not_found.page_name
        elif kind == "file_urls_response":
            self.answers[message.file_urls_response.response_id] = message
        elif kind == "backend_operation_response":
            self.answers[message.backend_operation_response.request_id] = message
        return message

    def _draw(self, path: Path, message: ForwardMsg) -> None:
        kind = message.delta.WhichOneof("type")
        self.fragments[path] = message.delta.fragment_id
        if kind == "new_element":
            self.page[path] = message.delta.new_element
        elif kind == "add_block":
            self.page[path] = message.delta.add_block

    def _stand(self) -> None:
        """Keeps the states of the widgets that are drawn, and takes over those that the server set."""
        states = {}
        for kind, found in self.elements(*KINDS, "file_uploader"):
            if kind == "file_uploader":
                states[found.id] = self.states.get(found.id, WidgetState(id=found.id))
                continue
            kept = self.states.get(found.id)
            fresh = kept is None or getattr(found, "set_value", False)
            states[found.id] = _state(found.id, KINDS[kind].write, KINDS[kind].stands(found)) if fresh else kept
        self.states = states

    def elements(self, *kinds: str) -> Iterator[tuple[str, Any]]:
        """What is drawn, in the order of the page, of these kinds or of all: the kind and its message."""
        for path in sorted(self.page):
            drawn = self.page[path]
            kind = drawn.WhichOneof("type")
            if kind and isinstance(drawn, Element) and (not kinds or kind in kinds):
                yield kind, getattr(drawn, kind)

    def widget(self, label: str, *kinds: str) -> tuple[str, Any]:
        """The first widget of these kinds whose label begins so."""
        for kind, found in self.elements(*kinds):
            if found.label.startswith(label):
                return kind, found
        raise LookupError(f"no {' or '.join(kinds)} “{label}” on {self.page_name}; there are {[f.label for _, f in self.elements(*kinds)]}")

    def offers(self, label: str) -> bool:
        """Whether the page has a widget whose label begins so."""
        return any(found.label.startswith(label) for _, found in self.elements(*KINDS))

    @property
    def page_name(self) -> str:
        """The address of the page that is drawn."""
        return next((name for name, found in self.pages.items() if found == self.found), "")

    def says(self) -> list[str]:
        """Every text on the page, in its order, without charts and tables."""
        return [text for drawn in (self.page[path] for path in sorted(self.page)) for text in _texts(drawn)]

    def metrics(self) -> dict[str, str]:
        """The metrics on the page: label and number."""
        return {found.label: found.body for _, found in self.elements("metric")}

    def wrongs(self) -> list[str]:
        """Every exception on the page, and the address when there is no such page."""
        return [f"{found.type}: {found.message}" for _, found in self.elements("exception")] + [self.missing] * bool(self.missing)

    def frames(self) -> Iterator[Any]:
        """The rows of every table and chart on the page, as Arrow tables; of a styled table also its words."""
        import pyarrow as pa

        for kind, found in self.elements("dataframe", "table", "vega_lite_chart"):
            parts = [found.data, *(one.data for one in found.datasets)] if kind == "vega_lite_chart" else [found.arrow_data]
            for content in [part for data in parts for part in (data.data, data.styler.display_values) if part]:
                yield pa.ipc.open_stream(io.BytesIO(content)).read_all()

    def specs(self) -> list[dict[str, Any]]:
        """The specifications of the charts on the page."""
        return [json.loads(found.spec) for _, found in self.elements("vega_lite_chart")]

    def _put(self, url: str, name: str, content: bytes) -> tuple[int, bytes]:
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}", "X-Xsrftoken": self.token}
        return self._request("PUT", url, head.encode() + content + f"\r\n--{mark}--\r\n".encode(), headers)

    def _request(self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        return request(self.address, method, url, body, {"Cookie": self.cookie, **(headers or {})})[:2]


def run_apart(doing: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, run in a thread of its own: a browser that drives another test keeps a loop in this one."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(asyncio.run, doing).result()


def request(
    address: str, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes, Mapping[str, str]]:
    """Status, content and headers of one HTTP request to the server."""
    asked = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    try:
        asked.request(method, url, body, dict(headers or {}))
        answer = asked.getresponse()
        return answer.status, answer.read(), dict(answer.getheaders())
    finally:
        asked.close()


@asynccontextmanager
async def visiting(address: str, session: str = "", keeps: bool = True) -> AsyncIterator[Visitor]:
    """A tab that is connected and has asked for nothing yet; with a session's id it comes back to that one."""
    _, _, headers = await asyncio.to_thread(request, address, "GET", "/_stcore/health")
    cookie = next((value for name, value in headers.items() if name.lower() == "set-cookie"), "").partition(";")[0]
    token = cookie.partition("=")[2]
    entries = [Subprotocol(entry) for entry in ("streamlit", token, session) if entry]
    where = re.sub("^http", "ws", address) + "/_stcore/stream"
    async with connect(
        where,
        subprotocols=entries,
        additional_headers={"Cookie": cookie},
        user_agent_header=None,  # a browser names itself, and gets the page in two parts
        origin=address,  # type: ignore[arg-type]
        max_size=None,
        ping_interval=None,
        compression=None,
        proxy=None,
    ) as socket:
        yield Visitor(address, socket, cookie, token, keeps)


def _state(key: str, write: Callable[[WidgetState, Any], None], value: Any) -> WidgetState:
    state = WidgetState(id=key)
    write(state, value)
    return state


def _texts(message: Any) -> Iterator[str]:
    """Every text in a message, however deep."""
    for kind, value in message.ListFields():
        if kind.type == kind.TYPE_STRING:
            yield from [value] if isinstance(value, str) else list(value)
        elif kind.type == kind.TYPE_MESSAGE and not kind.message_type.GetOptions().map_entry:
            for part in [value] if hasattr(value, "ListFields") else list(value):
                yield from _texts(part)
