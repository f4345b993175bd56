"""A valid form for every address that takes one, made for the place that it is sent to."""

from collections.abc import Callable, Mapping

from tests import world
from tests.planting import Values

Fields = Mapping[str, object]

NEWCOMER = {
    "name": "Kim", "email": "kim@example.org", "password": "a short sentence", "language": "en", "time_zone": "UTC"
}  # fmt: skip
LESSON = {"when": "it rains", "do": "stay in", "because": "it is dry there", "language": "en"}


def _nothing(_place: Values) -> Fields:
    return {}


FORMS: dict[str, Callable[[Values], Fields]] = {
    "accounts.profile": lambda _: {"name": "Other", "organisation": "New", "language": "nl", "time_zone": "UTC"},
    "accounts.sign_in": lambda _: {"email": "mia@example.org", "password": world.PASSWORD},
    "accounts.sign_out": _nothing,
    "cases.audience": lambda p: {"group": p["group_id"], "audience": "subgroup" if p["audience"] != "subgroup" else "community"},
    "cases.edit": lambda _: {"title": "Another title", "section_question": "And now?", "based_on": 2},
    "cases.new_case": lambda p: {"title": "New", "group": p["group_id"], "language": "en", "audience": p["audience"]},
    "cases.restoration": lambda _: {"based_on": 2},
    "cases.status": lambda _: {"case_status": "described"},
    "discussions.edit_post": lambda _: {"text": "Changed", "based_on": 2},
    "discussions.lock": _nothing,
    "discussions.new_thread": lambda p: {
        "title": "New", "kind": "question", "group": p["group_id"], "audience": p["audience"], "text": "Who knows?"
    },
    "discussions.reply": lambda _: {"text": "I do."},
    "groups.introduction": lambda _: {"experience": "Long", "offer": "Much", "seek": "More"},
    "groups.join": lambda _: NEWCOMER,
    "groups.revocation": _nothing,
    "groups.step": lambda _: {"step": "plenary"},
    "lessons.cite": lambda p: {"passage": p["passage_id"], "stance": "contradicts", "note": "New"},
    "lessons.edit_lesson": lambda p: LESSON | {"do": "go out", "based_on": 1, "audience": p["audience"]},
    "lessons.mark_case": lambda p: {"places": "question-1", "why": "New", "revision": 2},
    "lessons.mark_post": lambda _: {"why": "New"},
    "lessons.new_lesson": lambda p: LESSON | {"group": p["group_id"], "audience": p["audience"]},
    "lessons.publication": _nothing,
    "lessons.release": _nothing,
    "lessons.removal": _nothing,
    "mail.resumption": _nothing,
    "mail.retry": _nothing,
    "mail.test_letter": _nothing,
    "mail.withdrawal": _nothing,
}  # fmt: skip
