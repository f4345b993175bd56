"""Each class of bug that recurs elsewhere is tried here, or says why it cannot be yet."""

import ast
from pathlib import Path

import community
from tests import test_recurring_doors, test_recurring_files, test_recurring_leaks
from tests.recurring_bugs import CLASSES, NO_FETCH

FETCHING = {"requests", "httpx", "urllib3", "urllib.request", "http.client", "socket", "smtplib", "aiohttp"}


def test_every_class_that_applies_has_tests_of_its_name():
    tests = [*vars(test_recurring_leaks), *vars(test_recurring_doors), *vars(test_recurring_files)]
    untried = {name for name in CLASSES if not any(test.startswith(f"test_{name.replace(' ', '_')}") for test in tests)}
    assert untried == {name for name, reason in CLASSES.items() if reason}
    assert len(CLASSES) == 23


def test_what_does_not_apply_does_not_apply_still(prepared):
    """The reason is true: nothing is opened elsewhere."""
    root = Path(community.__file__).parent
    sources = {path: path.read_text(encoding="utf-8") for path in root.rglob("*.py")}
    reaching = {path.name for path, source in sources.items() if FETCHING & _imported(source)}
    assert reaching == {"serving.py", "smtp.py"}, (
        NO_FETCH
    )  # a port of this machine, and the mail server of the settings
    words = {part for rule in prepared.url_map.iter_rules() for part in rule.rule.replace(".", "/").split("/")}
    assert not words & {
        "export",
        "print",
        "raw",
        "feed",
        "atom",
        "rss",
        "attachments",
    }


def _imported(source: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(source)))
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return whole | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
