"""How communities arrange the form of their cases: every state of each, the newest one being in force."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model


class OwnForm(Model):
    """One state of a community's form. Its edition grows from state to state and is that of no other, whatever the database."""

    __tablename__ = "case_form"

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    edition: Mapped[int] = mapped_column(BigInteger)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    changed_by: Mapped[Person] = relationship()
