"""Reads the shipped content from content/."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).resolve().parents[2] / "content"

Facts = dict[str, Any]


def facts(*path: str) -> Any:
    """Return what a YAML file of content/ says."""
    return yaml.safe_load(CONTENT.joinpath(*path).read_text(encoding="utf-8"))


def optional_facts(*path: str) -> Any:
    """Return what a YAML file of content/ says, None where there is no such file."""
    return facts(*path) if CONTENT.joinpath(*path).is_file() else None


def communities() -> list[str]:
    """Return the slugs of the demo communities; the one with the most content first."""
    folders = [path.parent.name for path in (CONTENT / "demo").glob("*/community.yml")]
    return sorted(folders, key=lambda slug: -len(list((CONTENT / "demo" / slug).rglob("*"))))


def cases(community: str) -> Iterator[tuple[str, list[tuple[Facts, dict[str, str]]]]]:
    """Yield each case of a community: its name, and its states in order as front matter and sections."""
    for folder in sorted((CONTENT / "demo" / community / "cases").iterdir()):
        yield folder.name, [_state(path) for path in sorted(folder.glob("*.md"))]


def threads(community: str) -> Iterator[Facts]:
    """Yield the threads of a community."""
    yield from _folder(community, "threads")


def lessons(community: str) -> Iterator[tuple[str, Facts]]:
    """Yield each lesson and common issue of a community with its name."""
    for path in sorted((CONTENT / "demo" / community / "lessons").glob("*.yml")):
        yield path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))


def passages(community: str) -> list[Facts]:
    """Return the passages that are harvested in a community."""
    return list(facts("demo", community, "passages.yml"))


def _folder(community: str, name: str) -> Iterator[Facts]:
    for path in sorted((CONTENT / "demo" / community / name).glob("*.yml")):
        yield yaml.safe_load(path.read_text(encoding="utf-8"))


def _state(path: Path) -> tuple[Facts, dict[str, str]]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    pieces = re.split(r"^## (\w+)\n", body, flags=re.M)
    return yaml.safe_load(front), {key: text.strip() for key, text in zip(pieces[1::2], pieces[2::2], strict=True)}
