"""The app under AppTest: open a page, with the sample or with files, and read what it shows."""

import functools
import re
from pathlib import Path

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from pages.parts import failing

ROOT = Path(__file__).parents[2]

# every run of an AppTest reads the metadata of all installed packages anew, which takes longer than the run itself
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)


def opened(page: str = "", sample: bool = False) -> AppTest:
    """The app after its first run, on a page, without an exception."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if sample:
        at.query_params["account"] = "sample"
    at.run()
    return shown(at, page) if page else checked(at)


def shown(at: AppTest, page: str) -> AppTest:
    """The app on another page."""
    return checked(at.switch_page(f"pages/{page}.py").run())


def looking(at: AppTest, part: str) -> AppTest:
    """The dashboard with another closer look."""
    return checked(at.pills(key="look").set_value(part).run())


def with_rules(at: AppTest) -> AppTest:
    """The page with the rules of the sidebar unfolded."""
    at.session_state["rules"] = at.session_state["limits"] = True
    return checked(at.run())


def checked(at: AppTest) -> AppTest:
    """The same app, if nothing went wrong, not even in one part of the page."""
    assert not at.exception, [e.value for e in at.exception]
    assert not [error.value for error in at.error if error.value.startswith(failing.BLOCK)]
    return at


def uploaded(*files: tuple[str, bytes], at: AppTest | None = None) -> AppTest:
    """The upload page after these files were brought."""
    at = at or opened()
    for name, content in files:
        at.file_uploader[0].upload(name, content)
    return checked(at.run())


def unpictured(text: str) -> str:
    """Markdown with what its pictures are called in their place."""
    return re.sub(r"!\[([^\]]*)\]\(data:[^)]*\)", r"\1", text)


def texts(at: AppTest) -> str:
    """All text that the page shows."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "text", "error", "warning", "info", "success")
    parts = [unpictured(str(element.value)) for kind in kinds for element in at.get(kind)]
    parts += [f"{metric.label} {metric.value} {metric.delta}" for metric in at.metric]
    parts += [expander.label for expander in at.expander]
    return "\n".join(parts).replace("\\", "").replace("\u2060", "")
