"""The documents of the evaluation: the demo communities and the help pages, as the product would enter them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from whoosh.lang import stopwords_for_language

from community.demo import reading
from community.search.engine import Document

SCOPE = "1:community"
SCOPES = frozenset({SCOPE})
HELP = "help"
_NOW = datetime(2026, 11, 1, tzinfo=UTC)
LANGUAGES = ("en", "nl", "fr", "es")
_VOCABULARIES = ("purposes", "themes", "sectors", "stages")


@cache
def documents() -> tuple[Document, ...]:
    """Return all documents; their keys are made of the names of their files, so that judgements last."""
    found: list[Document] = []
    for community in reading.communities():
        found += _cases(community)
        found += _lessons(community)
        found += _posts(community)
    return (*found, *_help())


def _cases(community: str) -> Iterator[Document]:
    for name, states in reading.cases(community):
        front = {key: value for state, _ in states for key, value in state.items()}
        sections = states[-1][1]
        yield _document(
            f"case:{name}",
            community,
            front,
            title=front["title"],
            body="\n\n".join(sections.values()),
            summary=sections.get("summary", ""),
            author=front.get("owner", ""),
            labels=tuple(_labels(front)),
        )


def _lessons(community: str) -> Iterator[Document]:
    for name, facts in reading.lessons(community):
        title = facts.get("do") or facts["question"]
        said = [facts.get(part, "") for part in ("when", "do", "because", "question", "explanation")]
        yield _document(
            f"lesson:{name}",
            community,
            facts,
            title=title[:1].upper() + title[1:],
            body="\n\n".join(part for part in said if part),
            author=facts["by"],
            labels=tuple(_labels(facts)),
        )


def _posts(community: str) -> Iterator[Document]:
    titles = {name: states[-1][0].get("title", states[0][0]["title"]) for name, states in reading.cases(community)}
    for thread in reading.threads(community):
        for post in thread["posts"]:
            yield _document(
                f"post:{thread['key']}/{post['key']}",
                community,
                thread | post | {"language": language_of(post["body"], thread["language"])},
                title=thread["title"] if "title" in thread else titles[thread["case"]],
                body=post["body"],
                author=post["author"],
            )


def _help() -> Iterator[Document]:
    for path in sorted((reading.CONTENT / HELP).glob("*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        facts = dict(line.split(": ", 1) for line in front.splitlines() if ": " in line)
        facts |= {"language": "en"}
        yield _document(
            f"help:{path.stem}", HELP, facts, title=facts["title"], body=body.strip(), summary=facts["summary"]
        )


def language_of(text: str, declared: str) -> str:
    """Return the language of a text, by its commonest words: members write in their own, whatever that of the thread."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    counts = {language: sum(word in _stop_words(language) for word in words) for language in LANGUAGES}
    best = max(counts, key=lambda language: (counts[language], language == declared))
    return best if counts[best] > 1.2 * counts.get(declared, 0) else declared


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(stopwords_for_language(language))


def _document(key: str, community: str, facts: dict[str, Any], **parts: Any) -> Document:
    person = _people().get(parts.pop("author", ""), {})
    return Document(
        key=key,
        kind=key.partition(":")[0],
        scope=SCOPE,
        community=community,
        language=facts["language"],
        author=person.get("name", ""),
        organisation=_organisations().get(person.get("organisation", ""), ""),
        created_at=_NOW - timedelta(days=facts.get("days_ago", 0)),
        **parts,
    )


def _labels(facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for vocabulary in _VOCABULARIES:
        for key in facts.get(vocabulary, ()):
            yield from _terms(vocabulary).get(key, {}).items()


@cache
def _terms(vocabulary: str) -> dict[str, dict[str, str]]:
    return {term["key"]: term["label"] for term in reading.facts("vocabularies", f"{vocabulary}.yml")["terms"]}


@cache
def _people() -> dict[str, dict[str, str]]:
    return {person["handle"]: person for person in reading.facts("demo", "people.yml")["people"]}


@cache
def _organisations() -> dict[str, str]:
    return {place["key"]: place["name"] for place in reading.facts("demo", "people.yml")["organisations"]}
