"""The table of the actions: who may do what, asked of the verbs themselves, as a mail gateway or an import would.

The signs are those of `permissions`; there are no pages here, so that `x` and `.` are what the action raises.
"""

from collections.abc import Callable
from typing import Any

from community.cases import actions as cases
from community.cases.models import Case
from community.database import session
from community.discussions import actions as discussions
from community.discussions.models import Post, Thread
from community.groups.actions import forming, invitations, members
from community.groups.models import Group, Invitation
from community.groups.viewer import Viewer
from community.lessons.actions import lessons, passages
from community.lessons.models import Evidence, Lesson, Passage
from community.mail import actions as mail
from community.mail.composing import Recipient
from community.mail.models import Letter
from tests import world
from tests.permission_forms import LESSON
from tests.planting import Values

# Words behind a colon say with what an action is tried; the first two columns of a group's own verbs are communities.
ACTIONS = """
cases.actions.create                                xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
cases.actions.move                                  xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxx+xx
cases.actions.move:to-clay                          xxxxxxxx+?  xxxxxxxx+?  xxxxxxx?+?  xxxxxxx?xx
cases.actions.restore                               xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
cases.actions.revise                                xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
cases.actions.set_status                            xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxx+x+
discussions.actions.edit                            xxxxxxxxx+  xxxxxxxxx+  xxxxxxxxx+  xxxxxxxxx+
discussions.actions.lock                            xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
discussions.actions.reply                           xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
discussions.actions.start                           xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
groups.actions.forming.form_subgroup                xxxxxxxx+x  xxxxxxxx+x
groups.actions.forming.set_audience                 xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
groups.actions.forming.set_step                     xxxxxxxx+x  xxxxxxxx+x
groups.actions.invitations.invite                   xxxxxxxx+x  xxxxxxxx+x  xxxxxxxxxx  xxxxxxxxxx
groups.actions.invitations.revoke                   xxxxxxxx+x  xxxxxxxx+x
groups.actions.members.add_member:a-member          xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx++x
groups.actions.members.add_member:a-stranger        xxxxxxxx+x  xxxxxxxx+x  xxxxxxxx+x  xxxxxxxx+x
groups.actions.members.add_member:as-coordinator    xxxxxxxx+x  xxxxxxxx+x  xxxxxxxx+x  xxxxxxxx+x
groups.actions.members.add_member:oneself           xxxxxxxx+x  xxxxxxxx+x  xxxxxxx~+x  xxxxxxx~xx
groups.actions.members.introduce                    xxxx++++++  xxxx++++++
groups.actions.members.remove_member                xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
groups.actions.members.remove_member:oneself        x~~~++++++  x~~~++++++  x~~~+~++~+  x~~~~~++~+
lessons.actions.lessons.cite                        xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
lessons.actions.lessons.publish                     xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
lessons.actions.lessons.revise                      xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
lessons.actions.lessons.withdraw_evidence           xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
lessons.actions.lessons.write                       xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
lessons.actions.passages.harvest_paragraphs         xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
lessons.actions.passages.harvest_post               xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
lessons.actions.passages.release                    xxxxxxxxxx  xxxxxxxxxx  xxxxxxxxxx  xxxxxxxxx+
mail.actions.give_up                                ...+......
mail.actions.resume                                 ...~......
mail.actions.send_test                              ...+......
mail.actions.try_again                              ...+......
"""

# The actions that are told no doer, and what answers for them.
WITHOUT_A_DOER = {
    "accounts.actions.register": "who holds an open invitation, or the administrator's command",
    "accounts.actions.update_profile": "one's own account: the view finds the person who asks",
    "accounts.actions.name_organisation": "a part of update_profile",
    "accounts.actions.recognise": "finds out who asks",
    "accounts.actions.open_sign_in": "asked once somebody was recognised",
    "accounts.actions.sign_out": "whoever holds the token",
    "accounts.actions.hash_token": "changes nothing",
    "accounts.actions.known_time_zone": "changes nothing",
    "discussions.actions.compose": "changes nothing",
    "discussions.actions.move": "a part of cases.actions.move, which checks the rule",
    "groups.actions.forming.found_community": "the administrator's command",
    "groups.actions.invitations.accept": "whoever holds an open invitation",
    "groups.actions.members.appoint": "a part of accept, add_member and the administrator's command",
    "audit.actions.record": "a part of the action that it records",
    "mail.actions.send": "a part of the action that tells somebody something",
    "vocabularies.actions.load": "the command that loads content",
    "vocabularies.actions.load_shipped": "the command that loads content",
}


