"""The system's Chromium, and a look at everything a page complains about."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, async_playwright

# One of them will do.
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Chromium reports a breach of the policy on the console too, but not where it came from.
REPORT_BREACHES = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""


class WatchedPage:
    """A page with what went wrong on it: console errors, failed requests, policy breaches."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requested: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("requestfailed", lambda request: self._note("error", f"failed {request.url}"))
        page.on("request", lambda request: self.requested.append(request.url))

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)


@asynccontextmanager
async def chromium_page() -> AsyncIterator[WatchedPage]:
    """Open a page in the Chromium that the system has."""
    executable = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if executable is None:
        raise RuntimeError("these tests need Chromium: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1280, "height": 1000})
        await page.add_init_script(REPORT_BREACHES)
        yield WatchedPage(page)
        await browser.close()
