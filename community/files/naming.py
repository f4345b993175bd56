"""What a file is called: the name that it came with, without what would mislead."""

import re

from community.lines import clean_line

NAME_LENGTH = 120
_FOLDERS = re.compile(r"[\\/]")
_RESERVED = re.compile(r'[<>:"|?*%#;`\[\](){}]+')
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")


def cleaned(typed: str) -> str:
    """Return a name without folders, control and direction characters, as it came."""
    last = _FOLDERS.split(clean_line(typed[-2000:]))[-1]
    return clean_line(_RESERVED.sub(" ", last)).strip(" .-")[-NAME_LENGTH:] or "file"


def name_of(typed: str, suffix: str) -> str:
    """Return a cleaned name that ends as the file's content says."""
    stem = _SUFFIX.sub("", cleaned(typed)).strip(" .-")
    return (stem[: NAME_LENGTH - len(suffix)].strip(" .-") or "file") + suffix


def words_of(name: str) -> str:
    """Return a name as words, to begin a description from."""
    return " ".join(re.split(r"[\s_-]+", _SUFFIX.sub("", name))).strip()
