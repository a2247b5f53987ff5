"""Text of files, shown letter by letter."""

_ESCAPED = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]()#+-.!|<>$~:&^=\"'"})


def plain(text: str) -> str:
    """The text as Markdown that shows it letter by letter: no link, picture, emphasis or formula can come of it.

    >>> plain("![x](http://a.b) *y*")
    '\\\\!\\\\[x\\\\]\\\\(http\\\\:\\u2060//a\\\\.b\\\\) \\\\*y\\\\*'
    """
    one_line = " ".join(text.split())
    parted = one_line.replace("://", ":\u2060//").replace("www.", "www\u2060.").replace("@", "\u2060@\u2060")
    return parted.translate(_ESCAPED)


def plain_lines(text: str) -> str:
    """The same with the lines of the text kept."""
    return "  \n".join(plain(line) for line in text.splitlines())
