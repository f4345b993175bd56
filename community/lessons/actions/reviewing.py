"""The verb of a review: let a lesson stand as it is, until it is looked at again."""

from datetime import datetime

from community import clock
from community.audit import actions as audit
from community.database import session
from community.errors import Invalid, Outdated, Refusal
from community.events import publish
from community.groups.viewer import Viewer
from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons import rules
from community.lessons.events import LessonKept
from community.lessons.models import Lesson, Status


def keep(lesson: Lesson, *, until: datetime, by: Viewer, based_on: str = "") -> None:
    """Let an adopted lesson stand as it is; with `based_on`, only while its review is due when the person saw that it was."""
    if by.person_id is None or not rules.can_write_lessons(by, lesson.scope):
        raise not_allowed(
            lesson.scope, gettext("The coordinators decide on lessons, and in a subgroup who facilitates it.")
        )
    session().refresh(lesson, with_for_update=True)
    if lesson.status != Status.ADOPTED:
        raise Refusal(gettext("Only an adopted lesson is kept as it is. Say first what becomes of this one."))
    if based_on and based_on != rules.review_version(lesson):
        raise Outdated(gettext("Somebody else looked at this lesson meanwhile. Look at it once more."))
    moment = clock.now()
    if not moment < until <= moment + rules.REVIEWED_WITHIN:
        raise Invalid("until", gettext("Choose a day to come, within five years."))
    lesson.keep(moment, until=until)
    audit.record(
        "lesson.kept",
        by_id=by.person_id,
        community_id=lesson.community_id,
        group_id=lesson.group_id,
        person_id=None,
        lesson=lesson.id,
    )
    session().flush()
    publish(LessonKept(lesson.id, by.person_id))
