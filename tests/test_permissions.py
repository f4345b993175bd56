"""Every address and every action, asked by every role: the answer is the table's, and a refusal changes nothing."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

import community
from community import create_app
from community.database import session
from community.errors import Absent, NotAllowed, Refusal
from tests import databases, permissions
from tests.permission_actions import ACTIONS, CALLS, WITHOUT_A_DOER, Things, prepare
from tests.permission_forms import FORMS
from tests.stage import PLACES, ROLES, WORD, Stage, person_for, rows, who

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
SIGNS = {401: "i", 403: "x", 404: ".", 422: "?"}
OF_DEMO_MODE = {
    ("demo.sign_in", "POST")
}  # registered on a loopback address only; tests/demo and test_demo_guard try it
VERBS = {line.split()[0]: line.split()[1:] for line in ACTIONS.splitlines() if line}


def _asked(app) -> set[tuple[str, str]]:
    return {
        (rule.endpoint, method) for rule in app.url_map.iter_rules() for method in METHODS & (rule.methods or set())
    }


def test_every_address_stands_in_the_table(prepared):
    assert set(permissions.TABLE) | permissions.NOT_YET == _asked(prepared)


def test_demo_mode_adds_nothing_that_is_not_named_here(tmp_path):
    settings = databases.settings(f"sqlite:///{tmp_path / 'demo.sqlite'}", tmp_path)
    assert _asked(create_app(settings | {"DEMO": True})) - set(permissions.TABLE) - permissions.NOT_YET == OF_DEMO_MODE


def test_every_address_that_takes_a_form_is_sent_one():
    assert set(FORMS) == {endpoint for endpoint, method in {*permissions.TABLE} if method == "POST"}


def test_every_column_answers_every_role():
    columns = [column for row in (permissions.TABLE | VERBS).values() for column in row]
    assert not [column for column in columns if len(column) != len(ROLES) or set(column) - set("+~ix.?>")]


@pytest.mark.parametrize("row", permissions.TABLE, ids="-".join)
def test_each_role_is_answered_as_the_table_says(stage, row):
    columns = permissions.TABLE[row]
    assert _columns(lambda place, role: _answer(stage, row, place, role), columns) == columns


def test_every_action_stands_in_the_table():
    verbs = dict(_actions())
    with_a_doer = {name for name, verb in verbs.items() if _names_a_doer(verb)}
    assert {name.partition(":")[0] for name in VERBS} == with_a_doer
    assert set(WITHOUT_A_DOER) == set(verbs) - with_a_doer
    assert set(VERBS) == set(CALLS)


@pytest.mark.parametrize("name", VERBS)
def test_each_role_may_do_what_the_table_says(stage, name):
    assert _columns(lambda place, role: _outcome(stage, name, place, role), VERBS[name]) == VERBS[name]


def _names_a_doer(verb: Callable) -> bool:
    """Whether it must be told who does it; where it may be told, it only notes who did."""
    by = inspect.signature(verb).parameters.get("by")
    return by is not None and by.default is inspect.Parameter.empty


def _columns(ask: Callable[[str, str], str], columns: list[str]) -> list[str]:
    return ["".join(ask(place, role) for role in ROLES) for place, _ in zip(PLACES, columns, strict=False)]


def _answer(stage: Stage, row: tuple[str, str], place_name: str, role: str) -> str:
    (endpoint, method), place = row, stage.places[place_name]
    browser, address = stage.browser(person_for(role, place_name)), _address(stage, row, place)
    if method == "GET":
        answer = browser.get(address)
        sign = {200: "+", 302: ">"}.get(answer.status_code) or _sign(answer)
    else:
        answer = browser.post(address, data=FORMS[endpoint](place))
        is_changed = stage.is_changed()
        is_done = answer.status_code in (200, 302)
        sign = {(True, True): "+", (True, False): "~"}.get((is_done, is_changed)) or _sign(answer)
        if is_changed:
            assert is_done, f"{role} was refused {address}, and something changed"
            stage.reset()
    if sign not in "+~>":
        assert WORD not in answer.text.replace(address, ""), (
            f"the refusal to {role} at {address} tells what stands there"
        )
    is_sent_away = sign != "+" and answer.headers.get("Location", "").startswith("/sign-in")
    return "i" if is_sent_away else sign


def _sign(answer) -> str:
    return SIGNS.get(answer.status_code, f"[{answer.status_code}]")


def _address(stage: Stage, row: tuple[str, str], place: dict) -> str:
    (rule,) = (rule for rule in stage.app.url_map.iter_rules() if rule.endpoint == row[0])
    is_area = len(permissions.TABLE[row]) < len(PLACES)
    with stage.app.test_request_context():
        return stage.app.url_for(row[0], **permissions.values(row[0], rule.arguments, place, is_area=is_area))


def _outcome(stage: Stage, name: str, place: str, role: str) -> str:
    """Return the sign of what an action does, and take it back."""
    things = Things(stage.places[place])
    before = rows() if prepare(name, things) else stage.prepared
    changes = _changes()
    try:
        CALLS[name](things, who(person_for(role, place)))
        session().flush()
        return "+" if _changes() != changes and rows() != before else "~"
    except (Absent, NotAllowed, Refusal) as refusal:
        session().flush()
        assert _changes() == changes or rows() == before, f"{role} was refused {name}, and something changed"
        return SIGNS.get(refusal.status, "?")
    finally:
        session().rollback()


def _changes() -> int:
    """Return how many rows the present connection has written."""
    return session().connection().connection.driver_connection.total_changes


def _actions() -> Iterator[tuple[str, Callable]]:
    """Return the public functions of all modules of actions, with the names they have inside the package."""
    for info in pkgutil.walk_packages(community.__path__, "community."):
        if info.name.split(".")[2:3] == ["actions"]:
            module = importlib.import_module(info.name)
            yield from ((f"{_short(module)}.{name}", verb) for name, verb in _functions(module))


def _functions(module: ModuleType) -> list[tuple[str, Callable]]:
    found = inspect.getmembers(module, inspect.isfunction)
    return [(name, verb) for name, verb in found if verb.__module__ == module.__name__ and not name.startswith("_")]


def _short(module: ModuleType) -> str:
    return module.__name__.removeprefix("community.")
