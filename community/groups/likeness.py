"""Addresses that look alike: different mailboxes, easily mistaken for one another."""

import unicodedata

_ALIKE = str.maketrans(
    "аеорсухіјѕԁһӏԛԝбгкмнтвп" + "αεικνορτυχωβ" + "01",
    "aeopcyxijsdhlqw6rkmhtbn" + "aeikvoptuxwb" + "ol",
)


def skeleton(email: str) -> str:
    """Return what an address looks like at a glance: others with the same are easily mistaken for it."""
    local, _, domain = email.partition("@")
    return f"{_look(local.partition('+')[0].replace('.', ''))}@{_look(domain)}"


def is_mixed(email: str) -> bool:
    """Say whether one word of an address is written in letters of several alphabets."""
    return any(len(set(map(_script, filter(str.isalpha, word)))) > 1 for word in email.replace("@", ".").split("."))


def _script(letter: str) -> str:
    return "LATIN" if letter.isascii() else unicodedata.name(letter, "NONE").split()[0]


def _look(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_ALIKE).replace("rn", "m")