class Things:
    """What stands in a place, loaded."""

    def __init__(self, place: Values) -> None:
        self.place = place
        self.audience, self.is_subgroup = place["audience"], place["place"] in ("subgroup", "confidential")
        self.community = world.group(place["area"])
        self.group = session().get_one(Group, place["group_id"])
        self.own = self.group if self.is_subgroup else self.community
        self.case, self.thread = self._get(Case, "case_id"), self._get(Thread, "thread_id")
        self.post, self.passage = self._get(Post, "post_id"), self._get(Passage, "passage_id")
        self.lesson, self.draft = self._get(Lesson, "lesson_id"), self._get(Lesson, "draft_id")
        self.letter = self._get(Letter, "letter_id")
        self.evidence, self.invitation = self._get(Evidence, "evidence_id"), self._get(Invitation, "invitation_id")

    def _get(self, model: type, name: str) -> Any:
        return session().get_one(model, self.place[name])


def _add(things: Things, person: str, by: Viewer, role: str = "member") -> None:
    members.add_member(things.own, world.person(person), role=role, by=by)


def _revise_case(things: Things, by: Viewer) -> None:
    cases.revise(things.case, title="Other", sections={}, partners=[], choices={}, based_on=2, by=by)


def _narrowed(audience: str) -> str:
    return "subgroup" if audience != "subgroup" else "community"


CALLS: dict[str, Callable[[Things, Viewer], Any]] = {
    "cases.actions.create": lambda t, by: cases.create(t.group, title="New", audience=t.audience, by=by),
    "cases.actions.move": lambda t, by: cases.move(t.case, group=t.group, audience=_narrowed(t.audience), by=by),
    "cases.actions.move:to-clay": lambda t, by: cases.move(
        t.case, group=world.group("clay"), audience="community", by=by
    ),
    "cases.actions.restore": lambda t, by: cases.restore(t.case, number=1, based_on=2, by=by),
    "cases.actions.revise": _revise_case,
    "cases.actions.set_status": lambda t, by: cases.set_status(t.case, status="offered", by=by),
    "discussions.actions.edit": lambda t, by: discussions.edit(t.post, text="New", based_on=2, by=by),
    "discussions.actions.lock": lambda t, by: discussions.lock(t.thread, by=by),
    "discussions.actions.reply": lambda t, by: discussions.reply(t.thread, text="New", by=by),
    "discussions.actions.start": lambda t, by: discussions.start(
        t.group, title="New", text="New", audience=t.audience, by=by
    ),
    "groups.actions.forming.form_subgroup": lambda t, by: forming.form_subgroup(t.community, name="New", by=by),
    "groups.actions.forming.set_audience": lambda t, by: forming.set_audience(
        t.own, audience=_narrowed(t.own.audience), is_confidential=False, by=by
    ),
    "groups.actions.forming.set_step": lambda t, by: forming.set_step(t.community, step="plenary", by=by),
    "groups.actions.invitations.invite": lambda t, by: invitations.invite(t.own, by=by),
    "groups.actions.invitations.revoke": lambda t, by: invitations.revoke(t.invitation, by=by),
    "groups.actions.members.add_member:a-member": lambda t, by: _add(t, "mia", by, "reader"),
    "groups.actions.members.add_member:a-stranger": lambda t, by: _add(t, "bo", by),
    "groups.actions.members.add_member:as-coordinator": lambda t, by: _add(t, "mia", by, "coordinator"),
    "groups.actions.members.add_member:oneself": lambda t, by: _add(t, by.handle or "mia", by, "facilitator"),
    "groups.actions.members.introduce": lambda t, by: members.introduce(
        t.community, experience="New", offer="", seek="", by=by
    ),
    "groups.actions.members.remove_member": lambda t, by: members.remove_member(t.own, world.person("otto"), by=by),
    "groups.actions.members.remove_member:oneself": lambda t, by: members.remove_member(
        t.own, world.person(by.handle or "mia"), by=by
    ),
    "lessons.actions.lessons.cite": lambda t, by: lessons.cite(t.lesson, t.passage, stance="contradicts", by=by),
    "lessons.actions.lessons.publish": lambda t, by: lessons.publish(t.draft, by=by),
    "lessons.actions.lessons.revise": lambda t, by: lessons.revise(t.lesson, based_on=1, by=by, **LESSON),
    "lessons.actions.lessons.withdraw_evidence": lambda t, by: lessons.withdraw_evidence(t.lesson, t.evidence, by=by),
    "lessons.actions.lessons.write": lambda t, by: lessons.write(t.group, audience=t.audience, by=by, **LESSON),
    "lessons.actions.passages.harvest_paragraphs": lambda t, by: passages.harvest_paragraphs(
        t.case, t.case.revision, places=[("question", "question-1")], by=by
    ),
    "lessons.actions.passages.harvest_post": lambda t, by: passages.harvest_post(t.post, why="New", by=by),
    "lessons.actions.passages.release": lambda t, by: passages.release(t.passage, by=by),
    "mail.actions.give_up": lambda t, by: mail.give_up(t.letter, by=by),
    "mail.actions.resume": lambda _, by: mail.resume(by=by),
    "mail.actions.send_test": lambda _, by: mail.send_test(Recipient("a@example.org", "A", "en", "UTC"), by=by),
    "mail.actions.try_again": lambda t, by: mail.try_again(t.letter, by=by),
}
