"""Who owns a case and who writes it with them: add a co-author, let one go, hand the case over."""

from community import clock
from community.accounts.models import Person
from community.audit.actions import record
from community.cases import rules
from community.cases.events import CaseHandedOver, CoAuthorAdded
from community.cases.models import Case, CaseAuthor
from community.database import session
from community.errors import Invalid
from community.events import publish
from community.groups.models import Membership
from community.groups.viewer import Role, Viewer
from community.groups.words import not_allowed
from community.languages import gettext


def add_author(case: Case, person: Person, *, by: Viewer) -> None:
    """Let a member of its group write a case together with its owner, and say like them how far it has come."""
    by_id = _begin(case, by)
    _check_writes(case, person)
    if person.id == case.owner_id or person.id in case.author_ids:
        return
    if len(case.co_authors) >= rules.AUTHORS:
        raise Invalid("person", gettext("A case can have at most %(n)d co-authors.", n=rules.AUTHORS))
    case.co_authors.append(CaseAuthor(person_id=person.id, added_by_id=by_id, added_at=clock.now()))
    session().flush()
    _note("case.author-added", case, person, by_id)
    publish(CoAuthorAdded(case.id, person.id, by_id))


def remove_author(case: Case, person: Person, *, by: Viewer) -> None:
    """Let a co-author be one no longer; they may take their leave themself."""
    _lock(case)
    found = next((author for author in case.co_authors if author.person_id == person.id), None)
    by_id = person.id if found is not None and by.person_id == person.id else _begin(case, by)
    if found is not None:
        case.co_authors.remove(found)
        session().flush()
        _note("case.author-removed", case, person, by_id)


def hand_over(case: Case, person: Person, *, by: Viewer) -> None:
    """Give a case to another member of its group; who owned it stays as a co-author, where they belong to the group."""
    by_id = _begin(case, by)
    _check_writes(case, person)
    if person.id == case.owner_id:
        raise Invalid("person", gettext("The case is theirs already."))
    former = case.owner
    for author in [author for author in case.co_authors if author.person_id == person.id]:
        case.co_authors.remove(author)
    session().flush()
    case.hand_to(person)
    if session().get(Membership, (former.id, case.group_id)) is not None:
        case.co_authors.append(CaseAuthor(person_id=former.id, added_by_id=by_id, added_at=clock.now()))
    session().flush()
    _note("case.handed-over", case, person, by_id)
    publish(CaseHandedOver(case.id, person.id, by_id))


def _lock(case: Case) -> None:
    """Let one person at a time say whose a case is, on what is true then."""
    session().refresh(case, ["owner_id", "group_id"], with_for_update=True)
    session().expire(case, ["owner", "co_authors"])


def _begin(case: Case, by: Viewer) -> int:
    _lock(case)
    if not rules.can_name_authors(by, case) or by.person_id is None:
        raise not_allowed(case.scope, gettext("Only its owner and those who run its group say who its authors are."))
    return by.person_id


def _check_writes(case: Case, person: Person) -> None:
    found = session().get(Membership, (person.id, case.group_id), with_for_update={"read": True})
    if found is None or found.role == Role.READER or person.deactivated_at is not None:
        raise Invalid("person", gettext("Choose a member of %(group)s who writes.", group=case.group.name))


def _note(what: str, case: Case, person: Person, by_id: int) -> None:
    where = {"community_id": case.community_id, "group_id": case.group_id}
    record(what, by_id=by_id, person_id=person.id, **where, case=case.id)
