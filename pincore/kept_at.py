"""Where workspaces are kept when nothing else is said; the only folder that is made when it is missing."""

from pathlib import Path

DEFAULT = Path("data/pincore.db")
