"""Files made for the tests, good ones and bad ones, and the ways to add them."""

import zipfile
from io import BytesIO
from typing import Any

from PIL import Image

from community.cases.actions import attaching
from community.cases.models import Case
from community.database import session
from community.files.models import File, key_of
from community.files.storage import store
from community.groups.viewer import Viewer


def picture(form: str = "PNG", size: tuple[int, int] = (900, 600), colour: str = "teal", **how: Any) -> bytes:
    """Return a picture of one colour."""
    return encoded(Image.new("RGB", size, colour), form, **how)


def encoded(image: Image.Image, form: str, **how: Any) -> bytes:
    """Return an image as a file."""
    file = BytesIO()
    image.save(file, form, **how)
    return file.getvalue()


def archive(**parts: str | bytes) -> bytes:
    """Return a zip archive; two underscores in a name stand for a slash, one for a dot."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def word_document(**more: str | bytes) -> bytes:
    """Return what begins as a document of Word does."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", types)
        made.writestr("word/document.xml", "<w:document/>")
        for name, content in more.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def add(case: Case, name: str, content: bytes, *, by: Viewer) -> File:
    """Add a file to a case."""
    taken = attaching.take(case, [attaching.Sent(name, BytesIO(content))], by=by)
    (outcome,) = attaching.attach(case, taken, by=by)
    assert outcome.file is not None, outcome.said
    return outcome.file


def add_ready_picture(case: Case, name: str, *, by: Viewer, shows: str = "") -> File:
    """Add a picture to a case as it is once the worker has prepared it; its bytes are words."""
    file = add(case, f"{name}.png", picture() + name.encode(), by=by)
    for width in ("small", "large"):
        store().put(key_of(file.key, width), BytesIO(f"{width} picture {name}".encode()))
    file.become_ready((480, 320, 20_000), (900, 600, 60_000))
    file.shows = shows or file.shows
    session().flush()
    return file
