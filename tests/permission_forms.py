"""A valid form for every address that takes one, made for the place that it is sent to."""

import hashlib
import json
from collections.abc import Callable, Mapping
from io import BytesIO

from community.notifications.reasons import REASONS
from tests import world
from tests.planting import Values

Fields = Mapping[str, object]

NEWCOMER = {
    "name": "Kim", "email": "kim@example.org", "password": "a short sentence", "language": "en", "time_zone": "UTC"
}  # fmt: skip
LESSON = {"when": "it rains", "do": "stay in", "because": "it is dry there", "language": "en"}
USE = {"place": "Here", "adapted": "New", "outcome": "Something", "stage": "potential"}

PLENARY = {"title": "New", "question": "Who?", "audience": "community"}
SETTINGS = {"name": "New", "summary": "Another", "language": "en", "audience": "public", "door": "invitation"}
INVITED = {"text": "Lea <lea@example.org>", "message": "", "role": "member"}


def _day(place: Values) -> str:
    return place["tomorrow"].date().isoformat()


def _seen(form: Fields) -> str:
    """Return the value by which a list of addresses is known to have been looked at."""
    typed = ["\n".join(str(form[name]).split()) for name in ("text", "message", "role")]
    return hashlib.sha256(json.dumps([*typed, False]).encode()).hexdigest()


