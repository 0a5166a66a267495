"""For developers: what goes between Slack and the bot, in order, and faults that are switched on by hand."""

from __future__ import annotations

import aiohttp
import pytest
from playwright.async_api import expect
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.stories.seats import playing, sitting


@pytest.mark.xdist_group("browser")
async def test_a_developer_sees_what_slack_refuses_and_makes_it_fail(sqlite_url: str, chromium: str) -> None:
    async with playing(sqlite_url, "fr") as world, sitting(world, chromium) as sit:
        julie = await sit("U0JULIE", "C0MKT")
        page = julie.page
        await page.get_by_test_id("inspector-toggle").click()
        panel = page.get_by_test_id("inspector")
        client = AsyncWebClient(token=world.token, base_url=world.api_url, retry_handlers=[])
        block = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
        for method, sent in (
            ("pins.add", {}),
            ("chat.postMessage", {"channel": "C0MKT", "blocks": [block]}),
        ):
            with pytest.raises(SlackApiError):
                await client.api_call(method, json=sent)
        unknown = panel.locator(".refused", has_text="pins.add")
        await expect(unknown).to_contain_text("unknown_method")
        refused = panel.locator(".refused", has_text="chat.postMessage")
        await refused.locator("summary").click()
        await expect(refused).to_contain_text("[json-pointer:/blocks/0/text/text]")
        await julie.shot("fr-40-inspector")

        await page.get_by_test_id("fault-kind").select_option("fail")
        await page.get_by_test_id("fault-method").select_option("chat.postEphemeral")
        await page.get_by_test_id("fault-on").click()
        await expect(page.get_by_test_id("faults-on")).to_contain_text("Slack répond 500")
        with pytest.raises((SlackApiError, aiohttp.ClientError)):
            await client.chat_postEphemeral(channel="C0MKT", user="U0JULIE", text="x")
        failed = panel.locator(".refused", has_text="chat.postEphemeral").first
        await expect(failed).to_contain_text("http_500")
        await page.get_by_test_id("fault-off").click()
        await expect(page.get_by_test_id("faults-on")).to_contain_text("Aucune panne")
        await julie.type("/tutti aide")
        given = panel.locator("[data-name='/tutti']").first
        await expect(given).to_contain_text("→ bot")
        await expect(given.locator(".call-took")).to_contain_text("ms")
