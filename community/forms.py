"""What every form shares: CSRF, and bringing an action's refusal back to the field that it is about."""

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm

from community.database import db
from community.errors import Invalid, Refusal, Throttled


class Form(FlaskForm):
    """A form that carries out one action and keeps what was typed when the action refuses."""

    result: Any = None

    def carries_out(self, action: Callable[[], Any]) -> bool:
        """Run the action where the input is well shaped; say whether it was done, its result in `result`.

        What the action refuses for the sake of the input stands beside the field afterwards, and nothing of it is kept
        in the database; other refusals (absent, not allowed, outdated) pass through.
        """
        if not self.validate_on_submit():
            return False
        try:
            self.result = action()
        except Refusal as refusal:
            if type(refusal) not in (Refusal, Invalid, Throttled):
                raise
            db.session.rollback()
            field = self._fields.get(getattr(refusal, "field", ""))
            if field is not None:
                field.errors = [*field.errors, refusal.message]
            else:
                self.form_errors.append(refusal.message)
            return False
        return True

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows the form: 422 when it shows errors."""
        return 422 if self.is_submitted() else 200
