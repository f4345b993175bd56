"""What the parts of one filling share: the loader, the writer, the clock, and the passages harvested on the way."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from community.lessons.passages import Passage
from tests.benchmarks.data.loading import Loader
from tests.benchmarks.data.people import START, Place
from tests.benchmarks.data.words import Writer


@dataclass
class Filling:
    """One filling of the database."""

    load: Loader
    writer: Writer
    minutes: int = 0
    posts: int = 0
    passages: list[int] = field(default_factory=list)
    common: list[int] = field(default_factory=list)  # of these, what all of the big community may read

    @property
    def random(self) -> Random:
        """Where every choice comes from, so that two fillings are the same."""
        return self.writer.random

    def tick(self) -> datetime:
        """Return the next minute."""
        self.minutes += 1
        return START + timedelta(minutes=self.minutes)

    def harvest(
        self,
        place: Place,
        audience: str,
        author: int,
        exact: str,
        *,
        case_revision_id: int | None = None,
        post_revision_id: int | None = None,
        section: str | None = None,
        anchor: str = "",
    ) -> None:
        """Add a passage, for lessons to cite."""
        passage_id = self.load.add(
            Passage,
            group_id=place.id,
            audience=audience,
            case_revision_id=case_revision_id,
            post_revision_id=post_revision_id,
            section=section,
            anchor=anchor,
            exact=exact,
            language="en",
            author_id=author,
            harvested_by_id=self.random.choice(place.members),
            harvested_at=self.tick(),
            released_at=None,
        )
        self.passages.append(passage_id)
        if is_citable(place) and audience != "subgroup":
            self.common.append(passage_id)


def is_citable(place: Place) -> bool:
    """Say whether lessons of the big community cite what is written here."""
    return place.community_id == 1 and not place.is_confidential


def as_html(anchor: str, texts: list[str]) -> str:
    """Return paragraphs as the product's rendering would: without rendering, which would take too long here."""
    return "\n".join(f'<p id="{anchor}-{n}">{text}</p>' for n, text in enumerate(texts, start=1))
