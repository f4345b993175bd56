"""What any search engine must keep, replace and survive."""

import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.postgresql

# Writing


def test_an_update_takes_the_place_of_what_was(engine, document, ask):
    documents = [document(f"case:{i}", "wage") for i in range(30)]
    engine.write(documents, [])
    assert ask(engine, "wage", limit=50).total == 30
    engine.write([replace(documents[7], body="oil")], [])
    assert ask(engine, "wage", limit=50).total == 29
    assert ask(engine, "oil", limit=50).keys == ("case:7",)
    engine.write([replace(documents[7], body="wage")], [])
    answer = ask(engine, "wage", limit=50)
    assert answer.total == len(answer.keys) == answer.facets["kind"]["case"] == engine.count() == 30


def test_the_last_of_several_updates_stays(engine, document, found):
    engine.write([document("case:1", "wage"), document("case:1", "oil")], [])
    assert engine.count() == 1
    assert found(engine, "oil") == {"case:1"}


def test_removals(engine, document, found):
    engine.write([document("case:1", "wage"), document("case:2", "wage")], [])
    engine.write([], ["case:1", "case:404"])
    assert found(engine, "wage") == set(engine.keys()) == {"case:2"}
    engine.write([document("case:2", "oil")], ["case:2"])
    assert found(engine, "oil") == {"case:2"}


def test_a_change_of_scope_takes_effect(engine, document, found):
    engine.write([document("case:1", "wage")], [])
    engine.write([document("case:1", "wage", scope="3:subgroup")], [])
    assert found(engine, "wage") == set()
    assert found(engine, "wage", {"3:subgroup"}) == {"case:1"}


def test_many_small_writes_then_a_merge(engine, document, ask):
    for i in range(40):
        engine.write([document(f"case:{i % 15}", f"wage number{i}")], [f"case:{(i + 5) % 15}"])
    expected = set(engine.keys())
    assert set(ask(engine, "wage", limit=50).keys) == expected
    engine.merge()
    engine.merge()
    answer = ask(engine, "wage", limit=50)
    assert set(answer.keys) == set(engine.keys()) == expected
    assert (answer.facets["kind"], answer.facets["community"]) == ({"case": len(expected)}, {"psc": len(expected)})
    assert ask(engine, '"wage number39"').keys == ("case:9",)


def test_rebuild_replaces_everything(engine, document, found):
    engine.write([document("case:1", "wage")], [])
    engine.rebuild([document("case:2", "wage"), document("case:3", "oil")])
    assert set(engine.keys()) == {"case:2", "case:3"}
    assert found(engine, "wage") == {"case:2"}
    engine.clear()
    assert engine.count() == 0
    assert found(engine, "wage") == set()


def test_the_old_index_serves_while_a_new_one_is_built(engine, document, found):
    engine.write([document("case:1", "wage")], [])
    seen = []

    def documents():
        yield document("case:2", "wage")
        seen.append(found(engine, "wage"))
        yield document("case:3", "wage")

    engine.rebuild(documents())
    assert seen == [{"case:1"}]
    assert found(engine, "wage") == {"case:2", "case:3"}


def test_a_rebuild_that_fails_changes_nothing(engine, document, found):
    engine.write([document("case:1", "wage")], [])

    def documents():
        yield document("case:2", "wage")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(documents())
    assert found(engine, "wage") == {"case:1"}
    engine.write([document("case:3", "wage")], [])
    assert found(engine, "wage") == {"case:1", "case:3"}


def test_threads_search_while_documents_change(engine, document, ask):
    documents = [document(f"case:{i}", "The minimum wage and its dialogue") for i in range(20)]
    engine.write(documents, [])
    wrong, is_done = [], threading.Event()

    def read():
        while not is_done.is_set():
            for text in ("wage", '"minimum wage"', "dial*"):
                try:
                    answer = ask(engine, text, limit=50)
                except Exception as error:
                    wrong.append(error)
                    return
                if answer.total != 20 or len(set(answer.keys)) != 20:
                    wrong.append(answer)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for i in range(20):
        engine.write([documents[i]], [])
        if i % 8 == 7:
            engine.merge()
    engine.rebuild(documents)
    is_done.set()
    for thread in threads:
        thread.join()
    assert wrong == []


# Bad input

DANGEROUS = [
    "*",
    "a*",
    "the*",
    "[a TO z]",
    "{a TO z]",
    "word " * 5_000,
    " ".join(f"word{i}" for i in range(5_000)),
    "x" * 100_000,
    '"' + "x " * 50_000 + '"',
    "(" * 2_000 + "a" + ")" * 2_000,
    "key:case",
    "scope:3",
    "scope:3:subgroup",
    "body:secret",
    "a\x00b\x00",
    "/.*/ r'x' w?ge wage~2 wage^9",
    "AND OR NOT && || !",
    "\u202egaw\u202c e\u0301\u0301\u0301\u0301 \ud800",
    "wage\u200d" * 50,
    "🙂🙂 ﷺ ǆ ﬁ İ ß",
    "-" * 500,
    '"' * 501,
    "-kind:case -in:psc kind:* in:*",
]


@pytest.mark.parametrize("text", DANGEROUS, ids=range(len(DANGEROUS)))
def test_dangerous_queries_are_answered(library, ask, text):
    answer = ask(library, text)
    assert set(answer.keys) <= {"case:1", "case:2", "post:2", "post:3"}


PARTS = ["wage", '"minimum', 'oil"', "-the", "kind:case", "dial*", "é", "l*", '-"', "in:psc"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.text(max_size=300) | st.lists(st.sampled_from(PARTS)).map(" ".join))
def test_any_text_is_answered(library, ask, text):
    answer = ask(library, text)
    assert answer.total >= len(answer.keys)
    assert sum(answer.facets["kind"].values()) == sum(answer.facets["year"].values()) == answer.total


def test_documents_of_all_sorts(engine, document, found):
    engine.write(
        [
            document("case:1", "", author="", organisation=""),
            document("case:2", "wage " * 200_000),
            document("case:3", "y" * 1_000_000 + " oil"),
            document("case:4", "\x00 \ud800 wage", language="", title="égue", community="", kind="x"),
            document("case:5", "égue", language="es"),
        ],
        [],
    )
    assert engine.count() == 5
    assert found(engine, "wage") == {"case:2", "case:4"}
    assert found(engine, "oil") == {"case:3"}
    assert found(engine, "égue") == {"case:4", "case:5"}
    engine.merge()
    assert found(engine, "oil") == {"case:3"}


def test_an_engine_with_nothing_in_it(engine, ask):
    assert ask(engine, "wage dialogue").total == 0
    assert engine.count() == 0
    engine.merge()
    engine.write([], ["case:1"])
    assert list(engine.keys()) == []
