"""A picture is made anew: upright, smaller, without what it told; whatever is sent, the process ends and says so."""

import base64
import json
import struct
import subprocess
import sys
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from community.files import reencoding
from tests.files import making

# A red picture of 64 x 48 pixels, as a telephone saves it.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEA"
    "AQAAAAABoQABAAAAAAAAABoAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmND"
    "AQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAA"
    "AAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAA"
    "Av////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAACJtZGF0AAAAFigBrwtg9eWDr//0HHfxxiDxcNP9Q4A="
)


def made(content: bytes, folder) -> dict:
    """Return what the process says of a picture."""
    command = [sys.executable, "-I", reencoding.__file__, str(folder)]
    done = subprocess.run(command, input=content, capture_output=True, timeout=60, check=True)
    return json.loads(done.stdout)


def shown(folder, width: str = "large") -> Image.Image:
    """Return a picture that was made."""
    return Image.open(folder / width).convert("RGB")


def with_chunk(png: bytes, kind: bytes, content: bytes) -> bytes:
    """Return a PNG with another chunk before its pixels."""
    chunk = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    at = png.index(b"IDAT") - 4
    return png[:at] + chunk + png[at:]


def test_the_small_one_comes_first_and_none_is_enlarged(tmp_path):
    said = made(making.picture("JPEG", (3000, 2000)), tmp_path)
    assert (said["small"][:2], said["large"][:2]) == ([480, 320], [1600, 1067])
    assert said["small"][2] == (tmp_path / "small").stat().st_size < said["large"][2]
    assert made(making.picture("PNG", (800, 400)), tmp_path)["large"][:2] == [800, 400]
    assert set(made(making.picture("PNG", (300, 200)), tmp_path)) == {"small"}


def test_it_stands_upright_and_tells_nothing(tmp_path):
    told = Image.Exif()
    told[0x0112], told[0x010F] = 6, "SECRETCAMERA"
    told.get_ifd(0x8825)[1] = "N"
    left = Image.new("RGB", (1000, 500), "white")
    left.paste("red", (0, 0, 500, 500))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    said = made(making.encoded(left, "JPEG", exif=told, icc_profile=profile, comment=b"SECRETCAMERA"), tmp_path)
    assert said["large"][:2] == [500, 1000]
    assert shown(tmp_path).getpixel((250, 100))[1] < 60, "the red half is above"
    for width in ("small", "large"):
        assert b"SECRETCAMERA" not in (tmp_path / width).read_bytes()
        assert not {"exif", "icc_profile", "xmp"} & set(Image.open(tmp_path / width).info)


def test_what_is_seen_through_stands_on_white(tmp_path):
    made(making.encoded(Image.new("RGBA", (600, 400), (255, 0, 0, 0)), "PNG"), tmp_path)
    assert shown(tmp_path).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA", "CMYK"])
def test_every_way_to_hold_pixels_is_read(tmp_path, mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert made(making.encoded(Image.new(mode, (600, 400)), form), tmp_path)["large"][:2] == [600, 400]


def test_what_a_telephone_sends_is_read(tmp_path):
    assert made(HEIC, tmp_path)["small"][:2] == [64, 48]
    red, green, _ = shown(tmp_path, "small").getpixel((30, 20))
    assert red > 200 > 60 > green


def test_of_ten_thousand_frames_the_first_is_taken(tmp_path):
    first = Image.new("P", (40, 30), 1)
    first.putpalette([0, 0, 0, 255, 0, 0])
    frames = [Image.new("P", (40, 30), n % 2) for n in range(50)]
    gif = making.encoded(first, "GIF", save_all=True, append_images=frames, duration=20)
    frame = gif[gif.index(b"\x21\xf9") : -1]
    many = gif[:-1] + frame * 200 + b";"
    assert made(many, tmp_path)["small"][:2] == [40, 30]
    assert getattr(Image.open(tmp_path / "small"), "n_frames", 1) == 1


def test_what_hides_behind_a_picture_is_gone(tmp_path):
    made(making.picture("GIF", (40, 30)) + b"<html><script>alert(1)</script>", tmp_path)
    assert b"script" not in (tmp_path / "small").read_bytes()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: making.picture("JPEG", (900, 600))[:2000], "broken"),
        (lambda: making.picture("PNG", (900, 600))[:-60], "broken"),
        (lambda: making.encoded(Image.new("1", (30_000, 30_000)), "PNG"), "pixels"),
        (lambda: making.encoded(Image.new("1", (9_000, 9_000)), "PNG"), "pixels"),
        (lambda: with_chunk(making.picture(), b"zTXt", b"k\0\0" + zlib.compress(b"0" * 80_000_000)), "broken"),
        (lambda: b"nothing", "broken"),
        (lambda: HEIC[:300], "broken"),
    ],
    ids=["half a JPEG", "most of a PNG", "900 million", "81 million", "a bomb in its words", "nothing", "half a HEIC"],
)
def test_what_cannot_be_made_is_said(tmp_path, make, reason):
    assert made(make(), tmp_path) == {"reason": reason}


def test_more_data_than_the_header_tells_of_is_left_alone(tmp_path):
    png = making.picture("PNG", (40, 30))
    at, end = png.index(b"IDAT") - 4, png.index(b"IEND") - 4
    bomb = zlib.compress(b"\0" * 60_000_000)
    chunk = struct.pack(">I", len(bomb)) + b"IDAT" + bomb + struct.pack(">I", zlib.crc32(b"IDAT" + bomb))
    assert made(png[:at] + chunk + png[end:], tmp_path)["small"][:2] == [40, 30]


def test_it_can_be_asked_for_in_the_same_process_too(tmp_path):
    assert reencoding.make(BytesIO(making.picture()), tmp_path)["large"][:2] == [900, 600]
