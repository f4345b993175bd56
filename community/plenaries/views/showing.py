"""What the report of a plenary shows beside its written words, made for each reader from what they may see."""

from itertools import groupby

from community.lessons.queries.evidence import evidence_to_send_on, tallies
from community.lessons.sentences import words_in
from community.lessons.views.reading import section_names
from community.plenaries.models import Phase
from community.plenaries.naming import stand_names, verdict_names
from community.plenaries.queries import reports as queries
from community.plenaries.queries.plenaries import cases_of, groups_of
from community.plenaries.voices import Verdict

ADOPTED = (Verdict.ADOPTED, Verdict.DISSENT)


def shown(community, plenary, written, viewer):
    """Return the values of a report's template. The same page says more to a member than to a visitor.

    It is printed, saved and sent on: a member of a confidential subgroup finds nothing of it there that is not for all.
    """
    outcomes = queries.outcomes_of(plenary, viewer=viewer)
    is_inside = viewer.belongs_to(community.id)
    people = queries.took_part(plenary, viewer=viewer)
    organisations = {one.organisation for one in people if one.organisation}
    rested = evidence_to_send_on([one.lesson_id for one in outcomes if one.verdict != Verdict.ASIDE], viewer=viewer)
    return {
        "community": community,
        "plenary": plenary,
        "report": written,
        "is_inside": is_inside,
        "is_closed": plenary.phase == Phase.CLOSED,
        "person_count": len(people),
        "organisation_count": len(organisations),
        "took_part": _by_organisation(people) if is_inside else [],
        "cases": [case for case in cases_of(plenary, viewer=viewer) if not case.is_confidential],
        "groups": groups_of(plenary, viewer=viewer),
        "adopted": [one for one in outcomes if one.verdict in ADOPTED],
        "issues": [one for one in outcomes if one.verdict == Verdict.ISSUE],
        "aside": [one for one in outcomes if one.verdict == Verdict.ASIDE],
        "evidence": rested,
        "tallies": tallies([one.lesson_id for one in outcomes], viewer=viewer),
        "counts": queries.counts_of(plenary),
        "dissent": queries.dissent_on(plenary, [one.draft_id for one in outcomes], viewer=viewer),
        "steps": queries.steps_of(plenary),
        "words": {one.draft_id: words_in(one.language) for one in outcomes},
        "stands": stand_names(),
        "verdicts": verdict_names(),
        "section_names": section_names(community, (piece.source for held in rested.values() for piece in held)),
    }


def _by_organisation(people):
    return [(name, [one.name for one in group]) for name, group in groupby(people, key=lambda one: one.organisation)]
