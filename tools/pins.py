"""Writes requirements.txt again: what a fresh install of the dependencies in pyproject.toml resolves to today.

Run it with the oldest Python that the app supports, so that the pins fit every newer one too.
"""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = "# Everything the app needs at run time, pinned. Written by `make pins` from the dependencies in pyproject.toml.\n"


def resolve(dependencies: list[str]) -> str:
    """Every package that a fresh environment holds once the dependencies are installed, one `name==version` a line."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [f"{folder}/bin/python", "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", *dependencies], check=True)
        return subprocess.run([*pip, "freeze"], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = resolve(project["dependencies"])
    (ROOT / "requirements.txt").write_text(HEAD + pins, encoding="utf-8")
    print(pins, end="")