def _division(chosen: list[int]) -> Fields:
    """Put Ana and Sam in the first of the subgroups, and Otto in the second."""
    people = [world.id_of(name) for name in ("ana", "sam", "otto")]
    return {
        "case": chosen,
        **{f"name_{case_id}": f"About {case_id}" for case_id in chosen},
        **{f"facilitator_{case_id}": person for case_id, person in zip(chosen, (people[0], people[2]), strict=True)},
        **{f"audience_{case_id}": "community" for case_id in chosen},
        **{f"place_{world.id_of(name)}": 0 for name in ("mia", "eva", "noor", "dirk", "cleo")},
        **{f"place_{person}": chosen[n // 2] for n, person in enumerate(people)},
    }


def _nothing(_place: Values) -> Fields:
    return {}


FORMS: dict[str, Callable[[Values], Fields]] = {
    "accounts.profile": lambda _: {"name": "Other", "organisation": "New", "language": "nl", "time_zone": "UTC"},
    "accounts.sign_in": lambda _: {"email": "mia@example.org", "password": world.PASSWORD},
    "accounts.sign_out": _nothing,
    "cases.audience": lambda p: {"group": p["group_id"], "audience": "subgroup" if p["audience"] != "subgroup" else "community"},
    "cases.author_removal": _nothing,
    "cases.authors": lambda _: {"person": world.id_of("sam")},
    "cases.case_form": lambda _: {"order": "new_1", "label_new_1": "Gender", "language": "en"},
    "cases.consent": lambda _: {"state": "given", "asked": "Them"},
    "cases.owner": lambda _: {"person": world.id_of("sam")},
    "cases.retraction": lambda _: {"why": "It was not so."},
    "vocabularies.merging": lambda _: {"into": "power"},
    "vocabularies.vocabulary": lambda p: {"added": "Gender", "based_on": p["vocabulary_state"], "language": "en"},
    "cases.edit": lambda _: {"title": "Another title", "section_question": "And now?", "based_on": 2},
    "cases.edit_section": lambda _: {"section_why": "And now?", "based_on": 2},
    "cases.presence": _nothing,
    "cases.import_case": lambda p: {
        "text": "---\ntitle: New\n---\n", "makes": "1", "group": p["group_id"], "audience": p["audience"],
    },
    "cases.new_case": lambda p: {"title": "New", "group": p["group_id"], "language": "en", "audience": p["audience"]},
    "cases.restoration": lambda _: {"based_on": 2},
    "cases.status": lambda _: {"case_status": "described"},
    "discussions.edit_post": lambda _: {"text": "Changed", "based_on": 2},
    "discussions.lock": _nothing,
    "discussions.retraction": _nothing,
    "discussions.return_post": _nothing,
    "discussions.new_thread": lambda p: {
        "title": "New", "kind": "question", "group": p["group_id"], "audience": p["audience"], "text": "Who knows?"
    },
    "discussions.reply": lambda _: {"text": "I do."},
    "files.details": lambda _: {"name": "Another", "shows": "New", "caption": "New"},
    "files.removal": _nothing,
    "files.uploads": lambda _: {"files": (BytesIO(b"Something new"), "new.txt")},
    "groups.introduction": lambda _: {"experience": "Long", "offer": "Much", "seek": "More"},
    "groups.links": lambda _: {"role": "coordinator", "note": "For Kim"},
    "groups.join": lambda _: NEWCOMER,
    "groups.revocation": _nothing,
    "groups.step": lambda _: {"step": "plenary"},
    "plenaries.decision": lambda _: {"seen": 1, "verdict": "adopted", "sentence": "So"},
    "plenaries.drafts": lambda p: {"lesson": p["proposed"]},
    "plenaries.edit_report": lambda _: {"introduction": "New", "based_on": 1},
    "plenaries.publication": lambda _: {"audience": "community", "based_on": 1},
    "plenaries.reopening": _nothing,
    "plenaries.report_withdrawal": _nothing,
    "plenaries.step": lambda _: {"text": "New", "owner": 0, "based_on": 1},
    "plenaries.step_removal": _nothing,
    "plenaries.steps": lambda _: {"text": "New", "owner": 0},
    "plenaries.voices": lambda _: {"seen": 1, "stand": "agree"},
    "plenaries.card_merging": lambda p: {"into": p["other_card_id"]},
    "plenaries.card_parting": _nothing,
    "plenaries.cards": lambda p: {"passage": p["brought_id"]},
    "plenaries.edit_plenary": lambda _: PLENARY | {"title": "Another", "based_on": 1},
    "plenaries.moves": lambda p: {"card": p["card_id"], "theme": 0},
    "plenaries.new_plenary": lambda _: PLENARY,
    "plenaries.participation": _nothing,
    "plenaries.phase": lambda _: {"to": "agree", "based_on": "draft"},
    "plenaries.theme_draft": lambda _: {"when": "it rains", "do": "stay in", "because": "it is dry there"},
    "plenaries.theme_merging": lambda p: {"into": p["other_theme_id"]},
    "plenaries.theme_name": lambda _: {"name": "Other"},
    "plenaries.theme_removal": _nothing,
    "plenaries.themes": lambda _: {"name": "New"},
    "plenaries.tray": _nothing,
    "lessons.cite": lambda p: {"passage": p["passage_id"], "stance": "contradicts", "note": "New"},
    "lessons.confirmation": _nothing,
    "lessons.edit_lesson": lambda p: LESSON | {"do": "go out", "based_on": 1, "audience": p["audience"]},
    "lessons.mark_case": lambda p: {"places": "question-1", "why": "New", "revision": 2},
    "lessons.mark_post": lambda _: {"why": "New"},
    "lessons.new_lesson": lambda p: LESSON | {"group": p["group_id"], "audience": p["audience"]},
    "lessons.publication": _nothing,
    "lessons.status": lambda _: {"becomes": "review", "reason": "New", "based_on": "adopted"},
    "lessons.review": lambda p: {"until": _day(p)},
    "lessons.voice": lambda _: {"kind": "not_here", "sentence": "New"},
    "lessons.voice_removal": _nothing,
    "lessons.voice_return": _nothing,
    "lessons.trial": _nothing,
    "lessons.trial_end": _nothing,
    "lessons.trial_postponement": _nothing,
    "lessons.new_use": lambda _: USE,
    "lessons.edit_use": lambda _: USE,
    "lessons.use_removal": _nothing,
    "lessons.use_return": _nothing,
    "lessons.release": _nothing,
    "lessons.removal": _nothing,
    "texts.paste": lambda _: {"html": "<b>New</b>"},
    "search.miss_removal": lambda _: {"words": "nothing"},
    "search.missed": lambda _: {"q": "nothing"},
    "search.similar_text": lambda _: {"text": "A fair wage for all"},
    "texts.preview": lambda _: {"text": "New"},
    "mail.resumption": _nothing,
    "mail.retry": _nothing,
    "mail.test_letter": _nothing,
    "mail.withdrawal": _nothing,
    "accounts.email": lambda _: {"email": "new@example.org", "current_password": world.PASSWORD},
    "accounts.email_confirmation": _nothing,
    "accounts.email_undoing": _nothing,
    "accounts.email_withdrawal": _nothing,
    "accounts.forgotten": lambda _: {"email": "mia@example.org"},
    "accounts.password": lambda _: {"current_password": world.PASSWORD, "new_password": "a longer new sentence"},
    "accounts.reset": lambda _: {"new_password": "a longer new sentence"},
    "accounts.sign_in_end": lambda _: {"current_password": world.PASSWORD},
    "accounts.sign_ins_end": lambda _: {"current_password": world.PASSWORD},
    "cases.brought": _nothing,
    "cases.closing": lambda _: {"now": "1"},
    "cases.forming": lambda p: _division(p["chosen_cases"]),
    "cases.giving_up": _nothing,
    "groups.organisation_everywhere": lambda _: {"name": "Another name"},
    "groups.organisation_name": lambda _: {"name": "Another name"},
    "cases.new_subgroup": lambda p: {"name": "New", "case": 0, "facilitator": p["newcomer_id"], "audience": "subgroup"},
    "cases.new_choosing": lambda p: {"cases": p["open_cases"], "intro": "Choose", "hour": "12:00", "day": _day(p)},
    "cases.offer": _nothing,
    "cases.wishes": lambda p: {f"strength_{p['choosing_cases'][1]}": "strong", f"why_{p['choosing_cases'][1]}": "I know"},
    "cases.withdrawal": _nothing,
    "drafts.keeping": lambda _: {"draft": "new-case.1.", "title": "Half a thought"},
    "drafts.removal": _nothing,
    "groups.confirmed": lambda _: NEWCOMER,
    "groups.coordinator": lambda _: {"coordinator": "mia@example.org"},
    "groups.decision": lambda _: {"verdict": "approved", "word": "Welcome"},
    "groups.door": lambda _: {"email": "new@example.org", "answer": "Curiosity"},
    "groups.edit_report": lambda _: {"text": "Another report", "based_on": 1},
    "groups.guiding_question": _nothing,
    "groups.handing_in": lambda _: {"based_on": 1},
    "groups.invitation_letter": _nothing,
    "groups.leaving": _nothing,
    "groups.letters": lambda _: {"state": "refused"},
    "groups.member": lambda _: {"role": "reader"},
    "groups.member_removal": _nothing,
    "groups.meeting": lambda p: {"day": _day(p), "hour": "12:00", "minutes": 60, "based_on": 1},
    "groups.new_community": lambda _: SETTINGS | {"coordinator": "mia@example.org"},
    "groups.new_invitations": lambda _: INVITED,
    "groups.prompts": lambda _: {"experience_label": "What did you do?"},
    "groups.refusal": lambda _: {"word": "No time"},
    "groups.sending": lambda _: INVITED | {"seen": _seen(INVITED)},
    "groups.settings": lambda p: SETTINGS | p["settings"] | {"door": p["door"], "based_on": p["settings_version"]},
    "groups.subgroup_answer": lambda _: {"answer": "yes"},
    "groups.subgroup_audience": lambda p: {"audience": "subgroup" if p["place"] != "subgroup" else "community"},
    "groups.subgroup_dissolution": lambda _: {"word": "New"},
    "groups.subgroup_facilitator": lambda p: {"person": p["guest"]},
    "groups.subgroup_leaving": lambda p: {"successor": p["guest_id"]},
    "groups.subgroup_members": lambda p: {"person": p["newcomer_id"], "role": "member"},
    "groups.subgroup_membership": _nothing,
    "groups.subgroup_removal": _nothing,
    "groups.subgroup_request": lambda _: {"message": "I was there"},
    "groups.subgroup_resumption": _nothing,
    "groups.subgroup_role": lambda _: {"role": "facilitator"},
    "groups.subgroup_settings": lambda p: {"name": p["subgroup_name"], "summary": "New"},
    "groups.taking_back": _nothing,
    "groups.task": lambda _: {"text": "Do it", "owner": 0, "based_on": 1},
    "groups.task_removal": _nothing,
    "groups.tasks": lambda _: {"text": "Do it", "owner": 0},
    "groups.tick": lambda _: {"is_done": "1"},
    "groups.withdrawal": _nothing,
    "home.nudge": lambda _: {"to": "ana", "text": "How are you?"},
    "notifications.choices": lambda _: dict.fromkeys(REASONS, "product"),
    "notifications.reading": _nothing,
    "notifications.reading_of_all": lambda _: {"up_to": 999_999},
    "notifications.unsubscription": _nothing,
    "notifications.withdrawal": _nothing,
}  # fmt: skip
