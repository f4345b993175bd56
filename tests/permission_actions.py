"""The table of the actions: who may do what, asked of the verbs themselves, as a mail gateway or an import would.

The signs are those of `permissions`; there are no pages here, so that `x` and `.` are what the action raises.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from community import clock
from community.accounts.models import Organisation
from community.cases.actions import attaching, authors, bringing, choosing, consent, placing, presence, shaping, writing
from community.cases.actions import forming as choice
from community.cases.models import Case
from community.cases.rounds import ChoosingRound
from community.database import session
from community.discussions import actions as discussions
from community.discussions.models import Post, Thread
from community.drafts import actions as drafts
from community.files.models import File
from community.groups import prompts
from community.groups.actions import (
    admitting,
    dissolving,
    doors,
    forming,
    founding,
    introductions,
    invitations,
    inviting,
    members,
    organisations,
    working,
)
from community.groups.addressees import Addressee
from community.groups.admissions import Invitation, InvitationState, JoinRequest
from community.groups.models import Group
from community.groups.viewer import Audience, Viewer
from community.groups.workspace import Report, SubgroupRequest, Task
from community.lessons.actions import lessons, passages, reviewing, selecting, uses, voices
from community.lessons.actions.settling import settle
from community.lessons.marking import Selection
from community.lessons.models import Evidence, Lesson
from community.lessons.passages import Passage
from community.lessons.uses import Use
from community.mail import actions as mail
from community.mail.composing import Recipient
from community.mail.models import Letter
from community.notifications import actions as notifications
from community.notifications.models import Happening, Notification
from community.plenaries.actions import agreeing, arranging, collecting, deciding, opening, reporting, theming
from community.plenaries.cards import Card, Theme
from community.plenaries.models import Plenary
from community.plenaries.reports import NextStep
from community.plenaries.voices import Draft
from community.search import actions as search
from community.search.misses import SearchMiss
from community.texts import actions as texts
from community.vocabularies import actions as vocabularies
from tests import world
from tests.files import making
from tests.permission_forms import LESSON, PLENARY, USE
from tests.planting import OWN_DRAFT, Values

# Words behind a colon say with what an action is tried; the first two columns of a group's own verbs are communities.
ACTIONS = """
cases.actions.attaching.attach                      xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
cases.actions.attaching.describe                    xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
cases.actions.attaching.detach                      xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxx+x+
cases.actions.attaching.take                        xxxxx~~~~~  xxxxx~~~~~  xxxxxx~~~~  xxxxxx~~x~
cases.actions.authors.add_author                    xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxx+x+
cases.actions.authors.hand_over                     xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxx+x+
cases.actions.authors.remove_author                 xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxx+x+
cases.actions.consent.note_consent                  xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxx+x+
cases.actions.placing.first_status                  xxxxxxxx~x  xxxxxxxx~x  xxxxxxx~~x  xxxxxxx~xx
cases.actions.shaping.shape                         xxxxxxxx+x  xxxxxxxx+x
cases.actions.bringing.bring                        .........+  .........+
cases.actions.choosing.change_closing               xxxxxxxx+x  xxxxxxxx+x
cases.actions.choosing.give_up                      xxxxxxxx+x  xxxxxxxx+x
cases.actions.choosing.leader                       xxxxxxxx~x  xxxxxxxx~x
cases.actions.choosing.offer                        xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxxxxx
cases.actions.choosing.open_round                   xxxxxxxx+x  xxxxxxxx+x
cases.actions.choosing.wish                         xxxxx+++++  xxxxx+++++
cases.actions.choosing.withdraw                     xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxxxxx
cases.actions.forming.form_around                   xxxxxxxx+x  xxxxxxxx+x
cases.actions.forming.form_from_round               xxxxxxxx+x  xxxxxxxx+x
cases.actions.placing.move                          xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxx+xx
cases.actions.placing.move:to-clay                  xxxxxxxx+?  xxxxxxxx+?  xxxxxxx?+?  xxxxxxx?xx
cases.actions.placing.set_status                    xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxx?x?
cases.actions.placing.withdraw                      xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxx+x+
cases.actions.presence.be_present                   xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
cases.actions.writing.create                        xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
cases.actions.writing.restore                       xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
cases.actions.writing.revise                        xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
discussions.actions.edit                            xxxxxxxxx+  xxxxxxxxx+  xxxxxxxxx+  xxxxxxxxx+
discussions.actions.lock                            xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
discussions.actions.put_back                        xxxxxxxxx+  xxxxxxxxx+  xxxxxxxxx+  xxxxxxxxx+
discussions.actions.take_back                       xxxxxxxx++  xxxxxxxx++  xxxxxxx+++  xxxxxxx+x+
discussions.actions.reply                           xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
discussions.actions.start                           xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
drafts.actions.forget                               ~~~~~+~~~~
drafts.actions.keep                                 x+++++++++
drafts.actions.keep_if_possible                     ~+++++++++
drafts.actions.throw_away                           .....+....
groups.actions.admitting.answer                     xxxxxxx++x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
groups.actions.admitting.ask                        xxxxx+xx+x  xxxx++++++  xxxxxxxx+x  xxxxxxxx+x
groups.actions.admitting.join                       xxxxx+xx+x  xxxx++++++  xxxxxxxx+x  xxxxxxxxxx
groups.actions.dissolving.dissolve                  xxxxxxx++x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx++x
groups.actions.dissolving.take_up_again             xxxxxxx++x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx++x
groups.actions.doors.ask                            .+++......  ..........
groups.actions.doors.decide                         xxxxxxxx+x  xxxxxxxx+x
groups.actions.doors.withdraw                       ~+~~~~~~~~  ~+~~~~~~~~
groups.actions.forming.describe_subgroup            xxxxxxx++x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
groups.actions.forming.form_subgroup                xxxxxxxx+x  xxxxxxxx+x
groups.actions.forming.set_audience                 xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
groups.actions.forming.set_step                     xxxxxxxx+x  xxxxxxxx+x
groups.actions.founding.change_settings             xxxxxxxx+x  xxxxxxxx+x
groups.actions.founding.found                       ...+......
groups.actions.founding.name_coordinator            ...+......
groups.actions.introductions.introduce              xxxx++++++  xxxx++++++
groups.actions.introductions.set_prompts            xxxxxxxx+x  xxxxxxxx+x
groups.actions.invitations.invite                   xxxxxxxx+x  xxxxxxxx+x  xxxxxxxxxx  xxxxxxxxxx
groups.actions.invitations.resend                   xxxxxxxx+x  xxxxxxxx+x
groups.actions.invitations.resend_all               xxxxxxxx+x  xxxxxxxx+x
groups.actions.invitations.revoke                   xxxxxxxx+x  xxxxxxxx+x
groups.actions.inviting.invite_all                  xxxxxxxx+x  xxxxxxxx+x
groups.actions.inviting.invite_first                ...+......
groups.actions.members.add_member:a-member          xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
groups.actions.members.add_member:a-stranger        xxxxxxxx+x  xxxxxxxx+x  xxxxxxx??x  xxxxxxx?xx
groups.actions.members.add_member:as-coordinator    xxxxxxxx+x  xxxxxxxx+x  xxxxxxx??x  xxxxxxx?xx
groups.actions.members.add_member:oneself           xxxxxxxx?x  xxxxxxxx?x  xxxxxxx~+x  xxxxxxx~xx
groups.actions.members.hand_over                    xxxxxxxxxx  xxxxxxxxxx  xxxxxxx+xx  xxxxxxx+xx
groups.actions.members.leave                        ....+.++.+  ..........  ....+.++.+  ......++.+
groups.actions.members.remove_member                xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
groups.actions.members.remove_member:oneself        x~~~++++?+  x~~~++++?+  x~~~+~++~+  x~~~~~++~+
groups.actions.members.set_role                     ....xxxx+x  ....xxxx+x  ....xxx++x  ......x+xx
groups.actions.working.change_task                  xxxxxx++++  xxxxxxxx+x  xxxxxx++++  xxxxxx++x+
groups.actions.working.drop_task                    xxxxxx++++  xxxxxxxx+x  xxxxxx++++  xxxxxx++x+
groups.actions.working.give_task                    xxxxxx++++  xxxxxxxx+x  xxxxxx++++  xxxxxx++x+
groups.actions.working.hand_in_report               xxxxxxx++x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
groups.actions.working.set_meeting                  xxxxxx++++  xxxxxxxx+x  xxxxxx++++  xxxxxx++x+
groups.actions.working.take_report_back             xxxxxxx++x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
groups.actions.working.tick_task                    xxxxxx++++  xxxxxxxx+x  xxxxxx++++  xxxxxx++x+
groups.actions.working.write_report                 xxxxxx++++  xxxxxxxx+x  xxxxxx++++  xxxxxx++x+
groups.actions.organisations.rename                 xxxxxxxx+x  xxxxxxxx+x
groups.actions.organisations.rename_everywhere      ...+......  ...+......
lessons.actions.lessons.cite                        xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
lessons.actions.settling.settle                     xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
lessons.actions.lessons.revise                      xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
lessons.actions.lessons.confirm_evidence            xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
lessons.actions.lessons.withdraw_evidence           xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
lessons.actions.lessons.write                       xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
lessons.actions.passages.harvest_paragraphs         xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
lessons.actions.passages.harvest_post               xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
lessons.actions.selecting.harvest_parts_of_post     xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
lessons.actions.selecting.harvest_words             xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
lessons.actions.selecting.harvest_words_of_post     xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
lessons.actions.passages.release                    xxxxxxxxxx  xxxxxxxxxx  xxxxxxxxxx  xxxxxxxxx+
lessons.actions.reviewing.keep                      xxxxxxxx+x  xxxxxxxx+x  xxxxxxx++x  xxxxxxx+xx
lessons.actions.uses.bring_back                     xxxxxxxxx~  ....xxxxx~  ....x.xxx~  ......xx.~
lessons.actions.uses.change_report                  xxxxxxxxx+  ....xxxxx+  ....x.xxx+  ......xx.+
lessons.actions.uses.give_up                        .........+  .........+  .........+  .........+
lessons.actions.uses.plan                           xxxxx++++~  xxxxx++++~  xxxxxx+++~  xxxxxx++x~
lessons.actions.uses.postpone                       .........+  .........+  .........+  .........+
lessons.actions.uses.report                         xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
lessons.actions.uses.take_back                      xxxxxxxxx+  ....xxxxx+  ....x.xxx+  ......xx.+
lessons.actions.voices.give                         xxxxx+++++  xxxxx+++++  xxxxxx++++  xxxxxx++x+
lessons.actions.voices.give_again                   xxxxx....~  xxxxx....~  xxxxxx...~  xxxxxx..x~
lessons.actions.voices.take_back                    .........+  .........+  .........+  .........+
mail.actions.give_up                                ...+......
mail.actions.resume                                 ...~......
mail.actions.send_test                              ...+......
mail.actions.try_again                              ...+......
plenaries.actions.arranging.move                    xxxxx+++++  xxxxx+++++
plenaries.actions.arranging.put_together            xxxxx+++++  xxxxx+++++
plenaries.actions.arranging.take_apart              xxxxx+++++  xxxxx+++++
plenaries.actions.collecting.bring_passage          xxxxx+++++  ....x+++++
plenaries.actions.collecting.bring_tray             xxxxxxx++x  xxxxxxx++x
plenaries.actions.agreeing.bring_lesson             xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.agreeing.speak                    xxxxx+++++  xxxxx+++++
plenaries.actions.deciding.decide                   xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.deciding.take_back                xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.reporting.change_step             xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.reporting.drop_step               xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.reporting.give_step               xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.reporting.publish                 xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.reporting.withdraw                xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.reporting.write_report            xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.opening.change_plenary            xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.opening.join                      xxxxx+++~+  xxxxx+++~+
plenaries.actions.opening.leave                     ~~~~~~~~+~  ~~~~~~~~+~
plenaries.actions.opening.move_on                   xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.opening.open_plenary              xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.theming.draft_theme               xxxxxxxx+x  xxxxxxxx+x
plenaries.actions.theming.make_theme                xxxxx+++++  xxxxx+++++
plenaries.actions.theming.merge_theme               xxxxx+++++  xxxxx+++++
plenaries.actions.theming.remove_theme              xxxxx+++++  xxxxx+++++
plenaries.actions.theming.rename_theme              xxxxx+++++  xxxxx+++++
notifications.actions.choose                        ~+++++++++
notifications.actions.nudge                         xxxxxxxx+x  xxxxxxxx+x
notifications.actions.read_all                      ~~~~~+~~~~
notifications.actions.read_one                      ~~~~~+~~~~
notifications.actions.read_until                    ~~~~~+~~~~
texts.actions.paste                                 x~~~~~~~~~
search.actions.forget_miss                          xxxxxxxx+x  xxxxxxxx+x
search.actions.report_miss                          x~~~~~~~~~
texts.actions.preview                               x~~~~~~~~~
vocabularies.actions.arrange                        xxxxxxxx+x  xxxxxxxx+x
vocabularies.actions.merge                          xxxxxxxx+x  xxxxxxxx+x
"""

# The actions that are told no doer, and what answers for them.
WITHOUT_A_DOER = {
    "texts.actions.shown": "a part of preview: changes nothing",
    "files.actions.describe": "a part of cases.actions.attaching.describe, which checks the rule",
    "files.actions.keep": "a part of cases.actions.attaching.attach, which checks the rule",
    "files.actions.let_go": "a part of the action that could not keep what was taken",
    "files.actions.remove": "a part of cases.actions.attaching.detach, which checks the rule",
    "files.actions.take": "a part of cases.actions.attaching.take, which checks the rule",
    "cases.actions.amending.amend": "a part of writing.revise, which checks the rule",
    "cases.actions.amending.forget_former": "the worker",
    "cases.actions.amending.may_amend": "changes nothing",
    "cases.actions.bringing.title_of": "changes nothing",
    "cases.actions.presence.leave": "a part of writing.revise, which checks the rule",
    "drafts.actions.forget_old": "the worker",
    "drafts.actions.sweep": "the worker",
    "cases.actions.choosing.lock_unsettled": "changes nothing",
    "cases.actions.placing.consent_of": "changes nothing",
    "cases.actions.shaping.reshape": "changes nothing",
    "cases.actions.placing.read_audience": "changes nothing",
    "cases.actions.placing.read_status": "changes nothing",
    "accounts.actions.open_account": "a part of register, and of joining: who holds an open invitation or confirmation",
    "accounts.actions.hash_for": "changes nothing",
    "accounts.actions.register": "who holds an open invitation, or the administrator's command",
    "accounts.actions.update_profile": "one's own account: the view finds the person who asks",
    "accounts.actions.name_organisation": "a part of update_profile",
    "accounts.actions.recognise": "finds out who asks",
    "accounts.actions.open_sign_in": "asked once somebody was recognised",
    "accounts.actions.sign_out": "whoever holds the token",
    "accounts.actions.known_time_zone": "changes nothing",
    "discussions.actions.move": "a part of cases.actions.placing.move, which checks the rule",
    "groups.actions.forming.found_community": "the administrator's command",
    "lessons.actions.settling.return_from_plenary": "a part of closing a plenary, which checks the rule",
    "lessons.actions.settling.return_to_plenary": "a part of plenaries.actions.deciding.take_back, which checks the rule",
    "audit.actions.record": "a part of the action that it records",
    "mail.actions.put": "a part of the action that tells somebody something",
    "mail.actions.send": "a part of the action that tells somebody something",
    "vocabularies.actions.load": "the command that loads content",
    "vocabularies.actions.load_shipped": "the command that loads content",
    "accounts.actions.read_languages": "changes nothing",
    "accounts.actions.email.ask_for": "one's own account, once the password was given",
    "accounts.actions.email.leave_as_is": "one's own account: the view finds the person who asks",
    "accounts.actions.email.confirm": "whoever holds the link in the letter, and is that person",
    "accounts.actions.email.undo": "whoever holds the link in the letter to the former address",
    "accounts.actions.links.make_link": "a part of the actions that write a letter with a link",
    "accounts.actions.links.use_link": "whoever holds the link",
    "accounts.actions.links.forget_links": "a part of the actions that change what a link was for",
    "accounts.actions.links.write_to": "a part of the action that tells somebody something",
    "accounts.actions.links.write_elsewhere": "a part of the action that tells somebody something",
    "accounts.actions.links.send_password_link": "a part of forget and of undo: the letter goes to the person only",
    "accounts.actions.proof.prove": "changes nothing that lasts: whoever knows the password",
    "accounts.actions.proof.hold_to": "changes nothing",
    "accounts.actions.password.hash_new": "changes nothing",
    "accounts.actions.password.change": "one's own account, once the password was given",
    "accounts.actions.password.forget": "anybody: the letter goes to the person only",
    "accounts.actions.password.reset": "whoever holds the link in the letter",
    "accounts.actions.password.person_of": "changes nothing",
    "accounts.actions.sign_ins.note_use": "whoever holds the token",
    "accounts.actions.sign_ins.end_sign_in": "one's own account, once the password was given",
    "accounts.actions.sign_ins.sign_out_everywhere": "one's own account, once the password was given",
    "accounts.actions.sign_ins.end_sign_ins": "a part of the actions that close an account's doors, or the person themself",
    "accounts.actions.sign_ins.end_all_sign_ins": "the administrator's command",
    "groups.actions.founding.settings_of": "changes nothing",
    "groups.actions.founding.version_of": "changes nothing",
    "groups.actions.introductions.read_tags": "changes nothing",
    "groups.actions.inviting.check": "changes nothing",
    "groups.actions.inviting.new_nonce": "changes nothing",
    "groups.actions.inviting.subgroup_role": "changes nothing",
    "groups.actions.joining.accept": "whoever holds an open invitation",
    "groups.actions.joining.ask_to_confirm": "anybody at an open door or with an invitation: a letter goes to the address",
    "groups.actions.joining.decline": "whoever holds an open invitation",
    "groups.actions.joining.enter": "whoever stands at an open door: it asks the rule itself",
    "groups.actions.joining.register_confirmed": "whoever holds the link in the letter to their address",
    "groups.actions.joining.register_invited": "whoever holds the invitation that was written to their address",
    "groups.actions.members.appoint": "a part of the actions that let somebody in; it notes who did, where told",
    "groups.actions.members.has_facilitator": "changes nothing",
    "groups.actions.members.lock": "changes nothing",
    "groups.actions.members.role_here": "changes nothing",
    "groups.actions.working.is_web_address": "changes nothing",
    "notifications.actions.resume_mail": "whoever holds the signed link of a letter",
    "notifications.actions.stop_mail": "whoever holds the signed link of a letter",
}


_THINGS = {
    "case": Case, "thread": Thread, "post": Post, "passage": Passage, "lesson": Lesson, "draft": Lesson,
    "letter": Letter, "evidence": Evidence, "invitation": Invitation, "file": File,
    "plenary": Plenary, "collecting": Plenary, "card": Card, "other_card": Card, "behind": Card, "theme": Theme,
    "other_theme": Theme, "use": Use, "brought": Passage, "plenary_group": Group,
    "agreeing": Plenary, "open_draft": Draft, "decided_draft": Draft, "reported": Plenary, "step": NextStep, "proposed": Lesson,
}  # fmt: skip


class Things:
    """What stands in a place, each loaded when it is asked for."""

    def __init__(self, place: Values) -> None:
        self.place = place
        self.audience, self.is_subgroup = place["audience"], place["place"] in ("subgroup", "confidential")
        self.community = world.group(place["area"])
        self.group = session().get_one(Group, place["group_id"])
        self.own = self.group if self.is_subgroup else self.community
        self.given: Any = None
        self.page = world.group(place["subgroup"])  # the subgroup whose workspace it is

    def rounds(self, kind: str) -> Group:
        """Return the community in which people may be asked to choose, are asked, or have chosen."""
        return world.group(self.place[f"{kind}_area"])

    def round_of(self, kind: str) -> ChoosingRound:
        """Return the round of such a community."""
        return session().scalars(select(ChoosingRound).where(ChoosingRound.group_id == self.rounds(kind).id)).one()

    def __getattr__(self, name: str) -> Any:
        if name not in _THINGS:
            raise AttributeError(name)
        return session().get_one(_THINGS[name], self.place[f"{name}_id"])


def _add(things: Things, person: str, by: Viewer, role: str = "member") -> None:
    members.add_member(things.own, world.person(person), role=role, by=by)


def _revise_case(things: Things, by: Viewer) -> None:
    writing.revise(things.case, title="Other", sections={}, partners=[], choices={}, based_on=2, by=by)


def _narrowed(audience: str) -> str:
    return "subgroup" if audience != "subgroup" else "community"


def _renamed(community: Group) -> founding.Settings:
    return replace(founding.settings_of(community), summary="New")


_PROMPTS = {key: prompts.Prompt("New", "") for key in prompts.KEYS}

CALLS: dict[str, Callable[[Things, Viewer], Any]] = {
    "cases.actions.attaching.attach": lambda t, by: making.add(t.case, "new.txt", b"New", by=by),
    "cases.actions.attaching.describe": lambda t, by: attaching.describe(
        t.case, t.file, name="New", shows="", caption="", by=by
    ),
    "cases.actions.attaching.detach": lambda t, by: attaching.detach(t.case, t.file, by=by),
    "cases.actions.attaching.take": lambda t, by: attaching.take(
        t.case, [attaching.Sent("new.txt", BytesIO(b"New"))], by=by
    ),
    "cases.actions.writing.create": lambda t, by: writing.create(t.group, title="New", audience=t.audience, by=by),
    "cases.actions.placing.move": lambda t, by: placing.move(
        t.case, group=t.group, audience=_narrowed(t.audience), by=by
    ),
    "cases.actions.placing.move:to-clay": lambda t, by: placing.move(
        t.case, group=world.group("clay"), audience="community", by=by
    ),
    "cases.actions.presence.be_present": lambda t, by: presence.be_present(t.case, by=by),
    "drafts.actions.forget": lambda _, by: drafts.forget(OWN_DRAFT, by=by),
    "drafts.actions.keep": lambda _, by: drafts.keep(OWN_DRAFT, typed=[("title", ["New"])], by=by),
    "drafts.actions.keep_if_possible": lambda _, by: drafts.keep_if_possible(
        OWN_DRAFT, typed=[("title", ["New"])], by=by
    ),
    "drafts.actions.throw_away": lambda t, by: drafts.throw_away(t.place["own_draft_id"], by=by),
    "cases.actions.authors.add_author": lambda t, by: authors.add_author(t.case, world.person("sam"), by=by),
    "cases.actions.authors.hand_over": lambda t, by: authors.hand_over(t.case, world.person("sam"), by=by),
    "cases.actions.authors.remove_author": lambda t, by: authors.remove_author(t.case, world.person("otto"), by=by),
    "cases.actions.consent.note_consent": lambda t, by: consent.note_consent(
        t.case, state="given", asked="Them", note="", by=by
    ),
    "cases.actions.placing.first_status": lambda t, by: placing.first_status("plenary", t.group, by=by),
    "cases.actions.shaping.shape": lambda t, by: shaping.shape(
        t.community, [shaping.TypedSection("new", "Gender")], language="en", based_on=0, by=by
    ),
    "vocabularies.actions.arrange": lambda t, by: vocabularies.arrange(
        t.community, "roles", [vocabularies.Typed("", "Witness")], language="en", based_on=0, by=by
    ),
    "vocabularies.actions.merge": lambda t, by: vocabularies.merge(t.community, "themes", "trust", into="power", by=by),
    "cases.actions.writing.restore": lambda t, by: writing.restore(t.case, number=1, based_on=2, by=by),
    "cases.actions.writing.revise": _revise_case,
    "cases.actions.placing.set_status": lambda t, by: placing.set_status(t.case, status="offered", by=by),
    "cases.actions.placing.withdraw": lambda t, by: placing.withdraw(t.case, why="It was not so.", by=by),
    "cases.actions.bringing.bring": lambda t, by: bringing.bring(t.rounds("open"), by=by),
    "cases.actions.choosing.change_closing": lambda t, by: choosing.change_closing(
        t.round_of("choosing"), closes_at=None, by=by
    ),
    "cases.actions.choosing.give_up": lambda t, by: choosing.give_up(t.round_of("choosing"), by=by),
    "cases.actions.choosing.leader": lambda t, by: choosing.leader(t.community, by),
    "cases.actions.choosing.offer": lambda t, by: choosing.offer(t.case, by=by),
    "cases.actions.choosing.open_round": lambda t, by: choosing.open_round(
        t.rounds("open"), cases=t.place["open_cases"], closes_at=clock.now() + timedelta(days=1), intro="", by=by
    ),
    "cases.actions.choosing.wish": lambda t, by: choosing.wish(
        t.round_of("choosing"), wishes={t.place["choosing_cases"][1]: ("willing", "")}, by=by
    ),
    "cases.actions.choosing.withdraw": lambda t, by: choosing.withdraw(t.case, by=by),
    "cases.actions.forming.form_around": lambda t, by: choice.form_around(
        t.community, choice.Founding("New", "", "community", False, t.place["newcomer_id"]), by=by
    ),
    "cases.actions.forming.form_from_round": lambda t, by: choice.form_from_round(
        t.round_of("chosen"),
        groups=[choice.NewGroup(t.place["chosen_cases"][0], "New", world.id_of("ana"), "community", False)],
        places={world.id_of("ana"): t.place["chosen_cases"][0]},
        by=by,
    ),
    "discussions.actions.edit": lambda t, by: discussions.edit(t.post, text="New", based_on=2, by=by),
    "discussions.actions.lock": lambda t, by: discussions.lock(t.thread, by=by),
    "discussions.actions.put_back": lambda t, by: discussions.put_back(t.post, by=by),
    "discussions.actions.take_back": lambda t, by: discussions.take_back(t.post, by=by),
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
    "groups.actions.organisations.rename": lambda t, by: organisations.rename(
        t.community, session().query(Organisation).first(), name="Another name", by=by
    ),
    "groups.actions.organisations.rename_everywhere": lambda t, by: organisations.rename_everywhere(
        session().query(Organisation).first(), name="Another name", by=by
    ),
    "groups.actions.members.add_member:a-member": lambda t, by: _add(t, "mia", by, "reader"),
    "groups.actions.members.add_member:a-stranger": lambda t, by: _add(t, "bo", by),
    "groups.actions.members.add_member:as-coordinator": lambda t, by: _add(t, "mia", by, "coordinator"),
    "groups.actions.members.add_member:oneself": lambda t, by: _add(t, by.handle or "mia", by, "facilitator"),
    "groups.actions.members.remove_member": lambda t, by: members.remove_member(t.own, world.person("otto"), by=by),
    "groups.actions.members.remove_member:oneself": lambda t, by: members.remove_member(
        t.own, world.person(by.handle or "mia"), by=by
    ),
    "plenaries.actions.arranging.move": lambda t, by: arranging.move(t.plenary, [t.card.id], by=by),
    "plenaries.actions.arranging.put_together": lambda t, by: arranging.put_together(
        t.plenary, t.card, t.other_card, by=by
    ),
    "plenaries.actions.arranging.take_apart": lambda t, by: arranging.take_apart(t.plenary, t.behind, by=by),
    "plenaries.actions.collecting.bring_passage": lambda t, by: collecting.bring_passage(
        t.collecting, t.brought, by=by
    ),
    "plenaries.actions.collecting.bring_tray": lambda t, by: collecting.bring_tray(
        t.collecting, t.plenary_group, by=by
    ),
    "plenaries.actions.agreeing.bring_lesson": lambda t, by: agreeing.bring_lesson(t.agreeing, t.proposed, by=by),
    "plenaries.actions.agreeing.speak": lambda t, by: agreeing.speak(
        t.open_draft, stand="agree", because="", seen=1, by=by
    ),
    "plenaries.actions.deciding.decide": lambda t, by: deciding.decide(
        t.open_draft, verdict="adopted", sentence="So", seen=1, by=by
    ),
    "plenaries.actions.deciding.take_back": lambda t, by: deciding.take_back(t.decided_draft, by=by),
    "plenaries.actions.reporting.change_step": lambda t, by: reporting.change_step(
        t.step, text="New", owner_id=None, due_on=None, based_on=1, by=by
    ),
    "plenaries.actions.reporting.drop_step": lambda t, by: reporting.drop_step(t.step, by=by),
    "plenaries.actions.reporting.give_step": lambda t, by: reporting.give_step(
        t.reported, text="New", owner_id=None, due_on=None, by=by
    ),
    "plenaries.actions.reporting.publish": lambda t, by: reporting.publish(
        t.reported, audience="community", based_on=1, by=by
    ),
    "plenaries.actions.reporting.withdraw": lambda t, by: reporting.withdraw(t.reported, by=by),
    "plenaries.actions.reporting.write_report": lambda t, by: reporting.write_report(
        t.reported, said={"introduction": "New"}, based_on=1, by=by
    ),
    "plenaries.actions.opening.change_plenary": lambda t, by: opening.change_plenary(
        t.plenary, **PLENARY, ends={}, cases=[], groups=[], based_on=1, by=by
    ),
    "plenaries.actions.opening.join": lambda t, by: opening.join(t.collecting, by=by),
    "plenaries.actions.opening.leave": lambda t, by: opening.leave(t.collecting, by=by),
    "plenaries.actions.opening.move_on": lambda t, by: opening.move_on(t.plenary, to="agree", based_on="draft", by=by),
    "plenaries.actions.opening.open_plenary": lambda t, by: opening.open_plenary(t.community, **PLENARY, by=by),
    "plenaries.actions.theming.draft_theme": lambda t, by: theming.draft_theme(
        t.theme, kind="issue", said={"question": "Who?"}, stances={}, by=by
    ),
    "plenaries.actions.theming.make_theme": lambda t, by: theming.make_theme(t.plenary, name="New", by=by),
    "plenaries.actions.theming.merge_theme": lambda t, by: theming.merge_theme(t.theme, t.other_theme, by=by),
    "plenaries.actions.theming.remove_theme": lambda t, by: theming.remove_theme(t.theme, by=by),
    "plenaries.actions.theming.rename_theme": lambda t, by: theming.rename_theme(t.theme, name="New", by=by),
    "lessons.actions.lessons.cite": lambda t, by: lessons.cite(t.lesson, t.passage, stance="contradicts", by=by),
    "lessons.actions.lessons.confirm_evidence": lambda t, by: lessons.confirm_evidence(t.lesson, t.evidence, by=by),
    "lessons.actions.settling.settle": lambda t, by: settle(t.draft, status="adopted", by=by),
    "lessons.actions.lessons.revise": lambda t, by: lessons.revise(t.lesson, based_on=1, by=by, **LESSON),
    "lessons.actions.lessons.withdraw_evidence": lambda t, by: lessons.withdraw_evidence(t.lesson, t.evidence, by=by),
    "lessons.actions.lessons.write": lambda t, by: lessons.write(t.group, audience=t.audience, by=by, **LESSON),
    "lessons.actions.passages.harvest_paragraphs": lambda t, by: passages.harvest_paragraphs(
        t.case, t.case.revision, places=[("question", "question-1")], by=by
    ),
    "lessons.actions.passages.harvest_post": lambda t, by: passages.harvest_post(t.post, why="New", by=by),
    "lessons.actions.selecting.harvest_parts_of_post": lambda t, by: selecting.harvest_parts_of_post(
        t.post, ["p-1"], why="New", by=by
    ),
    "lessons.actions.selecting.harvest_words": lambda t, by: selecting.harvest_words(
        t.case, t.case.revision, Selection(t.passage.exact, section="summary"), why="New", by=by
    ),
    "lessons.actions.selecting.harvest_words_of_post": lambda t, by: selecting.harvest_words_of_post(
        t.post, Selection(t.post.revision.text.split("\n\n")[0]), why="New", by=by
    ),
    "lessons.actions.reviewing.keep": lambda t, by: reviewing.keep(
        t.lesson, until=clock.now() + timedelta(days=9), by=by
    ),
    "lessons.actions.uses.bring_back": lambda t, by: uses.bring_back(t.use, by=by),
    "lessons.actions.uses.change_report": lambda t, by: uses.change_report(t.use, **USE, by=by),
    "lessons.actions.uses.give_up": lambda t, by: uses.give_up(t.lesson, by=by),
    "lessons.actions.uses.plan": lambda t, by: uses.plan(t.lesson, by=by),
    "lessons.actions.uses.postpone": lambda t, by: uses.postpone(t.lesson, by=by),
    "lessons.actions.uses.report": lambda t, by: uses.report(t.lesson, **USE, by=by),
    "lessons.actions.uses.take_back": lambda t, by: uses.take_back(t.use, by=by),
    "lessons.actions.voices.give": lambda t, by: voices.give(t.lesson, kind="not_here", sentence="New", by=by),
    "lessons.actions.voices.give_again": lambda t, by: voices.give_again(t.lesson, by=by),
    "lessons.actions.voices.take_back": lambda t, by: voices.take_back(t.lesson, by=by),
    "lessons.actions.passages.release": lambda t, by: passages.release(t.passage, by=by),
    "texts.actions.paste": lambda _, by: texts.paste("<b>New</b>", by=by),
    "search.actions.forget_miss": lambda t, by: search.forget_miss(t.own, "nothing", by=by),
    "search.actions.report_miss": lambda _, by: search.report_miss("nothing", by=by),
    "texts.actions.preview": lambda _, by: texts.preview("New", by=by),
    "mail.actions.give_up": lambda t, by: mail.give_up(t.letter, by=by),
    "mail.actions.resume": lambda _, by: mail.resume(by=by),
    "mail.actions.send_test": lambda _, by: mail.send_test(Recipient("a@example.org", "A", "en", "UTC"), by=by),
    "mail.actions.try_again": lambda t, by: mail.try_again(t.letter, by=by),
    "groups.actions.admitting.answer": lambda t, by: admitting.answer(t.given, is_accepted=True, by=by),
    "groups.actions.admitting.ask": lambda t, by: admitting.ask(t.page, message="New", by=by),
    "groups.actions.admitting.join": lambda t, by: admitting.join(t.page, by=by),
    "groups.actions.dissolving.dissolve": lambda t, by: dissolving.dissolve(t.page, word="New", by=by),
    "groups.actions.dissolving.take_up_again": lambda t, by: dissolving.take_up_again(t.page, by=by),
    "groups.actions.doors.ask": lambda t, by: doors.ask(t.community, answer="New", by=by),
    "groups.actions.doors.decide": lambda t, by: doors.decide(t.given, verdict="approved", word="", by=by),
    "groups.actions.doors.withdraw": lambda t, by: doors.withdraw(t.community, by=by),
    "groups.actions.forming.describe_subgroup": lambda t, by: forming.describe_subgroup(
        t.page, name="New", summary="", question="", is_open=False, by=by
    ),
    "groups.actions.founding.change_settings": lambda t, by: founding.change_settings(
        t.community, _renamed(t.community), based_on=founding.version_of(t.community), by=by
    ),
    "groups.actions.founding.found": lambda _, by: founding.found(
        founding.Settings("New", "", "en", "community", "invitation"), coordinator="kim@example.org", by=by
    ),
    "groups.actions.founding.name_coordinator": lambda t, by: founding.name_coordinator(
        t.given, email="mia@example.org", by=by
    ),
    "groups.actions.introductions.introduce": lambda t, by: introductions.introduce(
        t.community, experience="New", by=by
    ),
    "groups.actions.introductions.set_prompts": lambda t, by: introductions.set_prompts(t.community, _PROMPTS, by=by),
    "groups.actions.invitations.resend": lambda t, by: invitations.resend(t.given, by=by),
    "groups.actions.invitations.resend_all": lambda t, by: invitations.resend_all(t.community, shown="refused", by=by),
    "groups.actions.inviting.invite_all": lambda t, by: inviting.invite_all(
        t.community, [Addressee(1, "kim@example.org", "kim@example.org")], by=by
    ),
    "groups.actions.inviting.invite_first": lambda t, by: inviting.invite_first(
        t.given, email="kim@example.org", by=by
    ),
    "groups.actions.members.hand_over": lambda t, by: members.hand_over(t.own, world.person("otto"), by=by),
    "groups.actions.members.leave": lambda t, by: members.leave(t.page, by=by),
    "groups.actions.members.set_role": lambda t, by: members.set_role(
        t.own, world.person("otto"), role="reader", by=by
    ),
    "groups.actions.working.change_task": lambda t, by: working.change_task(
        t.given, text="New", owner_id=None, due_on=None, based_on=0, by=by
    ),
    "groups.actions.working.drop_task": lambda t, by: working.drop_task(t.given, by=by),
    "groups.actions.working.give_task": lambda t, by: working.give_task(
        t.page, text="New", owner_id=None, due_on=None, by=by
    ),
    "groups.actions.working.hand_in_report": lambda t, by: working.hand_in_report(t.page, based_on=1, by=by),
    "groups.actions.working.set_meeting": lambda t, by: working.set_meeting(
        t.page, starts_at=clock.now() + timedelta(days=1), minutes=60, place="New", link="", notes="", based_on=1, by=by
    ),
    "groups.actions.working.take_report_back": lambda t, by: working.take_report_back(t.page, by=by),
    "groups.actions.working.tick_task": lambda t, by: working.tick_task(t.given, is_done=True, by=by),
    "groups.actions.working.write_report": lambda t, by: working.write_report(t.page, text="New", based_on=1, by=by),
    "notifications.actions.choose": lambda _, by: notifications.choose({"mention": "nothing"}, by=by),
    "notifications.actions.nudge": lambda t, by: notifications.nudge(
        t.community, [world.person("otto")], text="New", by=by
    ),
    "notifications.actions.read_all": lambda t, by: notifications.read_all(by=by, up_to=t.given.happening_id),
    "notifications.actions.read_one": lambda t, by: notifications.read_one(t.given, by=by),
    "notifications.actions.read_until": lambda _, by: notifications.read_until(clock.now() + timedelta(days=1), by=by),
}


def _taken_back(t: Things) -> None:
    t.post.take_back(is_removed=False, why="", at=clock.now())


def _opened(t: Things) -> None:
    t.page.is_open = not t.page.is_confidential


def _asked_to_subgroup(t: Things) -> None:
    t.given = SubgroupRequest(group=t.page, person_id=world.id_of("mia"), message="", asked_at=clock.now())


def _dissolved(t: Things) -> None:
    t.page.dissolve(clock.now())


def _asking(t: Things) -> None:
    t.community.door = "ask"


def _asked(t: Things) -> None:
    t.given = JoinRequest(group=t.community, person_id=world.id_of("bo"), asked_at=clock.now(), state="asked")


def _lone(t: Things) -> None:
    t.given = forming.found_community(name="Lone")


def _refused(t: Things) -> None:
    now = clock.now()
    t.given = Invitation(
        group=t.community, email="kim@example.org", nonce="n", state=InvitationState.REFUSED, created_at=now,
        invited_by_id=world.id_of("cleo"), asked_at=now, expires_at=now + timedelta(days=9),
    )  # fmt: skip


def _task(t: Things) -> None:
    t.given = Task(group=t.page, text="Old", given_by_id=world.id_of("cleo"), given_at=clock.now(), change_count=0)


def _handed_in(t: Things) -> None:
    session().scalars(select(Report).where(Report.group_id == t.page.id)).one().hand_in(clock.now())


def _told(t: Things) -> None:
    """Mia is told something."""
    now = clock.now()
    happening = Happening(
        kind="mention", thing_id=t.post.id, container=f"thread:{t.thread.id}", group_id=t.group.id,
        audience=Audience.COMMUNITY, happened_at=now, told_at=now,
    )  # fmt: skip
    session().add(happening)
    session().flush()
    told = Notification(
        person_id=world.id_of("mia"), happening_id=happening.id, happened_at=now, reason="mention", is_letter_due=False
    )
    session().add(told)
    session().flush()
    t.given = SimpleNamespace(id=told.id, happening_id=happening.id)


def _missed(t: Things) -> None:
    t.given = SearchMiss(group_id=t.own.id, words="nothing", count=1, last_at=clock.now())


def _offered(t: Things) -> None:
    t.case.status = "offered"


# What has to be there before an action is tried.
GIVEN: dict[str, Callable[[Things], None]] = {
    "cases.actions.choosing.withdraw": _offered,
    "discussions.actions.put_back": _taken_back,
    "groups.actions.admitting.answer": _asked_to_subgroup,
    "groups.actions.admitting.join": _opened,
    "groups.actions.dissolving.take_up_again": _dissolved,
    "groups.actions.doors.ask": _asking,
    "groups.actions.doors.decide": _asked,
    "groups.actions.doors.withdraw": _asked,
    "groups.actions.founding.name_coordinator": _lone,
    "groups.actions.invitations.resend": _refused,
    "groups.actions.invitations.resend_all": _refused,
    "groups.actions.inviting.invite_first": _lone,
    "groups.actions.working.change_task": _task,
    "groups.actions.working.drop_task": _task,
    "groups.actions.working.take_report_back": _handed_in,
    "groups.actions.working.tick_task": _task,
    "notifications.actions.read_all": _told,
    "notifications.actions.read_one": _told,
    "notifications.actions.read_until": _told,
    "search.actions.forget_miss": _missed,
}


def prepare(name: str, things: Things) -> bool:
    """Make what an action needs to be there; say whether it needs anything."""
    if name not in GIVEN:
        return False
    GIVEN[name](things)
    if isinstance(things.given, SubgroupRequest | JoinRequest | Invitation | Task | SearchMiss):
        session().add(things.given)
    session().flush()
    return True
