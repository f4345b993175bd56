"""Reads of cases, split by what they are about."""

from community.cases.queries.finding import (
    Brought,
    CaseLink,
    brought_by,
    brought_from,
    case_of_thread,
    could_bring,
    find_case,
    find_former,
    where_it_began,
)
from community.cases.queries.lists import (
    CASES_A_PAGE,
    CaseCard,
    Sketch,
    cards_of,
    cases_in,
    cases_of_owner,
    public_cases,
)
from community.cases.queries.page import CasePage, case_page
from community.cases.queries.revisions import (
    REVISIONS_A_PAGE,
    Contributor,
    RevisionLine,
    contributors_of,
    find_revision,
    find_state,
    revisions_of,
)

__all__ = [
    "CASES_A_PAGE",
    "REVISIONS_A_PAGE",
    "Brought",
    "CaseCard",
    "CaseLink",
    "CasePage",
    "Contributor",
    "RevisionLine",
    "Sketch",
    "brought_by",
    "brought_from",
    "case_of_thread",
    "cards_of",
    "case_page",
    "cases_in",
    "cases_of_owner",
    "contributors_of",
    "could_bring",
    "find_case",
    "find_former",
    "find_revision",
    "find_state",
    "public_cases",
    "revisions_of",
    "where_it_began",
]
