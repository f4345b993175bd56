"""What is noted when something happens that people should be told of: one row each, in the same transaction."""

from sqlalchemy import insert

from community import clock
from community.cases.events import (
    CaseCreated,
    CaseHandedOver,
    CaseRevised,
    CoAuthorAdded,
    RoundClosingChanged,
    RoundGivenUp,
    RoundOpened,
)
from community.cases.models import Case
from community.cases.rounds import ChoosingRound
from community.database import session, write
from community.discussions.events import PostAdded, PostEdited
from community.discussions.models import Post, Thread
from community.groups import events as groups
from community.groups.admissions import Invitation, JoinRequest
from community.groups.models import Group, Membership
from community.groups.viewer import Audience, Role
from community.groups.workspace import Meeting, SubgroupRequest, Task
from community.lessons.events import PassageHarvested
from community.lessons.passages import Passage
from community.notifications.models import Door, Happening

_NOTE = insert(Happening).inline()


def note(
    kind: str,
    thing_id: int,
    *,
    container: str,
    group_id: int,
    audience: str,
    by_id: int | None,
    person_id: int | None = None,
    door: Door = Door.SEE,
) -> None:
    """Note a happening; the worker then tells whom it concerns.

    `container` names where the thing stands, `by_id` who did it, `person_id` the one person whom it is about.
    """
    write(
        _NOTE,
        kind=kind,
        thing_id=thing_id,
        container=container,
        group_id=group_id,
        audience=audience,
        door=door.value,
        by_id=by_id,
        person_id=person_id,
        happened_at=clock.now(),
    )


def note_post(event: PostAdded | PostEdited) -> None:
    """Note that somebody wrote in a thread, or changed what they wrote."""
    if isinstance(event, PostEdited) and not event.is_said_anew:
        return
    post = session().get_one(Post, event.post_id)
    _note_at(f"thread:{post.thread_id}", post.thread, "post", post.revision.id, by_id=post.author_id)


def note_case(event: CaseCreated | CaseRevised) -> None:
    """Note that a case was begun or has a new revision; of one that was amended people have been told."""
    if isinstance(event, CaseRevised) and event.is_amendment:
        return
    case = session().get_one(Case, event.case_id)
    revision = case.revision
    _note_at(f"case:{case.id}", case, "revision", revision.id, by_id=revision.author_id)


def note_author(event: CoAuthorAdded | CaseHandedOver) -> None:
    """Note that somebody writes a case together with its owner now, or owns it."""
    case, kind = session().get_one(Case, event.case_id), "author" if isinstance(event, CoAuthorAdded) else "owner"
    _note_at(f"case:{case.id}", case, kind, case.id, by_id=event.by_id, person_id=event.person_id)


def note_passage(event: PassageHarvested) -> None:
    """Note that somebody marked a passage."""
    passage = session().get_one(Passage, event.passage_id)
    if passage.case_revision is not None:
        container = f"case:{passage.case_revision.case_id}"
    else:
        container = f"thread:{passage.post_revision.post.thread_id}" if passage.post_revision else ""
    note(
        "passage",
        passage.id,
        container=container,
        group_id=passage.group_id,
        audience=passage.audience,
        by_id=passage.harvested_by_id,
    )


def note_joined(event: groups.MemberJoined) -> None:
    """Note that somebody is a member of a subgroup now; who came in by themself knows, as who joins a community does."""
    group = session().get_one(Group, event.group_id)
    if not group.is_community and event.by_id != event.person_id:
        runs = session().get_one(Membership, (event.person_id, group.id)).role == Role.FACILITATOR
        kind = "role-facilitator" if runs else "subgroup-joined"
        _note_in(kind, group.id, group.id, by_id=event.by_id, person_id=event.person_id)


def note_round(event: RoundOpened | RoundClosingChanged | RoundGivenUp) -> None:
    """Note that members are asked what they want to work on, until when else they are, or that nothing comes of it."""
    present, kind = session().get_one(ChoosingRound, event.round_id), "round"
    if isinstance(event, RoundGivenUp):
        kind = "round-given-up"
    elif isinstance(event, RoundClosingChanged):
        kind = "round-changed" if present.is_open(clock.now()) else "round-closed"
    _note_in(kind, present.id, present.group_id, audience=Audience.COMMUNITY, by_id=event.by_id)


def note_role(event: groups.RoleChanged) -> None:
    """Note that a member has another role."""
    _note_in(f"role-{event.role}", event.group_id, event.group_id, by_id=event.by_id, person_id=event.person_id)


