"""Links to the report: made of what is on the page, and the list of those there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import address, cards, saving, state
from pages.parts.plain import plain
from pages.parts.storage import database, show_told, told_at
from pages.parts.typed import typed
from pincore.lengths import MOST_NOTE, MOST_TITLE
from pincore.report.parts import choosable, only
from pincore.wording import describe_day, describe_days, describe_moment, describe_number, name_list

if TYPE_CHECKING:
    from pincore.report.types import Report
    from pincore.store.shares import Link

PLACE = "share"
USUAL_DAYS, MOST_DAYS = 30, 366
SAYS = "Whoever opens the link sees these parts as they are now, and nothing else: no files, no other period, no way into your workspace."
NOT_KEPT = "A link is kept with a saved workspace, so that you can refresh and withdraw it: save what is here, then share it."
SAMPLE = "A link is kept with a saved workspace, and the sample account is never kept: bring your own exports to share a report."


def show(report: Report) -> None:
    """Shows how to share the report, and the links there are."""
    st.header("Share it", anchor=False)
    mine = state.session()
    if mine.workspace is None:
        cards.whisper(SAMPLE if mine.sample else NOT_KEPT)
        if not mine.sample:
            saving.ask("save-to-share")
        return
    _show_new()
    show_told(PLACE)
    with st.expander("Make a link that shows this report", icon=":material/link:", key="make-link"):
        _ask(report)
    _show_links(report, mine.owner, mine.workspace.id)


def _show_new() -> None:
    """The addresses of the links that were made last, until they are copied."""
    mine = state.session()
    if not mine.new_links:
        return
    with st.container(border=True, key="new-link"):
        for _, title, token in mine.new_links.values():
            st.markdown(f"**The link to “{plain(title)}”. Copy it now: it is shown this once.**")
            st.code(address.address_of_link(mine, token), language=None, wrap_lines=True)
        st.button("I have copied it", key="link-copied", type="primary", on_click=_copied)


def _copied() -> None:
    state.session().new_links = {}


def _ask(report: Report) -> None:
    titles = choosable(report)
    cards.whisper(SAYS)
    with st.form("share", border=False):
        st.multiselect("What it shows", list(titles), list(titles), format_func=lambda key: titles[key], key="share-sections")
        st.text_input("Title", key="share-title", placeholder=report.title)
        st.text_area("Note", key="share-note", height=90, placeholder="What they should know, as plain text")
        st.number_input("It opens for so many days", 1, MOST_DAYS, USUAL_DAYS, key="share-days")
        st.checkbox("Whoever holds it may comment, under a name they type", key="share-comments")
        st.form_submit_button("Make the link", type="primary", icon=":material/link:", on_click=_make, args=(report,))


def _make(report: Report) -> None:
    from pincore.store.shares import share

    mine = state.session()
    sections = tuple(state.chosen("share-sections") or ())
    with told_at(PLACE):
        title, note = typed("share-title", MOST_TITLE, "The title"), typed("share-note", MOST_NOTE, "The note")
        assert mine.workspace is not None
        chosen = (title, note, sections, int(state.chosen("share-days")), bool(state.chosen("share-comments")))
        if chosen in mine.new_links:
            return  # the second half of a double click
        made, token = share(database(), mine.owner, mine.workspace.id, only(report, sections), *chosen)
        mine.new_links[chosen] = (made.id, made.title, token)


def _show_links(report: Report, owner: str, workspace: str) -> None:
    from pincore.store import StoreError
    from pincore.store.shares import list_links

    try:
        links = list_links(database(), owner, workspace)
    except StoreError as error:
        cards.show_problem(error)
        return
    for link in links:
        if link.revoked_at is None:
            _show_link(link, report)
    gone = [link for link in links if link.revoked_at is not None]
    if gone:
        with st.expander(f"Withdrawn links ({describe_number(float(len(gone)))})", icon=":material/link_off:"):
            for link in gone:
                _show_gone(link)


def _show_link(link: Link, report: Report) -> None:
    state_says = ":green-badge[:material/link: Opens]" if link.live else ":orange-badge[:material/schedule: Ran out]"
    titles = choosable(report)
    with st.container(border=True, gap="small", key=f"link-{link.id}"):
        st.markdown(f"**{plain(link.title)}** {state_says}")
        cards.whisper(f"It shows {name_list([f'“{titles.get(key, key)}”' for key in link.sections])}{'; may comment' if link.may_comment else ''}.")
        cards.whisper(" ".join(describe(link)))
        with st.container(horizontal=True, gap="small"):
            st.button("Refresh", key=f"refresh-{link.id}", icon=":material/refresh:", on_click=_refresh, args=(link, report),
                      help="The link then shows what this page shows now.")  # fmt: skip
            st.button("Prolong", key=f"prolong-{link.id}", icon=":material/more_time:", on_click=_prolong, args=(link,),
                      help=f"It then opens {describe_days(USUAL_DAYS)} longer.")  # fmt: skip
            st.button("Withdraw", key=f"withdraw-{link.id}", icon=":material/link_off:", on_click=_withdraw, args=(link,),
                      help="It opens nothing from now on, for good.")  # fmt: skip


def describe(link: Link) -> tuple[str, ...]:
    """When a link was made, what it shows, how long it opens and how often it was opened."""
    opened = f"{'Opens' if link.live else 'Opened'} until {describe_moment(link.expires_at)}."
    times = "once" if link.uses == 1 else f"{describe_number(float(link.uses))} times"
    used = f"Used {times}, last on {describe_moment(link.last_used_at)}." if link.last_used_at else "Not used yet."
    return f"Made on {describe_day(link.made_at.date())}, as of {describe_moment(link.refreshed_at)}.", opened, used


def _show_gone(link: Link) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        withdrawn = f"withdrawn on {describe_moment(link.revoked_at)}" if link.revoked_at else ""
        st.markdown(f"**{plain(link.title)}**  \n:small[{plain(withdrawn)}]", width="content")
        with st.popover("Forget…", icon=":material/delete:", type="tertiary"):
            st.button("Take it off the list", key=f"forget-{link.id}", on_click=_forget, args=(link,), help="What was said over it stays.")
            if link.said:
                st.markdown(f"{describe_number(float(link.said))} {'note was' if link.said == 1 else 'notes were'} written over this link.")
                st.button("Delete what was said over it", key=f"unsay-{link.id}", on_click=_unsay, args=(link,),
                          help="With the answers to notes that were begun over it, for good.")  # fmt: skip


def _refresh(link: Link, report: Report) -> None:
    from pincore.store.shares import refresh

    with told_at(PLACE):
        refresh(database(), state.session().owner, link.id, only(report, [key for key in link.sections if key in choosable(report)]))


def _prolong(link: Link) -> None:
    from pincore.store.shares import prolong

    with told_at(PLACE):
        prolong(database(), state.session().owner, link.id, USUAL_DAYS)


def _withdraw(link: Link) -> None:
    from pincore.store.shares import revoke

    mine = state.session()
    with told_at(PLACE):
        revoke(database(), mine.owner, link.id)
        mine.new_links = {chosen: made for chosen, made in mine.new_links.items() if made[0] != link.id}


def _unsay(link: Link) -> None:
    from pincore.store.talk import forget_said_over

    with told_at(PLACE):
        forget_said_over(database(), state.session().owner, link.id)


def _forget(link: Link) -> None:
    from pincore.store.shares import remove_link

    with told_at(PLACE):
        remove_link(database(), state.session().owner, link.id)
