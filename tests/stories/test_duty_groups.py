"""A Slack user group as the source of a duty rota: its members are asked, and come and go with it."""

from __future__ import annotations

from bot.flows.doctor import examine
from tests.engine.staging import Stage, staged
from tests.stories.escalating import inbox, rows

GROUP = "S0NIGHT"


async def named(stage: Stage, group: str) -> dict[str, str]:
    """The administrator names a group on customer service's rota; the errors by field."""
    ana = stage.world.person("U0ANA")
    await ana.command("/tutti rota customer_service")
    sent = await ana.fill_and_submit({"group": group})
    await stage.settle()
    return dict(sent.errors)


def on_duty(url: str) -> list[object]:
    return list(rows(url, "select person, accepted from seat where role = 'on_call' order by position"))


async def test_a_groups_members_are_asked_and_come_and_go_with_it(database_url: str) -> None:
    async with staged(database_url, options=["groups"]) as stage:
        stage.world.box.workspace.groups[GROUP] = ["U0TOM", "U0INES", "U0TUTTI"]
        assert "S0123ABCD" in (await named(stage, "night people"))["group"]
        assert await named(stage, GROUP) == {}
        assert on_duty(database_url) == [("U0TOM", True), ("U0INES", False)], "Tom had accepted; a bot cannot"
        ines, lea = stage.world.person("U0INES"), stage.world.person("U0LEA")
        assert "You are no longer on the duty rota" in inbox(lea)
        await ines.press(next(one for one in ines.inbox() if "rota_accept" in one.buttons), "rota_accept")

        await stage.world.happens.group_changes(GROUP, ["U0INES", "U0NADIA"])
        await stage.settle()
        assert on_duty(database_url) == [("U0INES", True), ("U0NADIA", False)]
        assert "asks you to be on the duty rota" in inbox(stage.world.person("U0NADIA"))


async def test_without_the_scope_the_rota_stays_and_the_doctor_says_what_is_missing(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        stage.world.box.workspace.groups[GROUP] = ["U0INES"]
        assert await named(stage, GROUP) == {}
        assert on_duty(sqlite_url) == [("U0LEA", True), ("U0TOM", True)]
        found = [one.sentence for one in await examine(stage.tutti.tools) if not one.ok]
        assert any("usergroups:read" in sentence for sentence in found), found
