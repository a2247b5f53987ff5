"""Text of files is shown letter by letter."""

import re

import pytest

from pages.parts.plain import plain

HOSTILE = [
    "![x](http://evil.example/x.png)",
    "[click](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "**bold** _it_ `code` ~~gone~~",
    ":red[colour] :material/home: $x^2$",
    "# heading\n\n- list\n1. one",
    "http://evil.example www.evil.example a@b.example",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_mark_survives_unescaped(text: str) -> None:
    shown = plain(text)
    assert "\n" not in shown
    for place, char in enumerate(shown):
        if char in "![]()<>*_`~:$#":
            assert shown[place - 1] == "\\"
    assert not re.search(r"https?://|www\.", shown.replace("\\", ""))
