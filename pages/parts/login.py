"""Who signed in, where the host sets up a login (OpenID Connect, `[auth]` in the secrets)."""

import streamlit as st


def is_set_up() -> bool:
    """Whether the host asks people to sign in before anything is kept."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def person() -> tuple[str, str] | None:
    """The issuer and the subject of whoever signed in; None for nobody."""
    if not is_set_up() or not st.user.get("is_logged_in"):
        return None
    issuer, subject = str(st.user.get("iss") or ""), str(st.user.get("sub") or "")
    return (issuer, subject) if subject else None


def name() -> str:
    """What the person who signed in is called."""
    return str(st.user.get("name") or st.user.get("email") or "")
