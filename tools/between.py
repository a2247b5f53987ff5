"""A connection that can be cut: everything between a browser and a server goes through here."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

PIECE = 1 << 16


class Between:
    """A place in front of a server that passes everything on, until it is cut."""

    def __init__(self, server: str) -> None:
        self._to = (urlsplit(server).hostname or "", urlsplit(server).port or 0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._is_cut = False
        self._most: int | None = None
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, seconds: float | None = None) -> None:
        """Hangs up on everybody, and on whoever calls until it is mended, which it is by itself after these seconds."""
        if seconds is not None:
            threading.Timer(seconds, self.mend).start()
        with self._lock:
            self._is_cut = True
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def cut_after(self, sent: int) -> None:
        """Cuts when a connection has sent so many bytes to the server."""
        self._most = sent

    @property
    def is_cut(self) -> bool:
        """Whether nothing passes."""
        return self._is_cut

    def mend(self) -> None:
        """Lets everything pass again."""
        self._is_cut, self._most = False, None

    def close(self) -> None:
        """Ends it."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                came, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(came,), daemon=True).start()

    def _pass(self, came: socket.socket) -> None:
        with came, suppress(OSError):
            if self._is_cut:
                return
            with socket.create_connection(self._to) as gone:
                with self._lock:
                    self._open |= {came, gone}
                try:
                    self._both_ways(came, gone)
                finally:
                    with self._lock:
                        self._open -= {came, gone}

    def _both_ways(self, came: socket.socket, gone: socket.socket) -> None:
        sent = 0
        while True:
            for one in select.select([came, gone], [], [])[0]:
                found = one.recv(PIECE)
                if not found:
                    return
                (gone if one is came else came).sendall(found)
                sent += len(found) if one is came else 0
            if self._most is not None and sent > self._most:
                self.cut()


@contextmanager
def between(server: str) -> Iterator[Between]:
    """A connection to the server that can be cut."""
    found = Between(server)
    try:
        yield found
    finally:
        found.close()
