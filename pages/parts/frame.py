"""The frame around every page: the page table, the guard, and what the address says.

It is drawn before anything heavy is loaded: the first page stands at once, and the rest is made ready behind it.
"""

from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts import acts, address, coming, keeping, ready, standing, state, viewing
from pages.parts.shell import NAME

MARK = str(Path(__file__).with_name("mark.png"))


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of the page table. `key` is the file's stem and the address; `question` is the title on the page."""

    key: str
    title: str
    question: str
    says: str


PAGES: tuple[PageRow, ...] = (
    PageRow("upload", "Your exports", "Bring your exports", "Bring the files that Pinterest lets you download, and see what was read from each."),
    PageRow(
        "dashboard", "Dashboard", "How is the account doing?", "Reach, clicks and saves of a period against the one before, and what to do next."
    ),
    PageRow("diagnosis", "Diagnosis", "What is wrong, and what first?", "What changed, why, what to do first, and everything that was checked."),
    PageRow(
        "concentration", "Risk", "What if the best Pins stop?", "How much hangs on few Pins, how fast they fade, and which winners to repurpose."
    ),
    PageRow(
        "experiments",
        "Experiments",
        "Could a test tell? Did it work?",
        "Plan a test of one change, read it out, and keep a log of what was learned.",
    ),
    PageRow(
        "report", "Report", "How do you show the month to others?", "The period in words and numbers to take along: a web page, a PDF or a workbook."
    ),
    PageRow(
        "workspaces",
        "Workspaces",
        "Where is your work kept?",
        "Keep files, experiments and settings under an address of your own, and come back to them.",
    ),
    PageRow("glossary", "Glossary", "What do the words mean?", "Every word, measure, remark and problem that the app uses."),
)


def pages() -> list[Any]:
    """The pages, for st.navigation, which marks the one that is run: every run has copies of its own."""
    return [copy(page) for page in _made()]


@lru_cache(maxsize=1)
def _made() -> tuple[Any, ...]:
    """The pages. The first is served at the root, where Streamlit gives it no address; a hidden twin answers at its own."""
    first, *others = PAGES
    return (
        st.Page(f"pages/{first.key}.py", title=first.title, url_path="start", default=True, help=first.says),
        *(st.Page(f"pages/{row.key}.py", title=row.title, url_path=row.key, help=row.says) for row in others),
        st.Page(f"pages/{first.key}.py", title=first.title, url_path=first.key, visibility="hidden"),
    )


def guard() -> None:
    """Puts the frame around a page that runs alone: the first request of a fresh server may be a link to a page.

    It is done in the same run, not by another one, so that the click that started the run is not lost.
    """
    if not state.session().framed:
        run()
        st.stop()


def run() -> None:
    """Runs the page that the address names, with everything around it."""
    if viewing.is_asked():
        _run_shared()
        return
    viewing.leave()
    page = st.navigation(pages(), position="top")
    wide = page.url_path in ("dashboard", "concentration")
    st.set_page_config(page_title=f"{page.title} · {NAME}", page_icon=MARK, layout="wide" if wide else "centered")
    st.logo(MARK, size="large")
    ready.wait()
    mine = state.session()
    mine.arrived = mine.arrived or state.was_here()
    address.follow(mine)
    reached = keeping.look(mine)
    address.write(mine)
    mine.page = page.url_path
    standing.show(mine)
    try:
        with state.framed():
            page.run()
    finally:
        mine.arrived = True
        news = reached and keeping.write(mine)
    ready.begin()
    if news:
        st.rerun()


def _run_shared() -> None:
    """Runs the page of a link: it alone, with no way to another, in a session that holds nothing else."""
    page = st.navigation(viewing.pages(), position="hidden")
    st.set_page_config(page_title=f"{viewing.TITLE} · {NAME}", page_icon=MARK)
    ready.wait()
    viewing.arrive()
    with state.framed():
        page.run()
    ready.begin()


def start_over() -> None:
    """Forgets everything, the address included."""
    coming.forget(state.session().token)
    state.start_over()
    acts.forget_address()


def title(key: str) -> None:
    """Shows the page's question."""
    st.title(next(row.question for row in PAGES if row.key == key), anchor=False)


def invite(says: str) -> None:
    """Shows what a page says when nothing was brought yet, and the ways on; no sample takes the place of a workspace."""
    st.markdown(says)
    if not state.session().workspace and st.button("Try it with a sample account", type="primary"):
        state.take_sample(*ready.sample())
        st.rerun()
    st.page_link("pages/upload.py", label="**Bring your exports**", icon=":material/arrow_forward:")
