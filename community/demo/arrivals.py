"""The pieces of a demo community's arrivals: its door, those who are invited, and those who ask to join."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from community.database import session
from community.demo import reading
from community.demo.pieces import FOUNDED_DAYS_AGO, Piece, group, viewer
from community.demo.reading import Facts
from community.groups.actions import doors, founding, joining
from community.groups.actions.inviting import invite_all
from community.groups.addressees import read
from community.groups.admissions import Invitation


def arrival_pieces(slug: str) -> Iterator[Piece]:
    """Yield how people come into a community, whom its coordinator invited, what they said, and who asks."""
    content = reading.facts("demo", slug, "community.yml")
    by = next(row["person"] for row in content["members"] if row["role"] == "coordinator")
    if door := content.get("door"):
        yield Piece(f"{slug}/door", FOUNDED_DAYS_AGO - 40, partial(_hang, slug, door, by))
    for row in content.get("invitations", []):
        key = f"{slug}/invitations/{row['key']}"
        yield Piece(key, row["days_ago"], partial(_invite, slug, row, by))
        if word := row.get("declined"):
            yield Piece(f"{key}/declined", row["days_ago"] - 1, partial(_decline, row, word))
    for row in content.get("requests", []):
        yield Piece(f"{slug}/requests/{row['person']}", row["days_ago"], partial(_ask, slug, row))


def _hang(slug: str, door: Facts, by: str) -> int:
    community = group(slug, slug)
    changed = replace(founding.settings_of(community), door=door["kind"], door_question=door.get("question", ""))
    founding.change_settings(community, changed, based_on=founding.version_of(community), by=viewer(by))
    return community.id


def _invite(slug: str, row: Facts, by: str) -> int:
    invite_all(group(slug, slug), read(row["text"]), message=row.get("message", ""), by=viewer(by))
    return _invitation(row).id


def _decline(row: Facts, word: str) -> int:
    invitation = _invitation(row)
    joining.decline(invitation, word=word, person=None)
    return invitation.id


def _invitation(row: Facts) -> Invitation:
    email = read(row["text"])[0].email
    return session().query(Invitation).filter_by(email=email).order_by(Invitation.id.desc()).first()  # type: ignore[return-value]


def _ask(slug: str, row: Facts) -> int:
    return doors.ask(group(slug, slug), answer=row["answer"], by=viewer(row["person"])).id
