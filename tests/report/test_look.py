"""The colour is readable on white, the logo is a real picture and nothing else."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pincore.errors import InputError
from pincore.report.look import ENOUGH, LOGO_SIZE, contrast, read_logo, readable_colour


def picture(kind: str, size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#336699").save(target, kind, **more)
    return target.getvalue()


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_ends_readable(number: int) -> None:
    found = readable_colour(f"#{number:06x}")
    assert contrast(found.used) >= ENOUGH
    assert (found.used == found.asked) == (contrast(found.asked) >= ENOUGH)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#ffffff") == pytest.approx(1)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("colour", ["red", "#fff", "#b00020;background:url(http://x)", "#b0002g", ""])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(InputError) as raised:
        readable_colour(colour)
    assert raised.value.code == "colour_unreadable"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_drawn_anew_without_what_it_carried(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    data = picture(kind, (2000, 300), exif=exif) + b"<script>alert(1)</script>"
    kept = read_logo(data)
    assert b"secret" in data and b"secret" not in kept and b"script" not in kept
    with Image.open(io.BytesIO(kept)) as opened:
        assert opened.format == "PNG"
        assert opened.size[0] <= LOGO_SIZE[0] and opened.size[1] <= LOGO_SIZE[1]


def bomb(side: int) -> bytes:
    """A PNG that says it is huge."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = b"".join(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in
                      ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")))  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + chunks


WRONG = {
    "logo_large": [picture("PNG") + b"\0" * 2**20, bomb(5_000), bomb(12_000), bomb(60_000)],
    "logo_unreadable": [b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", picture("GIF"), picture("PNG")[:60], b"\x89PNG\r\n\x1a\n" + b"x" * 99],
}  # fmt: skip


@pytest.mark.parametrize(("code", "data"), [(code, data) for code, files in WRONG.items() for data in files])
def test_what_is_no_logo_is_refused(code: str, data: bytes) -> None:
    with pytest.raises(InputError) as raised:
        read_logo(data)
    assert raised.value.code == code
