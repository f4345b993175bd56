"""The house rules that a machine can hold: contracts between modules, and what each kind of file may not contain."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "community"
MAX_LINES = 250
BAGS = {"utils", "util", "helpers", "common", "manager", "managers", "service", "services", "base", "misc"}
COMMITTING = {"web.py", "database.py", "search/whoosh_engine.py"}  # the last commits a Whoosh writer
MARKUP_MAKERS = {
    "fragments.py": "what a template made, escaped there",
    "templating.py": "icons and moments, from constants with escaped parts",
    "csrf.py": "the hidden field of a form",
    "search/views.py": "marks around escaped excerpts",
}

# What the files of one kind may not import: whole modules, or single names as "module.name".
FORBIDDEN = {
    "rules": ("flask", "flask_login", "flask_wtf", "community.database"),
    "events": ("flask", "flask_babel", "flask_login", "community.database"),
    "models": ("flask", "flask_babel", "flask_login"),
    "queries": ("flask", "flask_login", "flask_wtf"),
    "actions": ("flask", "flask_login", "flask_wtf", "community.web", "community.templating"),
    "reactions": ("flask", "flask_login", "requests", "urllib.request", "smtplib", "socket", "pathlib", "os"),
    "forms": ("community.database", "sqlalchemy"),
    "views": ("community.database.db", "community.database.unit_of_work"),
}


MODULES = {path.relative_to(PACKAGE).as_posix(): path.read_text() for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(text) for name, text in MODULES.items()}
TEMPLATES = {
    path.relative_to(ROOT).as_posix(): path.read_text() for path in sorted((ROOT / "templates").rglob("*.html"))
}


def kind_of(name: str) -> str | None:
    """Return the kind of file inside a feature that a module is: `views` for views.py and for views/threads.py."""
    parts = name.split("/")
    return parts[1].removesuffix(".py") if len(parts) > 1 else None


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Return all that a module imports, as "module" and "module.name"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls_of(tree: ast.AST, called: str) -> Iterator[ast.Call]:
    """Return the calls of what is named so, alone or after a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
            yield node


def templates_with(pattern: str) -> list[str]:
    """Return the templates in which a pattern occurs, once for each time."""
    return [name for name, text in TEMPLATES.items() for _ in re.findall(pattern, text, re.IGNORECASE)]


def test_imports_keep_the_contracts():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", str(ROOT / "setup.cfg")]
    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert said.returncode == 0, said.stdout + said.stderr


def test_modules_are_short():
    assert not {name: n for name, text in MODULES.items() if (n := len(text.splitlines())) > MAX_LINES}


def test_modules_say_what_they_hold():
    assert not [name for name, tree in TREES.items() if not ast.get_docstring(tree)]


def test_no_module_is_a_bag():
    assert not [name for name in MODULES if BAGS & set(name.removesuffix(".py").split("/"))]


def test_nothing_is_imported_inside_a_function():
    inside = [
        f"{name}: {function.name}"
        for name, tree in TREES.items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inside


def test_only_the_edge_commits():
    assert not [name for name, tree in TREES.items() if name not in COMMITTING and any(calls_of(tree, "commit"))]


def test_html_is_made_in_few_places():
    assert not [name for name, tree in TREES.items() if name not in MARKUP_MAKERS and any(calls_of(tree, "Markup"))]


def test_markup_is_made_of_constants():
    """What varies goes through `Markup.format` or `Markup.join`, which escape it."""
    varying = [
        f"{name}:{call.lineno}"
        for name, tree in TREES.items()
        for call in calls_of(tree, "Markup")
        if not all(isinstance(argument, ast.Constant) for argument in call.args)
    ]
    assert not varying


def test_files_keep_to_their_kind():
    broken = [
        f"{name} imports {imported}"
        for name, tree in TREES.items()
        for imported in imports_of(tree)
        for forbidden in FORBIDDEN.get(kind_of(name) or "", ())
        if imported == forbidden or imported.startswith(f"{forbidden}.")
    ]
    assert not broken


def test_views_set_no_columns():
    """They assign to attributes of forms and responses only."""
    assigned = [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name, tree in TREES.items()
        if kind_of(name) == "views"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del)
    ]
    assert not [line for line in assigned if not re.search(r" \w*(form|response)\.", line)]


def test_views_ask_queries_instead_of_the_database():
    asking = ("execute", "scalar", "scalars", "flush", "get_one")
    views = {name: tree for name, tree in TREES.items() if kind_of(name) == "views"}
    assert not [f"{name}: {verb}" for name, tree in views.items() for verb in asking if any(calls_of(tree, verb))]


def test_stored_html_has_one_door():
    assert templates_with(r"\|\s*safe\b|autoescape\s+false|\bMarkup\(") == ["templates/parts.html"]


def test_templates_carry_no_style_script_or_handler():
    """The Content-Security-Policy would stop them; scripts are files of our own."""
    styled = templates_with(r"<[^>]*\sstyle\s*=|<style\b")
    assert not [name for name in styled if not name.startswith("templates/letters/")], "only mail has no other way"
    assert not templates_with(r"<[^>]*\son[a-z]+\s*=|javascript:")
    assert not templates_with(r"<script(?![^>]*\bsrc=)")


def test_templates_address_this_site_by_path():
    assert not templates_with("_external")


def test_every_form_that_is_sent_carries_its_token():
    forms = [
        (name, form)
        for name, text in TEMPLATES.items()
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.IGNORECASE)
    ]
    assert not [name for name, form in forms if not re.search(r"csrf_field\(\)|token_field|hidden_tag\(\)", form)]
