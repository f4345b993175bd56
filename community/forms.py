"""What every form shares: CSRF, and bringing an action's refusal back to the field that it is about."""

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.meta import DefaultMeta

from community.database import db, writing
from community.errors import Invalid, Refusal, Throttled
from community.languages import reader
from community.lines import storable


class Form(FlaskForm):
    """A form that carries out one action and keeps what was typed when the action refuses."""

    class Meta(FlaskForm.Meta):
        """WTForms' own messages in the reader's language; flask-wtf reads their catalogue from the disk for every form."""

        @property
        def locales(self) -> list[str]:
            """The language that the page speaks."""
            return [reader()[0]]

        def get_translations(self, form: Any) -> Any:
            """Return the catalogue that WTForms keeps in memory."""
            return DefaultMeta.get_translations(self, form)

    result: Any = None
    is_preview = False  # whether it was sent to be shown only

    def carries_out(self, action: Callable[..., Any], *, prepare: Callable[[], Any] | None = None) -> bool:
        """Run the action where the input is well shaped; say whether it was done, its result in `result`.

        What takes its time, `prepare` does before anything is locked; the action is given what it returns.

        What the action refuses for the sake of the input stands beside the field afterwards, and nothing of it is kept
        in the database; other refusals (absent, not allowed, outdated) pass through.
        """
        if self.is_submitted():
            self._tidy()
        if not self.validate_on_submit():
            return False
        try:
            prepared = [prepare()] if prepare else []
            with writing():
                self.result = action(*prepared)
        except Refusal as refusal:
            if type(refusal) not in (Refusal, Invalid, Throttled):
                raise
            db.session.rollback()
            self.refuse(getattr(refusal, "field", ""), refusal.message)
            return False
        return True

    def refuse(self, name: str, message: str) -> None:
        """Let a field say what is wrong with it, or the form, where it has no such field."""
        field = self._fields.get(name)
        if field is not None:
            field.errors = [*field.errors, message]
        else:
            self.form_errors.append(message)

    def preview(self, name: str, html: str) -> None:
        """Let a field show what its text will look like."""
        self.is_preview = True
        self._fields[name].preview = html

    def _tidy(self) -> None:
        """Take a text field that was not sent for empty, and out of the others what no database takes."""
        for field in self:
            if isinstance(field, StringField):
                field.data = storable(field.data or "")

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows the form: 422 when it shows errors."""
        return 422 if self.is_submitted() and (self.errors or not self.is_preview) else 200
