"""What the address names: a workspace, or the sample account. It is followed when it is new, and written where a link dropped it."""

import streamlit as st

from pages.parts import acts, coming, guessing, login, ready, state, storage, viewing
from pages.parts.coming import KEY, WORKSPACE
from pages.parts.session import Session

ACCOUNT, SAMPLE = "account", "sample"


def follow(mine: Session) -> None:
    """Opens what the address names."""
    if not mine.owner and not mine.failed:
        mine.trouble = None
    if login.is_set_up():
        _follow_login(mine)
    else:
        _follow_key(mine)
    if not mine.files and not mine.owner and st.query_params.get(ACCOUNT) == SAMPLE:
        state.take_sample(*ready.sample())


def private_address(mine: Session) -> str:
    """The address that opens everything of this owner."""
    return f"{_home(mine)}/?{KEY}={mine.token}"


def address_of_link(mine: Session, token: str) -> str:
    """The address under which a link opens its report."""
    return f"{_home(mine)}/{viewing.PAGE}?{viewing.KEY}={token}"


def _home(mine: Session) -> str:
    """Where the app lives, as the visitor's browser calls it."""
    return (st.context.url or "").rstrip("/").removesuffix(f"/{mine.page}").rstrip("/")


def _follow_key(mine: Session) -> None:
    key, wanted = st.query_params.get(KEY, ""), st.query_params.get(WORKSPACE, "")
    if key and key != mine.token:
        _open(mine, key, wanted)
    elif key and mine.workspace and wanted not in ("", mine.workspace.id):
        acts.switch(wanted)


def _open(mine: Session, key: str, wanted: str) -> None:
    """Opens the workspace of a private address. A key that opens nothing leaves a fresh visit with a sentence."""
    from pincore.store import NotFound, find_owner

    client = _client()
    if client and guessing.GUESSES.too_many(client):
        mine.notice = guessing.TOO_MANY
        return
    with coming.arriving(key, wanted), storage.troubled(mine):
        mine.trouble = None
        owner = find_owner(storage.database(), key)
        if owner is None:
            if client:
                guessing.GUESSES.count(client)
            storage.say_not_found(mine, NotFound())
        else:
            acts.arrive(mine, owner, key, wanted)


def _client() -> str:
    """Where the visitor's connection comes from; "" for this machine itself, where a proxy may stand for everybody."""
    return st.context.ip_address or ""


def _follow_login(mine: Session) -> None:
    """Opens the workspace of whoever signed in; it needs no key, and a key opens nothing."""
    wanted = st.query_params.get(WORKSPACE, "") if KEY not in st.query_params else ""
    if KEY in st.query_params:
        mine.notice = "Here people sign in: a private address opens nothing."
    person = login.person()
    if person is None or mine.left or mine.owner:
        return
    from pincore.store import owner_of_login

    with storage.troubled(mine):
        mine.trouble = None
        owner = owner_of_login(storage.database(), *person)
        if owner is not None:
            acts.arrive(mine, owner, "", wanted)


def write(mine: Session) -> None:
    """Has the address name what is open; while the database cannot be asked, what it names stays."""
    meant = {KEY: mine.token, WORKSPACE: mine.workspace.id if mine.workspace else "", ACCOUNT: SAMPLE if mine.sample else ""}
    missing = {name: value for name, value in meant.items() if value and st.query_params.get(name) != value}
    if missing:
        st.query_params.update(missing)
    for name, value in meant.items():
        if not value and name in st.query_params and not (mine.trouble and not mine.owner and name != ACCOUNT):
            del st.query_params[name]
