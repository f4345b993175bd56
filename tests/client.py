"""The test client: each request has an application context of its own, as on a server."""

import io
import zipfile

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from community.database import db


class Client(FlaskClient):
    """Sends requests that share neither `g` (where flask-login keeps who is asking) nor the session with the test.

    What the test prepared is committed first, because the request could not see it otherwise.
    """

    def open(self, *args, **kwargs):
        """Send a request."""
        db.session.commit()
        with self.application.app_context():
            return super().open(*args, **kwargs)


def words_of(answer: TestResponse) -> str:
    """Return all that an answer says, also where it is packed."""
    if answer.mimetype != "application/zip":
        return answer.get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
        return "\n\n".join(f"{name}\n{files.read(name).decode()}" for name in files.namelist())
