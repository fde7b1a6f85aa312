"""What a reader does on the page at /docs."""

import re

from playwright.async_api import Locator, Page


class DocsPage:
    """The interactive page of one service."""

    def __init__(self, page: Page, url: str) -> None:
        self._page = page
        self._url = url

    async def open(self) -> None:
        """Open the page and wait until it shows the operations."""
        await self._page.goto(self._url)
        await self._page.locator(".opblock").first.wait_for()

    async def operations(self) -> list[str]:
        """Return `METHOD /path` of each operation shown, without invisible break marks."""
        blocks = self._page.locator(".opblock-summary")
        shown = []
        for block in await blocks.all():
            method = await block.locator(".opblock-summary-method").inner_text()
            path = await block.locator(".opblock-summary-path").inner_text()
            shown.append(f"{method} {re.sub('[^!-~]', '', path)}")
        return shown

    async def authorise(self, token: str) -> None:
        """Give the page a token to send."""
        await self._page.locator("button.authorize").first.click()
        dialog = self._page.locator(".modal-ux")
        await dialog.locator("input").fill(token)
        await dialog.locator("button.authorize").click()
        await dialog.locator("button.btn-done").click()
        await dialog.wait_for(state="detached")

    async def try_out(self, operation_id: str, **parameters: str) -> Locator:
        """Send a request and return the part of the page that shows its answer."""
        operation = self._page.locator(f'.opblock[id$="-{operation_id}"]')
        await operation.locator(".opblock-summary-control").click()
        for name, value in parameters.items():
            row = operation.locator(f'tr[data-param-name="{name}"]')
            await row.locator("input").fill(value)
        await operation.locator("button.execute").click()
        answer = operation.locator(".live-responses-table")
        await answer.locator(".response-col_status").last.wait_for()
        return answer
