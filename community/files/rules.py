"""How much may be sent, and how long what is said of a file may be. Who may send it is for what holds the file to say."""

MEGABYTE = 1_000_000
FILE_LIMIT = 20 * MEGABYTE
REQUEST_LIMIT = 60 * MEGABYTE
AT_ONCE = 20
AN_HOUR = 300
WORDS_LENGTH = 300


def fits(size: int, *, used: int, quota: int) -> bool:
    """Say whether a community has room for so many bytes more."""
    return used + size <= quota
