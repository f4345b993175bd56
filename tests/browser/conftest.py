"""What a test in a real browser needs: the site served over HTTP, Chromium, and axe-core."""

import hashlib
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, Route, sync_playwright
from werkzeug.serving import make_server

from community import worker
from tests.browser import chromium

# What looks otherwise where scripts run; all else is judged where they do.
LOOKS_OTHERWISE = "textarea[data-markdown], textarea[data-files], input[type=password], [data-copies], [data-live]"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.arguments())
        yield started
        started.close()


@pytest.fixture
def site(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address at which the application answers, forms protected and the worker working as in production."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    working = worker.start_thread(app, app.extensions[worker.JOBS])
    yield f"http://127.0.0.1:{server.server_port}"
    working.stop()
    server.shutdown()
    serving.join()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def has_scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts: a test that asks for `page` runs once with and once without."""
    return request.param


@pytest.fixture
def page(browser: Browser, site: str, has_scripts: bool) -> Iterator[Page]:
    """A page of a fresh browser; the test fails when a script fails, a policy is broken or a request leaves the site."""
    context = browser.new_context(base_url=site, java_script_enabled=has_scripts)
    opened, wrong = context.new_page(), []
    opened.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    opened.on("console", lambda said: wrong.append(said.text) if _is_wrong(said) else None)
    opened.on("request", lambda sent: wrong.append(f"left the site: {sent.url}") if _leaves(sent.url, site) else None)
    yield opened
    context.close()
    assert not wrong


@pytest.fixture(scope="session")
def copy(browser: Browser) -> Iterator[Page]:
    """A page that shows copies of others."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every process of the tests notes the pages in which nothing was found."""
    folder = tmp_path_factory.getbasetemp().parent / "judged"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def accessible(copy: Page, has_scripts: bool, judged: Path) -> Callable[[Page], None]:
    """A check that axe-core finds no violation on a page as it stands; what differs in numbers only is judged once."""

    def check(page: Page) -> None:
        page.wait_for_load_state()  # a click waits for the next page to begin, not for what it holds
        if not has_scripts and not page.locator(LOOKS_OTHERWISE).count():
            return
        note = judged / _likeness(page)
        if note.exists():
            return
        if not has_scripts:  # axe-core is a script itself: it judges a copy, in which no other runs
            _show(page, copy)
        found = Axe().run(page if has_scripts else copy, options={"runOnly": WCAG, "resultTypes": ["violations"]})
        assert not found.violations_count, f"{page.url}\n{found.generate_report()}"
        note.touch()

    return check


def _likeness(page: Page) -> str:
    """Return what two pages have in common that look the same."""
    source = re.sub(r'name="csrf_token"[^>]*|[A-Za-z0-9_.-]{40,}|[0-9]+', "", page.content())
    seen = f"{page.viewport_size} {_is_dark(page)} {source}"
    return hashlib.sha256(seen.encode()).hexdigest()


def _is_dark(page: Page) -> bool:
    return page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")


def _show(page: Page, copy: Page) -> None:
    source = page.content()

    def answer(route: Route) -> None:
        if route.request.is_navigation_request():
            route.fulfill(body=source, content_type="text/html")
        elif route.request.resource_type == "script":
            route.abort()
        else:
            route.continue_()

    copy.set_viewport_size(page.viewport_size)
    copy.emulate_media(color_scheme="dark" if _is_dark(page) else "light")
    copy.goto("about:blank")  # an address that differs in its fragment only would not be loaded again
    copy.route("**/*", answer)
    copy.goto(page.url)
    copy.unroute("**/*")


def _is_wrong(said) -> bool:
    return said.type == "error" and not said.text.startswith("Failed to load resource")  # pages may answer 404 or 422


def _leaves(url: str, site: str) -> bool:
    return not url.startswith((site, "data:", "about:"))
