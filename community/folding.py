"""Words as they are looked for and put in order: without regard to case, accents and other marks."""

import unicodedata

LENGTH = 400


def fold(text: str) -> str:
    """Return a text in which words that differ in case, accents or width only are the same."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def fold_line(text: str) -> str:
    """Return a folded name, short enough for a column of `LENGTH`."""
    return fold(text)[:LENGTH]


def like(word: str) -> str:
    r"""Return the pattern for `LIKE … ESCAPE '\'` that finds a folded word anywhere."""
    escaped = fold(word).replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"
