"""Reads of cases, split by what they are about."""

from community.cases.queries.finding import CaseLink, case_of_thread, find_case, find_former
from community.cases.queries.lists import CASES_A_PAGE, CaseCard, Sketch, cases_in, cases_of_owner, public_cases
from community.cases.queries.page import CasePage, case_page
from community.cases.queries.revisions import (
    REVISIONS_A_PAGE,
    Contributor,
    RevisionLine,
    contributors_of,
    find_revision,
    revisions_of,
)

__all__ = [
    "CASES_A_PAGE",
    "REVISIONS_A_PAGE",
    "CaseCard",
    "CaseLink",
    "CasePage",
    "Contributor",
    "RevisionLine",
    "Sketch",
    "case_of_thread",
    "case_page",
    "cases_in",
    "cases_of_owner",
    "contributors_of",
    "find_case",
    "find_former",
    "find_revision",
    "public_cases",
    "revisions_of",
]
