"""Each test of files has a store of its own."""

import pytest

from community.files.storage import EXTENSION, FolderStore


@pytest.fixture
def app(app, tmp_path, monkeypatch):
    """The application, with an empty store."""
    monkeypatch.setitem(app.extensions, EXTENSION, FolderStore(tmp_path / "files"))
    return app
