"""When an experience was: from and to, each a year or a month; typed as people write it, kept as ISO says it."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from babel import Locale
from babel.dates import format_skeleton

from community.config import LANGUAGES
from community.errors import Invalid
from community.folding import fold
from community.languages import gettext

EARLIEST, LATEST = 1500, 2100
LENGTH = 40

_KEPT = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")
_YEAR = re.compile(r"(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ]\d{1,2})?")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_NAME_FIRST = re.compile(r"(?:\d{1,2}\.? )?([^\W\d]+)\.?,? (?:de |of |van )?(\d{4})")
_NAME_LAST = re.compile(r"(\d{4}),? ([^\W\d]+)\.?")
_BOTH = re.compile(r"(\d{4})\s*[-/]\s*(\d{4})")
_BETWEEN = re.compile(r"\s*[–—]\s*|\s+-\s+|\s+(?:to|until|till|tot|tot en met|t/m|à|au|a|hasta)\s+", re.IGNORECASE)


class Span(NamedTuple):
    """From when until when, as years: 2009-03 begins at 2009.17; what is open has no end."""

    begins: float
    ends: float | None


def span_of(period: Sequence[str]) -> Span | None:
    """Return a period as a stretch of years; None where it makes no sense."""
    begins, ends = (_KEPT.fullmatch(text) for text in (*period, "", "")[:2])
    if begins is None:
        return None
    first = int(begins[1]) + (int(begins[2] or 1) - 1) / 12
    last = int(ends[1]) + int(ends[2] or 12) / 12 if ends else None
    return Span(first, max(first, last) if last is not None else None)


def take(typed: Sequence[str]) -> list[str]:
    """Return a period as it is kept, of none, one or two moments; raise Invalid where it cannot be read."""
    began, ended = _apart(typed)
    if ended and not began:
        raise Invalid("period", gettext("Say when it began, too."))
    moments = [_read(text) for text in (began, ended) if text]
    if len(moments) == 2 and _end(moments[1]) < _start(moments[0]):
        raise Invalid("period", gettext("It ends before it began."))
    return list(dict.fromkeys(moments))


def tidy(typed: Sequence[str]) -> list[str]:
    """Return a period as it is kept, or as it was typed where it cannot be read."""
    try:
        return take(typed)
    except Invalid:
        return [" ".join(text.split()) for text in typed]


def said(period: Sequence[str], language: str) -> str:
    """Return a period in the reader's words."""
    return " – ".join(_said(moment, language) for moment in period if moment)


def _apart(typed: Sequence[str]) -> tuple[str, str]:
    """Return what was typed for beginning and end; both may stand in the first field."""
    began, ended = (" ".join(unicodedata.normalize("NFKC", text[:200]).split()) for text in (*typed, "", "")[:2])
    if began and not ended:
        both = _BOTH.fullmatch(began)
        parts = list(both.groups()) if both else _BETWEEN.split(began)
        if len(parts) == 2:
            return parts[0], parts[1]
    return began, ended


def _read(text: str) -> str:
    words = fold(text).strip(" .,")
    year, month = _numbers(words)
    if not year or not EARLIEST <= year <= LATEST or month is not None and not 1 <= month <= 12:
        said = gettext(
            "“%(text)s” is no year or month that we can read. Write 2009, 2009-03 or March 2009.", text=text[:LENGTH]
        )
        raise Invalid("period", said)
    return f"{year:04d}" if month is None else f"{year:04d}-{month:02d}"


def _numbers(words: str) -> tuple[int, int | None]:
    """Return the year and the month; no year where there is none."""
    if found := _YEAR.fullmatch(words):
        return int(found[1]), None
    if found := _YEAR_FIRST.fullmatch(words):
        return int(found[1]), int(found[2])
    if found := _MONTH_FIRST.fullmatch(words):
        return int(found[2]), int(found[1])
    if found := _NAME_FIRST.fullmatch(words):
        return int(found[2]), _months().get(found[1], 0)
    if found := _NAME_LAST.fullmatch(words):
        return int(found[1]), _months().get(found[2], 0)
    return 0, None


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in (*LANGUAGES, "en", "nl", "fr", "es"):
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).months["format"][width].items():
                names.setdefault(fold(name).strip("."), number)
    return names


def _start(moment: str) -> tuple[int, int]:
    year, _, month = moment.partition("-")
    return int(year), int(month or 1)


def _end(moment: str) -> tuple[int, int]:
    year, _, month = moment.partition("-")
    return int(year), int(month or 12)


def _said(moment: str, language: str) -> str:
    year, _, month = moment.partition("-")
    if not (year.isdigit() and month.isdigit()):
        return moment
    return str(format_skeleton("yMMMM", date(int(year), int(month), 1), locale=language))
