"""What is made ready, and when."""

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.web.server.app_discovery import discover_asgi_app

from pages.parts import ready, serving

ROOT = Path(__file__).parents[2]


def test_the_server_makes_ready_before_anybody_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    found = discover_asgi_app(ROOT / "app.py")
    assert found.is_asgi_app and found.import_string == "app:app", "`streamlit run app.py` would not serve what app.py declares"
    assert "st.App(__file__, **serving.options())" in (ROOT / "app.py").read_text(encoding="utf-8")
    begun: list[bool] = []
    monkeypatch.setattr(ready, "begin", lambda: begun.append(True))

    async def serve() -> None:
        async with serving.living(None):
            assert begun

    with ThreadPoolExecutor(1) as elsewhere:  # the browser tests keep a loop of their own running
        elsewhere.submit(asyncio.run, serve()).result()


def test_nothing_is_made_ready_twice() -> None:
    assert ready.begin() is ready.begin()
    entries, history = ready.sample()
    assert (entries, history) == ready.sample()
    assert len(entries) == 10 and not history.empty


def test_sums_are_done_by_one_thread_unless_the_host_says_otherwise() -> None:
    script = "import os; from pages.parts import ready; ready.begin().core.result(); print(len(os.listdir('/proc/self/task')))"
    unset = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    counts = [
        int(subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={**unset, **set_to}, capture_output=True, check=True, timeout=120).stdout)
        for set_to in ({}, {"OPENBLAS_NUM_THREADS": "2"})
    ]
    assert counts[0] < counts[1]
