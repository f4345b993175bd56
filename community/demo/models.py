"""What of the shipped content has been loaded."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from community.database import Model


class Loaded(Model):
    """One piece of shipped content that stands in the database, so that loading again changes nothing."""

    __tablename__ = "loaded"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    target_id: Mapped[int]
