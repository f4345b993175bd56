"""The one verb of the audit log."""

from community import clock
from community.audit.models import AuditEntry
from community.database import session


def record(
    what: str,
    *,
    by_id: int | None,
    community_id: int | None = None,
    group_id: int | None = None,
    person_id: int | None = None,
    **detail: str | int | bool | None,
) -> None:
    """Note a change of power or privacy, in the transaction of the change.

    `what` is words with a dot, such as `role.changed`; `person_id` is whom it is about. `detail` holds no content and no secret.
    """
    session().add(
        AuditEntry(
            happened_at=clock.now(),
            what=what,
            by_id=by_id,
            community_id=community_id,
            group_id=group_id,
            person_id=person_id,
            detail=detail,
        )
    )
