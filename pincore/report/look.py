"""The creator's colour and logo, checked: readable on white, and a real picture that carries nothing else."""

import io
import re
from dataclasses import dataclass

from pincore.errors import InputError
from pincore.wording import describe_number

ENOUGH = 4.5
"""Contrast of text against its ground that WCAG 2.2 AA asks for."""
MOST_BYTES = 1 * 2**20
MOST_SIDE = 4_000
LOGO_SIZE = 640, 240
REMEDY = "Choose a PNG or JPEG of at most 1 MB; about 400 pixels in width are enough."
FORMATS = ("PNG", "JPEG")
STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour that is readable on white. `asked` is the one that was asked for, `says` what became of it."""

    asked: str
    used: str
    contrast: float
    says: str


def readable_colour(asked: str) -> Colour:
    """The colour itself, or the same darkened until white text can be read on it.

    >>> readable_colour("#b00020").used, readable_colour("#ffd400").used
    ('#b00020', '#8c7400')

    Raises: InputError when it is no colour as #rrggbb.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", asked):
        raise InputError("colour_unreadable", f"“{asked[:40]}” is no colour.", "Write it as #b00020: a sign and six digits or letters from a to f.")
    first = contrast(asked)
    if first >= ENOUGH:
        return Colour(asked, asked.lower(), first, f"Readable: white on it has a contrast of {describe_number(round(first, 1))}.")
    used = next(shade for part in range(99, -1, -1) if contrast(shade := _darkened(asked, part / 100)) >= ENOUGH)
    return Colour(asked, used, contrast(used), (
        f"Too pale: white on it has a contrast of {describe_number(round(first, 1))}, and {describe_number(ENOUGH)} is needed to read it. "
        f"The report uses {used}, the same colour darkened."
    ))  # fmt: skip


def contrast(colour: str) -> float:
    """The contrast of a colour against white, 1 to 21. Source: WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _darkened(colour: str, part: float) -> str:
    return "#" + "".join(f"{int(int(colour[i : i + 2], 16) * part):02x}" for i in (1, 3, 5))


def read_logo(data: bytes) -> bytes:
    """The picture drawn anew as a small PNG, so that nothing but its pixels is kept.

    Raises: InputError when it is too large or no PNG or JPEG.
    """
    if len(data) > MOST_BYTES:
        raise InputError("logo_large", "The logo is larger than 1 MB.", REMEDY)
    if not data.startswith(STARTS):
        raise InputError("logo_unreadable", "The logo is neither a PNG nor a JPEG.", REMEDY)
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if max(opened.size) > MOST_SIDE:
                raise InputError("logo_large", f"The logo has more than {describe_number(MOST_SIDE)} pixels on a side.", REMEDY)
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InputError("logo_large", f"The logo has more than {describe_number(MOST_SIDE)} pixels on a side.", REMEDY) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise InputError("logo_unreadable", "The logo is no whole picture.", REMEDY) from error
    picture.thumbnail(LOGO_SIZE)
    kept = Image.new("RGBA", picture.size)
    kept.paste(picture)
    target = io.BytesIO()
    kept.save(target, "PNG", optimize=True)
    return target.getvalue()
