"""Files that were made for a download stay long enough to be fetched.

Streamlit forgets such a file after the next two runs of anybody. With many visitors that is sooner than a browser asks for it, and the download is lost.
"""

from threading import Lock, Timer
from typing import Any

from streamlit.runtime import memory_media_file_storage
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

SECONDS = 60


class PatientStorage(MemoryMediaFileStorage):
    """Streamlit's store of files, which lets go of each a minute later than it is told; not of one that is wanted again meanwhile."""

    def __init__(self, media_endpoint: str) -> None:
        super().__init__(media_endpoint)
        self._going: dict[str, object] = {}
        self._lock = Lock()

    def load_and_get_id(self, *args: Any, **kwargs: Any) -> str:
        with self._lock:
            found = super().load_and_get_id(*args, **kwargs)
            self._going.pop(found, None)
            return found

    def delete_file(self, file_id: str) -> None:
        mark = object()
        with self._lock:
            self._going[file_id] = mark
        timer = Timer(SECONDS, self._let_go, (file_id, mark))
        timer.daemon = True
        timer.start()

    def _let_go(self, file_id: str, mark: object) -> None:
        with self._lock:
            if self._going.get(file_id) is mark:
                del self._going[file_id]
                super().delete_file(file_id)


def install() -> None:
    """From now on a server of this process keeps its files so; Streamlit offers no other way to choose the store."""
    memory_media_file_storage.MemoryMediaFileStorage = PatientStorage  # type: ignore[misc]
