"""What search writes when something changes elsewhere: rows of its table, in the same transaction."""

from sqlalchemy import select

from community.accounts.events import ProfileChanged
from community.accounts.models import Organisation, Person
from community.cases.events import CaseCreated, CaseHandedOver, CaseMoved, CaseRevised
from community.cases.models import Case
from community.database import session
from community.discussions.events import PostAdded, PostEdited, ThreadMoved
from community.discussions.models import Post, Thread
from community.groups.events import (
    CommunityReaddressed,
    Introduced,
    IntroductionChanged,
    MemberJoined,
    MemberLeft,
    OrganisationRenamed,
)
from community.groups.models import Group, Membership
from community.lessons.events import LessonSettled, LessonWritten
from community.lessons.models import Lesson
from community.search.describing import (
    case_entry,
    lesson_entry,
    member_entry,
    member_key,
    organisation_entry,
    organisation_key,
    post_entry,
)
from community.search.entries import change, enter, remove
from community.search.models import SearchEntry
from community.vocabularies.events import VocabularyArranged


def note_case(event: CaseCreated | CaseRevised | CaseMoved | CaseHandedOver) -> None:
    """Enter a case as its present revision says it."""
    enter(case_entry(session().get_one(Case, event.case_id)))


def note_post(event: PostAdded | PostEdited) -> None:
    """Enter a post; one that was taken back is found no longer."""
    post = session().get_one(Post, event.post_id)
    if post.taken_back_at is None:
        enter(post_entry(post))
    else:
        remove(f"post:{post.id}")


def note_lesson(event: LessonWritten | LessonSettled) -> None:
    """Enter a lesson or common issue once it is published."""
    if (columns := lesson_entry(session().get_one(Lesson, event.lesson_id))) is not None:
        enter(columns)


def follow_thread(event: ThreadMoved) -> None:
    """Let the posts of a thread stand where the thread stands now."""
    thread = session().get_one(Thread, event.thread_id)
    change(SearchEntry.container == f"thread:{thread.id}", group_id=thread.group_id, audience=thread.audience)


def follow_title(event: CaseRevised) -> None:
    """Let the posts about a case stand under the title it has now."""
    case = session().get_one(Case, event.case_id)
    change(SearchEntry.container == f"thread:{case.thread_id}", SearchEntry.title != case.title, title=case.title)


def note_member(event: MemberJoined) -> None:
    """Enter a new member of a community, and where they work."""
    _enter_member(event.group_id, event.person_id)


def note_introduction(event: Introduced | IntroductionChanged) -> None:
    """Enter a member as they present themself now."""
    _enter_member(event.community_id, event.person_id)


def forget_member(event: MemberLeft) -> None:
    """Let somebody be found in a community no longer."""
    remove(member_key(event.group_id, event.person_id))
    settle_organisations(event.group_id)


def note_person(event: ProfileChanged) -> None:
    """Let what somebody wrote be found under the name and the organisation that they have now, and themself with it."""
    person = session().get_one(Person, event.person_id)
    organisation = person.organisation.name if person.organisation else ""
    change(SearchEntry.author_id == person.id, author=person.name, organisation=organisation)
    for group_id in session().scalars(select(Membership.group_id).where(Membership.person_id == person.id)).all():
        _enter_member(group_id, person.id)


def note_organisation(event: OrganisationRenamed) -> None:
    """Let what the people of an organisation wrote be found under the name that it has now."""
    organisation = session().get_one(Organisation, event.organisation_id)
    people = select(Person.id).where(Person.organisation_id == organisation.id)
    change(SearchEntry.author_id.in_(people), organisation=organisation.name)
    for group_id in (
        session().scalars(select(Membership.group_id).where(Membership.person_id.in_(people)).distinct()).all()
    ):
        settle_organisations(group_id)


def follow_address(event: CommunityReaddressed) -> None:
    """Let all that is of a community be found at the address that it has now."""
    community = session().get_one(Group, event.group_id)
    inside = select(Group.id).where(Group.community_id == community.id)
    change(SearchEntry.group_id.in_(inside), community=community.slug)


def follow_vocabulary(event: VocabularyArranged) -> None:
    """Let cases and lessons be found by what their terms are called now."""
    inside = select(Group.id).where(Group.community_id == event.community_id)
    change(SearchEntry.group_id.in_(inside), SearchEntry.kind.in_(("case", "lesson", "issue")))


def _enter_member(group_id: int, person_id: int) -> None:
    membership = session().get(Membership, (person_id, group_id))
    if membership is None or not membership.group.is_community:
        return
    enter(member_entry(membership))
    settle_organisations(group_id)


def settle_organisations(community_id: int) -> None:
    """Let those organisations be found in a community whose people are members, and no others."""
    community = session().get_one(Group, community_id)
    if not community.is_community:
        return
    session().flush()
    here = select(Person.organisation_id).join(Membership).where(Membership.group_id == community_id)
    found = session().scalars(select(Organisation).where(Organisation.id.in_(here))).all()
    wanted = {organisation_key(community_id, organisation.id): organisation for organisation in found}
    held = dict(
        session()
        .execute(
            select(SearchEntry.key, SearchEntry.title).where(
                SearchEntry.group_id == community_id,
                SearchEntry.kind == "organisation",
                SearchEntry.is_removed.is_(False),
            )
        )
        .all()
    )
    if gone := held.keys() - wanted.keys():
        remove(*gone)
    for key, organisation in wanted.items():
        if held.get(key) != organisation.name:
            enter(organisation_entry(organisation, community))
