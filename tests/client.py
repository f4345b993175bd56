"""The test client: each request has an application context of its own, as on a server."""

from flask.testing import FlaskClient

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
