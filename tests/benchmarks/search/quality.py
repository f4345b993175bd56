"""How well each engine finds: nDCG@10 and success@5 in every exercise, over the same documents."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from community.search.engine import Answer, Request
from community.search.grammar import parse
from tests.benchmarks.search.collection import SCOPES
from tests.benchmarks.search.engines import ALL, Measurable
from tests.benchmarks.search.metrics import ndcg, success
from tests.benchmarks.search.questions import Exercise, Question, exercises


class Score(NamedTuple):
    """The means over the questions of one exercise."""

    ndcg: float
    success: float


class Result(NamedTuple):
    """What one exercise showed of each engine; `mended` where the words that it offered instead were taken."""

    name: str
    size: int
    scores: dict[str, Score]
    mended: dict[str, Score]


def measure(names: Sequence[str]) -> list[Result]:
    """Ask every engine every question."""
    return [_measure(exercise, names) for exercise in exercises()]


def _measure(exercise: Exercise, names: Sequence[str]) -> Result:
    scores, mended = {}, {}
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            engine = ALL[name](Path(folder, "index"))
            engine.rebuild(exercise.documents)
            answers = [(_ask(engine, question.text), question) for question in exercise.questions]
            scores[name] = _score(answers)
            if any(answer.corrections for answer, _ in answers):
                mended[name] = _score(
                    [(_ask_again(engine, answer, question), question) for answer, question in answers]
                )
    return Result(exercise.name, len(exercise.questions), scores, mended)


def _ask(engine: Measurable, text: str) -> Answer:
    return engine.search(Request(parse(text), SCOPES))


def _ask_again(engine: Measurable, answer: Answer, question: Question) -> Answer:
    """Take up what was offered under "Did you mean"."""
    text = question.text.lower()
    for word, meant in answer.corrections.items():
        text = text.replace(word, meant)
    return _ask(engine, text)


def _score(answers: Sequence[tuple[Answer, Question]]) -> Score:
    pairs = [(answer.keys, question.grades) for answer, question in answers]
    return Score(mean(ndcg(*pair) for pair in pairs), mean(success(*pair) for pair in pairs))
