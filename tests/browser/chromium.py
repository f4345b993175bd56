"""Finding a Chromium to test in, and getting one where there is none: `python -m tests.browser.chromium`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

# The first has no window to draw, and takes a fifth less time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
IN_FOLDERS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
MISSING = """\
The browser tests need Chromium, and none was found or could be installed; what was tried stands above.
Install it (on Debian and Ubuntu: apt-get install chromium), or say where it is:  make test CHROMIUM=/path/to/chromium"""


def find() -> str | None:
    """Return the path of a Chromium that starts."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen if _starts(chosen) else None
    known = [*filter(None, map(shutil.which, NAMES)), *IN_FOLDERS]
    return next((path for path in known if _starts(path)), None) or _playwrights_own()


def arguments() -> list[str]:
    """Return the arguments to start it with: quiet, and without the sandbox that root cannot have."""
    alone = ["--disable-background-networking", "--disable-gpu", "--disable-dev-shm-usage"]
    return [*alone, "--no-sandbox"] if os.geteuid() == 0 else alone


def install() -> None:
    """Install Chromium: from the system's packages as root on Debian, in the user's cache elsewhere."""
    if os.geteuid() == 0 and shutil.which("apt-get") and _is_debian():
        environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environ, check=False)
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        for name in NAMES[:2]:  # a Debian before the twelfth has the second only
            if subprocess.run([*apt, name], env=environ, check=False, stdout=subprocess.DEVNULL).returncode == 0:
                return
    with_libraries = ["--with-deps"] if os.geteuid() == 0 else []
    subprocess.run([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"], check=False)


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "\nID=debian\n" in f"\n{release.read_text()}\n"


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _starts(path) else None


def _starts(path: str) -> bool:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except OSError:
        return False
    return said.returncode == 0 and "Chrom" in said.stdout


def main() -> None:
    """Make sure that there is a Chromium, or say what is missing."""
    found = find()
    if not found and "CHROMIUM" not in os.environ:
        print("Set-up: installing Chromium for the browser tests (a minute or two, the first time) …", flush=True)
        install()
        found = find()
    if not found:
        sys.exit(MISSING)


if __name__ == "__main__":
    main()