def note_asked(event: groups.JoinAsked) -> None:
    """Note that somebody asks to join a community."""
    asked = session().get_one(JoinRequest, event.request_id)
    _note_in("join-asked", asked.id, asked.group_id, by_id=asked.person_id, door=Door.COORDINATE)


def note_asked_inside(event: groups.SubgroupJoinAsked) -> None:
    """Note that somebody asks to join a subgroup."""
    asked = session().get_one(SubgroupRequest, event.request_id)
    _note_in("subgroup-asked", asked.id, asked.group_id, by_id=asked.person_id)


def note_answer_inside(event: groups.SubgroupJoinDecided) -> None:
    """Note that somebody is not let into a subgroup; who is let in hears that they are a member now."""
    asked = session().get_one(SubgroupRequest, event.request_id)
    if not asked.is_accepted:
        _note_in(
            "subgroup-ended" if asked.group.is_dissolved else "subgroup-declined",
            asked.id,
            asked.group_id,
            audience=asked.group.audience,
            by_id=asked.decided_by_id,
            person_id=asked.person_id,
            door=Door.COORDINATE if asked.group.is_confidential else Door.SEE,  # only a coordinator knows of such a one
        )


def note_dissolved(event: groups.SubgroupDissolved) -> None:
    """Note that a subgroup is an archive now, for its members alone."""
    _note_in("subgroup-dissolved", event.group_id, event.group_id, by_id=event.by_id)


def note_taken_up(event: groups.SubgroupTakenUpAgain) -> None:
    """Note that a subgroup is worked in again, for its members alone."""
    _note_in("subgroup-taken-up", event.group_id, event.group_id, by_id=event.by_id)


def note_task(event: groups.TaskGiven) -> None:
    """Note that somebody has a task from somebody else."""
    task = session().get_one(Task, event.task_id)
    _note_in("task", task.id, task.group_id, by_id=event.by_id, person_id=task.owner_id)


def note_meeting(event: groups.MeetingSet) -> None:
    """Note that a subgroup knows when it meets next."""
    meeting = session().get_one(Meeting, event.group_id)
    _note_in("meeting", meeting.group_id, meeting.group_id, by_id=meeting.set_by_id)


def note_missing(event: groups.FacilitatorMissing) -> None:
    """Note that nobody facilitates a subgroup: of a confidential one its coordinator may know just that."""
    _note_in("facilitator-missing", event.group_id, event.group_id, by_id=event.by_id, door=Door.COORDINATE)


def note_report(event: groups.ReportHandedIn) -> None:
    """Note that the plenary has the report of a subgroup."""
    _note_in("report", event.group_id, event.group_id, by_id=event.by_id)


def note_refusal(event: groups.InvitationDeclined) -> None:
    """Note that somebody does not want to come in."""
    declined = session().get_one(Invitation, event.invitation_id)
    _note_in(
        "invitation-declined",
        declined.id,
        declined.group_id,
        by_id=event.by_id,
        person_id=declined.invited_by_id,
        door=Door.OWN,
    )


def note_coordinator(event: groups.CoordinatorNamed) -> None:
    """Note that somebody coordinates a community that nobody ran."""
    _note_in("coordinator-named", event.group_id, event.group_id, by_id=event.by_id, person_id=event.person_id)


def note_founded(event: groups.CommunityFounded) -> None:
    """Note that there is a community, for whoever of its coordinators has an account already."""
    _note_in("community-founded", event.group_id, event.group_id, by_id=event.by_id, door=Door.COORDINATE)


def _note_at(
    container: str,
    place: Case | Thread,
    kind: str,
    thing_id: int,
    *,
    by_id: int | None,
    person_id: int | None = None,
) -> None:
    """Note what happened to a case, or in a thread."""
    note(
        kind,
        thing_id,
        container=container,
        group_id=place.group_id,
        audience=place.audience,
        by_id=by_id,
        person_id=person_id,
    )


def _note_in(
    kind: str,
    thing_id: int,
    group_id: int,
    *,
    by_id: int | None,
    person_id: int | None = None,
    audience: str = Audience.SUBGROUP,
    door: Door = Door.SEE,
) -> None:
    """Note what happened to a group itself, each thing in a place of its own."""
    note(
        kind,
        thing_id,
        container=f"{kind}:{thing_id}",
        group_id=group_id,
        audience=audience,
        by_id=by_id,
        person_id=person_id,
        door=door,
    )
