"""What is measured: each page with the requests that rotate over its readers, and how near to the floor it should be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from urllib.parse import quote, urlencode

from tests.benchmarks.data.cases import PLACES, PURPOSES
from tests.benchmarks.data.everything import Sights
from tests.benchmarks.visitors import Visitor

READERS = 16
QUERIES = (
    "wage", "supplier", "audit committee", "trust", "living wage", "silence", "union", "broker mediator", "palm", "stone quarry",
    "postponed", "fragile coalition", "farmer", "pension fund",
)  # fmt: skip
REPLY = (
    "That is close to what we met. The supplier asked for time, the workers asked for an answer, and we had neither.\n\n"
    "What helped in the end was a *short* visit: two of us went, listened for a day, and wrote down what was said. Then the "
    "committee read it **before** the next meeting.\n\n- Who could do that with you?\n- And who would read it?"
)


def _reply(_seen: Sights, _n: int) -> dict[str, object]:
    return {"text": REPLY}


def _move(seen: Sights, n: int) -> dict[str, object]:
    return {"card": seen.cards[n * 7 % len(seen.cards)], "theme": seen.themes[n % len(seen.themes)]}


@dataclass(frozen=True)
class Page:
    """A page to measure: where it stands for the n-th request, and the least share of the floor that is aimed at."""

    key: str
    name: str
    path: Callable[[Sights, int], str]
    aim: float | None = 0.2
    is_post: bool = False
    fields: Callable[[Sights, int], dict[str, object]] = _reply
    needs_search: bool = False

    @property
    def status(self) -> int:
        """The status of a good answer."""
        return 302 if self.is_post else 200

    def requests(self, seen: Sights, visitors: list[Visitor]) -> Iterator[bytes]:
        """Yield requests without end: a page is read by a few members in turn, replies come from all of them."""
        for n in count():
            visitor = visitors[n % (len(visitors) if self.is_post else READERS)]
            body = b""
            if self.is_post:
                body = urlencode({"csrf_token": visitor.csrf_token, **self.fields(seen, n)}).encode()
            yield request(self.path(seen, n), cookie=visitor.cookie, body=body, is_post=self.is_post)


def request(path: str, *, cookie: str = "", body: bytes = b"", is_post: bool = False) -> bytes:
    """Return a request as it goes over the wire; nothing is compressed, on either side."""
    lines = [f"{'POST' if is_post else 'GET'} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if is_post:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _search(seen: Sights, n: int) -> str:
    queries = (*QUERIES, *seen.names[:6])
    return f"/search?q={quote(queries[n % len(queries)])}"


def _narrowed(_seen: Sights, n: int) -> str:
    """Ask for cases by three choices, in twelve ways; each is counted once for all who see as much."""
    status = ("described", "analysis", "plenary")[n % 3]
    return f"/c/psc/cases?purpose={PURPOSES[n % 4]}&place={PLACES[n % 12]}&status={status}"


def _chosen(seen: Sights) -> str:
    return "&".join(f"case={slug}" for slug in seen.wide_cases)


PAGES = (
    Page("case", "Case page", lambda seen, n: f"/c/psc/cases/{seen.cases[n % len(seen.cases)]}", aim=0.65),
    Page("thread-10", "Thread of 10 posts", lambda seen, n: f"/c/psc/threads/{seen.threads['10']}", aim=0.65),
    Page("thread-500", "Thread of 500 posts", lambda seen, n: f"/c/psc/threads/{seen.threads['500']}"),
    Page("thread-2000", "Thread of 2,000 posts", lambda seen, n: f"/c/psc/threads/{seen.threads['2000']}"),
    Page("cases", "List of cases", lambda seen, n: "/c/psc/cases"),
    Page("cases-narrowed", "List of cases, three filters", _narrowed, aim=0.3),
    Page("matrix", "Table of 20 cases x 12 sections", lambda seen, n: "/c/psc/cases/matrix?" + _chosen(seen), aim=0.1),
    Page("lesson", "Lesson resting on 50 passages", lambda seen, n: f"/c/psc/lessons/{seen.wide_lesson}", aim=0.3),
    Page("picture", "Picture of what 500 lessons say", lambda seen, n: "/c/psc/learned", aim=0.1),
    Page("members", "Members, 2,000 of them", lambda seen, n: "/c/psc/members", aim=0.3),
    Page("desk", "Member's desk", lambda seen, n: "/"),
    Page("search", "Search", _search, aim=None, needs_search=True),
    Page("board", "Board of 500 cards", lambda seen, n: f"{seen.board}/board", aim=None),
    Page("board-look", "Look whether a board changed", lambda seen, n: f"{seen.board}/board/changes?since=0", aim=None),
    Page(
        "move",
        "Move of a card on it (POST)",
        lambda seen, n: f"{seen.board}/moves",
        aim=0.4,
        is_post=True,
        fields=_move,
    ),
    Page(
        "reply",
        "Reply (POST)",
        lambda seen, n: f"/c/psc/threads/{seen.reply_threads[n % len(seen.reply_threads)]}/reply",
        is_post=True,
    ),
)
