"""The Chromium that opens the sandbox's page in the tests.

`python -m tests.browser` finds one, or installs it (as root, where there is apt), or says in one sentence
how to get it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright
from playwright.sync_api import sync_playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    "The tests of the page need a Chromium and none was found: install one with `apt-get install chromium` "
    "or `.venv/bin/playwright install chromium`, then run `make test` again."
)


def found() -> str | None:
    """The path of a Chromium: one in PATH, else the one Playwright keeps, else nothing."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return _of_playwright()


def required() -> str:
    """The path of a Chromium, installed now if that is possible.

    Raises SystemExit with one sentence on how to get one. Not to be called inside a running event loop.
    """
    path = found()
    if path is None and _may_install():
        _install()
        path = found()
    if path is None:
        raise SystemExit(MISSING)
    return path


@asynccontextmanager
async def opened(path: str) -> AsyncIterator[Browser]:
    """The Chromium at `path`, without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


def _of_playwright() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "chromium"]):
        # A failure shows below, as a Chromium that is still not there.
        subprocess.run(["apt-get", *arguments], env=environment, stdout=sys.stderr, check=False)


if __name__ == "__main__":
    print(f"The page is tested in {required()}")
