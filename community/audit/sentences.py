"""How an entry of the log is said. A kind without a sentence here is shown by its own words."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel.speaklater import LazyString

from community.languages import gettext
from community.languages import lazy_gettext as _


class Family(NamedTuple):
    """Kinds of entries that are looked for together."""

    name: LazyString
    kinds: tuple[str, ...]


FAMILIES: dict[str, Family] = {
    "memberships": Family(_("Memberships and roles"), ("membership.", "member.", "role.", "facilitator.", "join.")),
    "invitations": Family(_("Invitations"), ("invitation.", "invitations.")),
    "groups": Family(
        _("Communities and subgroups"),
        (
            "community.",
            "subgroup.",
            "audience.",
            "confidentiality.",
            "door.",
            "name.",
            "round.",
            "form.",
            "vocabulary.",
            "organisation.",
        ),
    ),
    "content": Family(
        _("Cases, passages, lessons"), ("case.", "thread.", "post.", "passage.", "lesson.", "plenary.", "file.")
    ),
    "accounts": Family(
        _("Accounts and sign-ins"), ("sign-in.", "sign-ins.", "account.", "password.", "email.", "administrator.")
    ),
    "letters": Family(_("Nudges"), ("nudge.",)),
    "exports": Family(_("Exports"), ("export.",)),
}

_SAID: dict[str, LazyString] = {
    "account.deactivated": _("%(by)s deactivated the account of %(person)s"),
    "account.reactivated": _("%(by)s opened the account of %(person)s again"),
    "administrator.made": _("%(person)s was made administrator, on the server"),
    "audience.changed": _("%(by)s changed who may see %(group)s: %(audience)s"),
    "case.author-added": _("%(by)s made %(person)s co-author of a case of %(group)s"),
    "case.author-removed": _("%(person)s is no longer co-author of a case of %(group)s, by %(by)s"),
    "case.consent": _("%(by)s noted what the partners of a case of %(group)s agree to: %(becomes)s instead of %(was)s"),
    "case.handed-over": _("%(by)s handed a case of %(group)s over to %(person)s"),
    "case.moved": _("%(by)s moved a case to %(group)s, to be seen by %(audience)s"),
    "post.removed": _("%(by)s removed a post of %(person)s in %(group)s"),
    "post.put-back": _("%(by)s put a post of %(person)s in %(group)s back"),
    "case.withdrawn": _("%(by)s withdrew a case of %(group)s"),
    "case.audience": _("%(by)s changed who may see a case of %(group)s: %(audience)s instead of %(was)s"),
    "community.entered": _("%(person)s joined %(group)s through its open door"),
    "community.founded": _("%(by)s founded %(group)s"),
    "door.changed": _("%(by)s changed how people come into %(group)s: %(becomes)s instead of %(was)s"),
    "email.asked": _("%(person)s asked for another e-mail address"),
    "email.changed": _("%(person)s has another e-mail address"),
    "email.restored": _("The former e-mail address of %(person)s was restored"),
    "file.removed": _("%(by)s removed a file that %(person)s had added to a case of %(group)s"),
    "form.arranged": _("%(by)s changed the form of the cases of %(group)s"),
    "invitation.accepted": _("%(person)s accepted an invitation into %(group)s"),
    "invitation.declined": _("An invitation into %(group)s was declined"),
    "invitation.made": _("%(by)s made an invitation into %(group)s"),
    "invitation.resent": _("%(by)s sent an invitation into %(group)s again"),
    "invitation.revoked": _("%(by)s revoked an invitation into %(group)s"),
    "invitations.resent": _("%(by)s sent invitations into %(group)s again (%(count)s)"),
    "invitations.sent": _("%(by)s sent invitations into %(group)s (%(count)s)"),
    "lesson.audience": _("%(by)s changed who may see a lesson of %(group)s: %(audience)s instead of %(was)s"),
    "lesson.settled": _("%(by)s decided on a lesson of %(group)s: %(status)s"),
    "lesson.kept": _("%(by)s looked at a lesson of %(group)s again and let it stand"),
    "lesson.published": _("%(by)s published a lesson of %(group)s, to be seen by %(audience)s"),
    "member.added": _("%(by)s added %(person)s to %(group)s"),
    "membership.began": _("%(person)s became a member of %(group)s, as %(role)s, by %(by)s"),
    "membership.ended": _("%(person)s is no longer a member of %(group)s, by %(by)s"),
    "nudge.sent": _("%(by)s wrote to %(person)s, who was silent"),
    "organisation.renamed": _("%(by)s renamed an organisation in %(group)s: %(becomes)s instead of %(was)s"),
    "organisation.unified": _("%(by)s renamed an organisation everywhere: %(becomes)s instead of %(was)s"),
    "passage.released": _("%(by)s let words of their own leave %(group)s"),
    "passage.released_masked": _("%(by)s let words of their own leave %(group)s, with names masked"),
    "password.asked": _("A new password was asked for, for the account of %(person)s"),
    "password.changed": _("%(person)s changed their password"),
    "password.reset": _("%(person)s set a new password by a link"),
    "plenary.changed": _("%(by)s changed a plenary of %(group)s, to be seen by %(audience)s"),
    "plenary.decided": _("%(by)s recorded what a plenary of %(group)s decided on a draft: %(verdict)s"),
    "plenary.drafted": _("%(by)s brought a lesson before a plenary of %(group)s"),
    "plenary.moved": _("A plenary of %(group)s went from “%(was)s” to “%(becomes)s”, by %(by)s"),
    "plenary.opened": _("%(by)s opened a plenary of %(group)s, to be seen by %(audience)s"),
    "plenary.quorum": _(
        "%(by)s changed how many have to speak in a plenary of %(group)s: %(becomes)s instead of %(was)s"
    ),
    "plenary.report-withdrawn": _("%(by)s took in the report of a plenary of %(group)s"),
    "plenary.reported": _("%(by)s published the report of a plenary of %(group)s, to be seen by %(audience)s"),
    "plenary.undecided": _("%(by)s took back what a plenary of %(group)s had decided on a draft"),
    "role.changed": _("%(by)s made %(person)s %(role)s of %(group)s"),
    "round.formed": _("%(by)s formed the subgroups of %(group)s from what members asked for"),
    "sign-in.begun": _("%(person)s signed in"),
    "sign-in.ended": _("%(person)s signed out"),
    "sign-in.throttled": _("Tries to sign in as %(person)s were refused for a while: too many had been wrong"),
    "sign-ins.ended": _("%(person)s was signed out everywhere, by %(by)s"),
    "subgroup.dissolved": _("%(by)s dissolved %(group)s"),
    "subgroup.door": _("%(by)s changed how people come into %(group)s"),
    "subgroup.formed": _("%(by)s formed %(group)s"),
    "subgroup.taken-up": _("%(by)s took %(group)s up again"),
    "vocabulary.arranged": _("%(by)s changed a vocabulary of %(group)s: %(vocabulary)s"),
    "vocabulary.merged": _("%(by)s merged two terms of a vocabulary of %(group)s: %(vocabulary)s"),
    "vocabulary.parted": _("%(by)s took two terms of a vocabulary of %(group)s apart: %(vocabulary)s"),
    "thread.closed": _("%(by)s closed a discussion of %(group)s"),
    "thread.opened": _("%(by)s opened a discussion of %(group)s again"),
}

_VALUES: dict[str, LazyString] = {
    "coordinator": _("coordinator"),
    "facilitator": _("facilitator"),
    "member": _("member"),
    "reader": _("reader"),
    "subgroup": _("its members only"),
    "community": _("the whole community"),
    "public": _("everybody"),
    "not_asked": _("not asked yet"),
    "given": _("they agree"),
    "conditions": _("they agree, with conditions"),
    "refused": _("they do not agree"),
    "collect": _("collect"),
    "cluster": _("cluster"),
    "draft": _("draft"),
    "agree": _("agree"),
    "closed": _("closed"),
    "proposed": _("proposed"),
    "plenary": _("in plenary"),
    "adopted": _("adopted"),
    "review": _("under review"),
    "superseded": _("superseded by another one"),
    "withdrawn": _("withdrawn"),
    "dissent": _("adopted with dissent"),
    "aside": _("set aside"),
    "issue": _("taken further as a common issue"),
}


class _Values(dict[str, str]):
    def __missing__(self, _key: str) -> str:
        return "–"


def sentence(what: str, detail: Mapping[str, Any], *, by: str, person: str, group: str) -> str:
    """Return an entry as a sentence in the reader's language. It is text: names in it are still to be escaped."""
    said = {name: str(_VALUES.get(str(value), value)) for name, value in detail.items()}
    values = _Values(said | {"by": by, "person": person, "group": group})
    if what in _SAID:
        return str(_SAID[what]) % values
    return _by_its_words(what, said, by=by, person=person, group=group)


def _by_its_words(what: str, said: Mapping[str, str], *, by: str, person: str, group: str) -> str:
    """Return a kind that has no sentence as its words, with all that is known of it."""
    facts = [
        gettext("by %(name)s", name=by),
        gettext("about %(name)s", name=person),
        gettext("in %(name)s", name=group),
    ]
    known = [fact for fact, name in zip(facts, (by, person, group), strict=True) if name]
    known += [f"{name.replace('_', ' ')}: {value}" for name, value in said.items()]
    words = what.replace(".", ": ", 1).replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:] + (f" ({', '.join(known)})" if known else "")
