"""What a file is, decided by what is in it and never by its name.

The list is closed. What a browser or a desktop would run (pages, SVG, scripts, programs, macros) is not taken, and neither
is an archive, of which nobody could tell what is in it.
"""

import re
import zipfile
from typing import IO, NamedTuple

from PIL import Image

from community.files.models import FileKind

MAX_PIXELS = 50_000_000  # what a telephone's camera takes at most
MAX_UNPACKED = 500_000_000
MAX_ENTRIES = 10_000
_HEAD = 1024

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."


class Sort(NamedTuple):
    """A kind of file as it is served."""

    kind: FileKind
    media_type: str
    suffix: str


class Unfit(ValueError):
    """The file is not taken; the reason is one of `words.REASONS`."""


PICTURE = Sort(FileKind.PICTURE, "image/webp", ".webp")
_PDF = Sort(FileKind.PDF, "application/pdf", ".pdf")
_TEXTS = {
    suffix: Sort(FileKind.TEXT, media_type, suffix)
    for suffix, media_type in {
        ".txt": "text/plain",
        ".md": "text/markdown",
        ".csv": "text/csv",
        ".tsv": "text/tab-separated-values",
    }.items()
}
_OFFICE = {
    f"{_OOXML}wordprocessingml.document": (FileKind.DOCUMENT, ".docx"),
    f"{_OOXML}spreadsheetml.sheet": (FileKind.SHEET, ".xlsx"),
    f"{_OOXML}presentationml.presentation": (FileKind.SLIDES, ".pptx"),
    f"{_ODF}text": (FileKind.DOCUMENT, ".odt"),
    f"{_ODF}spreadsheet": (FileKind.SHEET, ".ods"),
    f"{_ODF}presentation": (FileKind.SLIDES, ".odp"),
}

_HEADED = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_MAIN_PART = re.compile(rb'ContentType="([^"]+?)\.main\+xml"')
_ACTIVE = re.compile(rb"\A(?:<|#!|%!|\{\\rtf)|<(?:!doctype|html|script|svg|\?xml)\b", re.IGNORECASE)
_UNPRINTABLE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decide(stream: IO[bytes], name: str) -> Sort:
    """Return what a file is; raise Unfit where it is nothing that is taken. The name tells texts apart, and no more."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if not head:
        raise Unfit("empty")
    for mark, form in _HEADED.items():
        if head.startswith(mark):
            return _headed_picture(stream, form)
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or (head[4:8] == b"ftyp" and head[8:12] in _BRANDS):
        return PICTURE  # its header is read where it is prepared: the decoders of these read too much in doing so
    if head.startswith(b"%PDF-"):
        return _PDF
    if head.startswith(b"PK"):
        return _office(stream)
    return _text(stream, head, name)


def _headed_picture(stream: IO[bytes], form: str) -> Sort:
    """Look at a picture's header; nothing is decoded."""
    stream.seek(0)
    try:
        with Image.open(stream, formats=[form]) as image:
            width, height = image.size
    except Image.DecompressionBombError as error:
        raise Unfit("pixels") from error
    except Exception as error:  # whatever a decoder says of a broken header
        raise Unfit("broken") from error
    if width * height > MAX_PIXELS:
        raise Unfit("pixels")
    return PICTURE


def _office(stream: IO[bytes]) -> Sort:
    """Find out which program's document a zip archive is, without unpacking more than its label."""
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise Unfit("unpacks")
            names = {entry.filename for entry in entries}
            if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
                raise Unfit("macros")
            media_type = _label(archive, names)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise Unfit("broken") from error
    if media_type not in _OFFICE:
        raise Unfit("archive")
    kind, suffix = _OFFICE[media_type]
    return Sort(kind, media_type, suffix)


def _label(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        return _read(archive, "mimetype").decode("ascii", "replace").strip()
    if "[Content_Types].xml" in names:
        for main in _MAIN_PART.findall(_read(archive, "[Content_Types].xml")):
            if (found := main.decode("ascii", "replace")) in _OFFICE:
                return found
    return ""


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(200_000)


def _text(stream: IO[bytes], head: bytes, name: str) -> Sort:
    if _ACTIVE.search(head.removeprefix(b"\xef\xbb\xbf").lstrip()):
        raise Unfit("active")
    stream.seek(0)
    while piece := stream.read(1 << 20):
        if _UNPRINTABLE.search(piece):
            raise Unfit("unknown")
    suffix = "." + name.rpartition(".")[2].lower()
    return _TEXTS.get(suffix, _TEXTS[".txt"])
