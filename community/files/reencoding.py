"""A picture made anew, in two widths and without what it told of its maker: run as a process of its own.

A decoder that crashes, hangs or asks for all memory takes nothing else along. It imports nothing of the product, so that it
starts at once: standard input is the picture, the argument a folder to write to, standard output what became of it.
"""

import json
import os
import resource
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pi_heif
from PIL import Image, ImageCms, ImageOps

MAX_PIXELS = 50_000_000
MEMORY = 1_500_000_000  # of addresses, libraries included; a picture at the limit asks for a third of it
SECONDS = 30
WIDTHS = {"small": 480, "large": 1600}
TALLEST = 4  # times its width; a taller picture is made narrower
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "HEIF", "AVIF")
DRAWN = ("PNG", "GIF")  # lines and flat colours often weigh less without loss
QUALITY = 78


class TooLarge(ValueError):
    """The picture has more pixels than are decoded."""


def make(source: BinaryIO, folder: Path) -> dict[str, Any]:
    """Write a picture in its widths; return the width, height and bytes of each. It is never enlarged."""
    with Image.open(source, formats=FORMATS) as image:
        form = image.format
        if image.width * image.height > MAX_PIXELS:
            raise TooLarge
        image.draft(None, _enough(*image.size))  # a JPEG is decoded no larger than is needed
        image.load()
        plain = _without_story(image, _enough(*image.size))
    made: dict[str, Any] = {}
    for name, width in WIDTHS.items():
        size = _fit(*plain.size, width)
        if name == "small" or size != (made["small"][0], made["small"][1]):
            shown = plain if size == plain.size else plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
            made[name] = [*size, _write(shown, folder / name, is_drawn=form in DRAWN)]
    return made


def _fit(width: int, height: int, widest: int) -> tuple[int, int]:
    scale = min(1, widest / width, TALLEST * widest / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _enough(width: int, height: int) -> tuple[int, int]:
    """Return the size that the larger width asks for, whichever way the picture will be turned."""
    one, other = _fit(width, height, WIDTHS["large"]), _fit(height, width, WIDTHS["large"])[::-1]
    return max(one, other)


def _without_story(image: Image.Image, enough: tuple[int, int]) -> Image.Image:
    """Return the pixels upright, in sRGB, on white, with nothing else that the file said; hardly larger than needed."""
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif image.mode.startswith("I") or image.mode == "F":
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    by = min(image.width // enough[0], image.height // enough[1])
    if by > 1:
        told = image.info
        image = image.reduce(by)
        image.info = told
    image = _in_srgb(ImageOps.exif_transpose(image))
    plain = Image.new("RGB", image.size, "white")
    plain.paste(image.convert("RGB"), mask=image.getchannel("A") if "A" in image.getbands() else None)
    return plain


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        from_, to = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, from_, to, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _write(image: Image.Image, path: Path, *, is_drawn: bool) -> int:
    image.save(path, "WEBP", quality=QUALITY, method=4)
    if is_drawn:
        exact = path.with_suffix(".exact")
        image.save(exact, "WEBP", lossless=True, quality=50, method=2)
        if exact.stat().st_size <= path.stat().st_size:
            exact.replace(path)
    return path.stat().st_size


def main() -> None:
    """Make the picture that is sent in; say what became of it."""
    os.nice(10)  # pages come first
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    pi_heif.register_heif_opener(thumbnails=False)
    try:
        said = make(sys.stdin.buffer, Path(sys.argv[1]))
    except (TooLarge, Image.DecompressionBombError, MemoryError):
        said = {"reason": "pixels"}
    except Exception:  # whatever a decoder says of what is broken
        said = {"reason": "broken"}
    print(json.dumps(said))


if __name__ == "__main__":
    main()
