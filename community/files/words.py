"""What is said of files: their kinds, their sizes, and why one was not taken."""

from babel.numbers import format_decimal
from flask_babel.speaklater import LazyString

from community.files.models import FileKind
from community.files.rules import FILE_LIMIT
from community.languages import gettext, reader
from community.languages import lazy_gettext as _

KINDS: dict[str, LazyString] = {
    FileKind.PICTURE: _("Picture"),
    FileKind.PDF: _("PDF"),
    FileKind.DOCUMENT: _("Text document"),
    FileKind.SHEET: _("Spreadsheet"),
    FileKind.SLIDES: _("Presentation"),
    FileKind.TEXT: _("Plain text"),
}
TAKEN = _(
    "Pictures (JPEG, PNG, GIF, WebP, HEIC), PDF, Word, Excel, PowerPoint and OpenDocument files without macros, "
    "plain text and CSV."
)
REASONS: dict[str, LazyString] = {
    "active": _("is a web page, a drawing in SVG or a script, which could do things of its own. Send a picture or a PDF of it"),
    "archive": _("is an archive. Send the files in it one by one"),
    "broken": _("is damaged or incomplete. Open it to see whether it is whole, save it again, and send that"),
    "empty": _("is empty"),
    "given_up": _("could not be read, though it was tried several times. Save it as a JPEG or PNG and send that"),
    "lost": _("was lost on our side before it could be prepared. Send it again"),
    "macros": _("holds macros. Save it without them (as .docx, .xlsx or .pptx) and send that"),
    "pixels": _("has too many pixels: at most 50 million are taken. Make it smaller and send that"),
    "slow": _("takes too long to read. Save it as a JPEG and send that"),
    "unknown": _("is of a kind that is not taken here"),
    "unpacks": _("would become far too large when it is opened"),
}  # fmt: skip


def kind_name(kind: str) -> str:
    """Return the kind of a file in the reader's words."""
    return str(KINDS[kind])


def reason_said(name: str, reason: str) -> str:
    """Return why a file was not taken, as a sentence."""
    return gettext("“%(name)s” %(why)s.", name=name, why=str(REASONS[reason]))


def file_limit() -> int:
    """Return how many bytes a file can have."""
    return FILE_LIMIT


def size_said(size: int) -> str:
    """Return a number of bytes as people say it."""
    unit, divisor = ("MB", 1_000_000) if size >= 1_000_000 else ("kB", 1000)
    shown = max(size / divisor, 1 if size else 0)
    return f"{format_decimal(round(shown, 1) if shown < 10 else round(shown), locale=reader()[0])} {unit}"
