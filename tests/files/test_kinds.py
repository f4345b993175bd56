"""What a file is, is decided by its content; what could act, mislead or swell is not taken."""

import struct
import zlib
from io import BytesIO

import pytest

from community.files.kinds import Unfit, decide
from community.files.naming import name_of
from tests.files import making

HEIC_HEAD = b"\x00\x00\x00\x1cftypheic\x00\x00\x00\x00mif1heic"
ODF_SHEET = "application/vnd.oasis.opendocument.spreadsheet"


def kind(content: bytes, name: str = "a") -> str:
    """Return what a file is taken for."""
    sort = decide(BytesIO(content), name)
    return f"{sort.kind}{sort.suffix}"


def png_header(width: int, height: int) -> bytes:
    """Return the beginning of a PNG that says it has so many pixels."""
    told = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    head = b"IHDR" + told
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + b"\0\0\0\0IDAT"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_pictures_are_known_by_what_is_in_them(form):
    assert kind(making.picture(form), "notes.txt") == "picture.webp"


def test_other_kinds_are_known_too():
    assert kind(HEIC_HEAD) == "picture.webp"
    assert kind(b"%PDF-1.7 and so on", "virus.exe") == "pdf.pdf"
    assert kind(making.word_document(), "a.zip") == "document.docx"
    assert kind(making.archive(mimetype=ODF_SHEET)) == "sheet.ods"
    assert kind("naïve;words\n1;2".encode("latin-1"), "table.csv") == "text.csv"
    assert kind("Straße, دليل\n".encode(), "page.html") == "text.txt", "what is no page is not called one"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "active"),
        (b'\xef\xbb\xbf  <?xml version="1.0"?><svg onload="alert(1)"/>', "active"),
        (b"<!-- a comment --><html><body onload=alert(1)>", "active"),
        (b"Dear all, <script>alert(1)</script>", "active"),
        (b"#!/bin/sh\nrm -rf /\n", "active"),
        (b"GIF89a/*<svg/onload=alert(1)>*/=1;", "broken"),
        (png_header(30_000, 30_000), "pixels"),
        (png_header(8_000, 8_000), "pixels"),
        (b"\x89PNG\r\n\x1a\nnothing of the kind", "broken"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file", "unknown"),
        (making.archive(a_txt="words"), "archive"),
        (b"PK\x03\x04 no archive at all", "broken"),
        (making.word_document(word__vbaProject_bin=b"Sub AutoOpen()"), "macros"),
    ],
)
def test_what_is_not_taken_is_refused_with_the_reason(content, reason):
    with pytest.raises(Unfit, match=f"^{reason}$"):
        decide(BytesIO(content), "stone.png")


def test_a_document_that_would_swell_is_not_taken(monkeypatch):
    monkeypatch.setattr("community.files.kinds.MAX_UNPACKED", 1_000_000)
    with pytest.raises(Unfit, match="unpacks"):
        decide(BytesIO(making.word_document(word__more=b"0" * 2_000_000)), "a.docx")


def test_an_archive_dressed_as_a_picture_is_an_archive():
    with pytest.raises(Unfit, match="archive"):
        decide(BytesIO(making.archive(a=b"0" * 5_000_000)), "stone.png")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ana\\stone.final.jpg", "stone.final.pdf"),
        ("gpj.\u202eexe.stone", "gpj.exe.pdf"),
        ("a\x00b\nc\td.txt", "ab c d.pdf"),
        ("...", "file.pdf"),
        ('<script>"x"?.png', "script x.pdf"),
        ("", "file.pdf"),
        ("stone" * 60 + ".png", ("stone" * 60)[-116:] + ".pdf"),
        ("دليل العمل.docx", "دليل العمل.pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_the_content_says(typed, name):
    assert name_of(typed, ".pdf") == name
