"""The frame around every page: the page table, the guard, and the choices in the sidebar that travel in the address."""

import gc
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts import cards, state
from pages.parts.cache import View
from pages.parts.sample import make_ready, sample
from pincore.choosing import choices
from pincore.history import History
from pincore.kpis import Thresholds
from pincore.measures import Choice, options
from pincore.periods import Period, comparison

NAME = "Pincore"
MARK = str(Path(__file__).with_name("mark.png"))
SAMPLE = "sample"
BEFORE, YEAR_AGO = "The days before", "A year ago"


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
    PageRow("glossary", "Glossary", "What do the words mean?", "Every word, measure, remark and problem that the app uses."),
)


def pages() -> list[Any]:
    """The pages, for st.navigation. The first is served at the root, where Streamlit gives it no address; a hidden twin answers at its own."""
    first, *others = PAGES
    return [
        st.Page(f"pages/{first.key}.py", title=first.title, url_path="start", default=True, help=first.says),
        *(st.Page(f"pages/{row.key}.py", title=row.title, url_path=row.key, help=row.says) for row in others),
        st.Page(f"pages/{first.key}.py", title=first.title, url_path=first.key, visibility="hidden"),
    ]


def guard() -> None:
    """Puts the frame around a page that runs alone: the first request of a fresh server may be a link to a page.

    It is done in the same run, not by another one, so that the click that started the run is not lost.
    """
    if not state.session().framed:
        run()
        st.stop()


def run() -> None:
    """Runs the page that the address names, with everything around it."""
    page = st.navigation(pages(), position="top")
    wide = page.url_path == "dashboard"
    st.set_page_config(page_title=f"{page.title} · {NAME}", page_icon=MARK, layout="wide" if wide else "centered")
    st.logo(MARK, size="large")
    _follow_address()
    with state.framed():
        page.run()
    make_ready()


def _follow_address() -> None:
    mine = state.session()
    if not mine.files and st.query_params.get("account") == SAMPLE:
        state.take_sample(*sample())
    if mine.sample and "account" not in st.query_params:
        st.query_params["account"] = SAMPLE
    if not mine.sample and "account" in st.query_params:
        del st.query_params["account"]


def start_over() -> None:
    """Forgets everything, the address included."""
    state.start_over()
    st.query_params.clear()


def title(key: str) -> None:
    """Shows the page's question."""
    st.title(next(row.question for row in PAGES if row.key == key), anchor=False)


def choose(history: History) -> View | None:
    """What is looked at, chosen in the sidebar and kept in the address; None when no period can be shown."""
    offered = {choice.label: choice for choice in choices(history) if choice.key != "last_year"}
    if not offered:
        return None
    with st.sidebar:
        chosen = offered[str(st.selectbox("Period", list(offered), key="period", bind="query-params"))]
        period = _custom(history, chosen.period) if chosen.key == "custom" else chosen.period
        against = _compared(history, period) or (comparison(period) if chosen.key == "custom" else chosen.against)
        part = Choice(**{name: _part(name, label, found) for name, label, found in _parts(history)})
        thresholds, over = _rules()
    return View(history.digest, period, against, part, thresholds, over)


def _custom(history: History, default: Period) -> Period:
    known = history.days or default
    days = st.date_input(
        "Days, both included", (default.start, default.end), known.start, known.end, key="days", bind="query-params", format="YYYY-MM-DD"
    )
    picked: tuple[date, ...] = days if isinstance(days, tuple) else (days,)
    return Period(min(picked), max(picked)) if picked else default


def _compared(history: History, period: Period) -> Period | None:
    """The same days a year earlier, when the files reach that far and it is chosen."""
    year_ago = comparison(period, history, "last_year")
    if history.days is None or year_ago.start < history.days.start:
        return None
    way = st.segmented_control("Compared with", [BEFORE, YEAR_AGO], default=BEFORE, required=True, key="against", bind="query-params")
    return year_ago if way == YEAR_AGO else None


_PART_LABELS = {"board": "Board", "format": "Format", "source": "Whose Pins", "content_type": "Organic or paid"}
ALL = "All"


def _parts(history: History) -> list[tuple[str, str, list[str]]]:
    found = options(history)
    return [(name, label, list(found.get(name, ()))) for name, label in _PART_LABELS.items() if len(found.get(name, ())) > 1]


def _part(name: str, label: str, found: list[str]) -> str | None:
    picked = st.selectbox(label, [ALL, *found], key=name, bind="query-params")
    return None if picked == ALL else picked


def _rules() -> tuple[Thresholds, str]:
    with st.expander("Rules of the bands"):
        over = st.segmented_control("Save rate is saves divided by", ["impressions", "pin clicks"], default="impressions", required=True,
                                    key="over", bind="query-params")  # fmt: skip
        usual = Thresholds()
        ocr = st.slider(
            "Outbound click rate: poor below, strong above", 0.0, 0.02, usual.ocr, 0.0005, format="percent", key="ocr", bind="query-params"
        )
        save = st.slider(
            "Save rate: poor below, strong above", 0.0, 0.03, usual.save_rate, 0.0005, format="percent", key="saves", bind="query-params"
        )
        cards.whisper(usual.source)
    return Thresholds(ocr=ocr, save_rate=save), "pin_clicks" if over == "pin clicks" else "impressions"


gc.collect()
gc.freeze()
