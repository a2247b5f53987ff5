"""Tokens of private addresses and of links: 256 random bits, kept as a hash alone."""

import re
import secrets
from hashlib import sha256

_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def make_token() -> str:
    """A token that nobody can guess, 43 letters that need no quoting in an address."""
    return secrets.token_urlsafe(32)


def make_id() -> str:
    """An id, unique by chance; it opens nothing."""
    return secrets.token_hex(16)


def hash_token(token: str) -> str | None:
    """The hash under which a token is found; None for what can be no token.

    >>> hash_token("%") is None, len(hash_token("a" * 43) or "")
    (True, 64)
    """
    return sha256(token.encode()).hexdigest() if _SHAPE.fullmatch(token) else None


def hash_login(issuer: str, subject: str) -> str:
    """The hash under which a signed-in person is found."""
    return sha256(f"{len(issuer)}|{issuer}|{subject}".encode()).hexdigest()
