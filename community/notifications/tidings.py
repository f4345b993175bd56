"""Every kind of happening that people are told of, on one page: what it is about, whom it concerns, how it is said.

A new kind takes a line here, a reaction that notes it (`reactions.py`), and its line in `wiring.py`. A thing of a new sort
takes its statement in `queries/`; a new reason, which people can then choose about, its place in `reasons.py`.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from flask_babel.speaklater import LazyString

from community.groups.viewer import Role
from community.languages import gettext
from community.languages import lazy_gettext as _
from community.notifications.models import Happening
from community.notifications.queries import belonging, plenaries, things, whom
from community.notifications.queries.things import Things
from community.notifications.queries.whom import Concerned


class Tiding(NamedTuple):
    """How a kind of happening is told. `said` is by reason, without a name where it was nobody in particular."""

    things: Things
    whom: Callable[[Happening], Concerned]
    said: Mapping[str, LazyString]
    letter: str = "notification"
    is_said_whole: bool = False


def _role(said: LazyString) -> Tiding:
    return Tiding(belonging.groups, whom.the_person("membership"), {"membership": said})


def _round(said: LazyString) -> Tiding:
    writers = whom.members("work", Role.COORDINATOR, Role.FACILITATOR, Role.MEMBER)
    return Tiding(belonging.rounds, writers, {"work": said})


def _plenary(said: LazyString) -> Tiding:
    return Tiding(belonging.plenaries, whom.members("work"), {"work": said})


_MENTIONS = _("%(name)s mentions you")

TIDINGS: dict[str, Tiding] = {
    "post": Tiding(
        things.posts,
        whom.of_post,
        {
            "mention": _MENTIONS,
            "reply": _("%(name)s answers you"),
            "case": _("%(name)s writes about your case"),
            "watch": _("%(name)s writes in a discussion of yours"),
        },
    ),
    "post-removed": Tiding(
        things.removed_posts, whom.the_person("work"), {"work": _("%(name)s removed a post of yours")}
    ),
    "revision": Tiding(
        things.revisions, whom.of_revision, {"mention": _MENTIONS, "revision": _("%(name)s revised your case")}
    ),
    "author": Tiding(
        things.cases, whom.the_person("membership"), {"membership": _("%(name)s made you co-author of a case")}
    ),
    "owner": Tiding(
        things.cases, whom.the_person("membership"), {"membership": _("%(name)s handed a case over to you")}
    ),
    "case-withdrawn": Tiding(
        things.cases, whom.authors("revision"), {"revision": _("%(name)s withdrew a case that you write")}
    ),
    "passage": Tiding(
        things.passages,
        whom.of_passage,
        {
            "harvest": _("%(name)s marked your words as worth learning from"),
            "release": _("%(name)s marked your words: may they leave the subgroup?"),
        },
    ),
    "lesson": Tiding(
        things.lessons, whom.of_lesson, {"mention": _MENTIONS, "citation": _("A lesson rests on words of yours")}
    ),
    "lesson-adopted": Tiding(
        things.lessons,
        whom.of_adoption,
        {"mention": _MENTIONS, "citation": _("A lesson that your words carry is adopted")},
    ),
    "lesson-used": Tiding(
        things.lessons, whom.carriers, {"citation": _("%(name)s used a lesson that your words carry")}
    ),
    "use-asked": Tiding(
        things.lessons, whom.the_person("use"), {"use": _("You meant to try a lesson: what came of it?")}
    ),
    "review-due": Tiding(
        things.lessons, whom.lesson_writers("running"), {"running": _("It is time to look at a lesson again")}
    ),
    "subgroup-joined": Tiding(
        things.subgroups, whom.the_person("membership"), {"membership": _("You are a member of a subgroup now")}
    ),
    "round": _round(_("%(name)s opened a round: choose what you want to work on")),
    "round-changed": _round(_("%(name)s changed until when you can choose what to work on")),
    "round-closed": _round(_("%(name)s closed the choosing round: the subgroups are formed from it")),
    "round-given-up": _round(_("%(name)s gave the choosing round up: no subgroups come of it")),
    "plenary": _plenary(_("%(name)s opened a plenary: bring what others should learn from")),
    "plenary-agree": _plenary(_("A plenary asks where you stand on its drafts")),
    "plenary-text": Tiding(
        plenaries.drafts,
        plenaries.participants,
        {"work": _("%(name)s changed the text of a draft: say again where you stand")},
    ),
    "plenary-decided": Tiding(
        plenaries.drafts, plenaries.participants, {"work": _("%(name)s recorded what the plenary decided on a draft")}
    ),
    "plenary-undecided": Tiding(
        plenaries.drafts, plenaries.participants, {"work": _("%(name)s took a decision of the plenary back")}
    ),
    "plenary-issue": Tiding(
        plenaries.drafts, whom.the_person("work"), {"work": _("%(name)s asks you to take a common issue further")}
    ),
    "plenary-report": Tiding(
        plenaries.reports, whom.members("work"), {"work": _("%(name)s published the report of a plenary")}
    ),
    "plenary-step": Tiding(
        plenaries.steps, whom.the_person("work"), {"work": _("%(name)s gave you something to do after a plenary")}
    ),
    "plenary-moved": _plenary(_("A plenary is at its next step: see what is asked of you")),
    "plenary-closed": _plenary(_("A plenary is closed: see what came of it")),
    "role-coordinator": _role(_("You are a coordinator now")),
    "role-facilitator": _role(_("You are a facilitator now")),
    "role-member": _role(_("You are a member now, in no other role")),
    "role-reader": _role(_("You are a reader now")),
    "join-asked": Tiding(
        belonging.join_requests, whom.coordinators("running"), {"running": _("%(name)s asks to join the community")}
    ),
    "subgroup-asked": Tiding(
        belonging.subgroup_requests, whom.runners("running"), {"running": _("%(name)s asks to join a subgroup")}
    ),
    "subgroup-declined": Tiding(
        belonging.subgroup_answers,
        whom.the_person("membership"),
        {"membership": _("You asked to join a subgroup, and the answer is: not this time")},
    ),
    "subgroup-ended": Tiding(
        belonging.subgroup_answers,
        whom.the_person("membership"),
        {"membership": _("You asked to join a subgroup; it was dissolved meanwhile")},
    ),
    "subgroup-dissolved": Tiding(
        belonging.dissolved, whom.members("membership"), {"membership": _("%(name)s dissolved a subgroup of yours")}
    ),
    "subgroup-taken-up": Tiding(
        belonging.groups,
        whom.members("membership"),
        {"membership": _("%(name)s took a subgroup of yours up again")},
    ),
    "task": Tiding(belonging.tasks, whom.the_person("work"), {"work": _("%(name)s gave you a task")}),
    "meeting": Tiding(
        belonging.meetings, whom.members("work"), {"work": _("%(name)s set the next meeting of your subgroup")}
    ),
    "facilitator-missing": Tiding(
        belonging.groups, whom.coordinators("running"), {"running": _("Nobody facilitates a subgroup any more")}
    ),
    "report": Tiding(
        belonging.reports, whom.coordinators("running"), {"running": _("A subgroup handed its report in")}
    ),
    "invitation-declined": Tiding(
        belonging.invitations, whom.the_person("running"), {"running": _("An invitation of yours was declined")}
    ),
    "community-founded": Tiding(
        belonging.groups, whom.coordinators("membership"), {"membership": _("You coordinate a new community")}
    ),
    "coordinator-named": Tiding(
        belonging.groups, whom.the_person("membership"), {"membership": _("You coordinate this community now")}
    ),
    "nudge": Tiding(
        things.nudges,
        whom.the_person("nudge"),
        {"nudge": _("%(name)s writes to you")},
        letter="nudge",
        is_said_whole=True,
    ),
}


def sentence(kind: str, reason: str, name: str | None) -> str:
    """Return what happened, in the reader's language. It is text: a name in it is still to be escaped."""
    return str(TIDINGS[kind].said[reason]) % {"name": name or gettext("Somebody")}
