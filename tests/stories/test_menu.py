"""`/tutti`, its words in both languages, and what it answers to a word that it does not know."""

from __future__ import annotations

import pytest

from bot.sandbox.workspace import Human
from tests.stories.bakery import bakery


async def test_the_menu_opens_everything(database_url: str) -> None:
    async with bakery(database_url, lang="fr") as world:
        hugo, julie = world.person("U0HUGO"), world.person("U0JULIE")
        await hugo.command("/tutti")
        menu = hugo.sees("C0GEN")[-1]
        assert menu.ephemeral and "What do you want to do?" in menu.all_text
        for button, form in (("open_launch", "launch_announce"), ("open_escalation", "escalation_open")):
            await hugo.press(menu, button)
            view = hugo.view()
            assert view is not None and view.callback_id == form
            await hugo.close()
        await hugo.press(menu, "open_crisis")
        view = hugo.view()
        assert view is not None and view.callback_id == "crisis_open"
        await hugo.close()
        for button, said in (("show_digest", "eekly digest"), ("show_help", "To organise")):
            await hugo.press(menu, button)
            await world.walk.settle()
            assert said in hugo.sees("C0GEN")[-1].all_text
        await julie.command("/tutti")
        assert "Annoncer un lancement" in julie.sees("C0GEN")[-1].all_text


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("/tutti Lancer Galette", "launch_announce"),
        ("/tutti LAUNCH Galette", "launch_announce"),
        ("/launch Galette", "launch_announce"),
        ("/tutti escaladé Four froid", "escalation_open"),
        ("/escalate Four froid", "escalation_open"),
        ("/tutti Crise", "crisis_open"),
    ],
)
async def test_words_are_understood_in_both_languages(sqlite_url: str, line: str, form: str) -> None:
    async with bakery(sqlite_url, lang="fr") as world:
        julie = world.person("U0JULIE")
        await julie.command(line)
        view = julie.view()
        assert view is not None and view.callback_id == form


async def test_help_and_an_unknown_word_are_private_and_in_the_readers_language(database_url: str) -> None:
    async with bakery(database_url, lang="fr") as world:
        julie, hugo = world.person("U0JULIE"), world.person("U0HUGO")
        await julie.command("/tutti Aide")
        assert "*Organiser*" in julie.sees("C0GEN")[-1].all_text
        await hugo.command("/tutti help")
        assert "<@U0KARIM>" in hugo.sees("C0GEN")[-1].all_text
        await hugo.command("/tutti <!channel>&amp;*bold*")
        answer = hugo.sees("C0GEN")[-1]
        assert "is not a word that Tutti knows" in answer.all_text
        assert "<!channel>" not in answer.all_text and "&lt;!channel&gt;" in answer.all_text
        assert "open_launch" in answer.buttons
        assert not [one for one in julie.sees("C0GEN") if one.ts == answer.ts]


async def test_a_stranger_is_looked_up_once_and_a_guest_is_told_whom_to_ask(database_url: str) -> None:
    async with bakery(database_url) as world:
        world.workspace.people["U0MAX"] = Human("U0MAX", "Max Dray", is_restricted=True)
        max_ = world.person("U0MAX")
        world.workspace.rooms["C0GEN"].members.add("U0MAX")
        for _ in range(2):
            reply = await max_.command("/tutti launch Galette")
            assert "Guests cannot announce a launch" in reply.text
        assert sum(call.method == "users.info" for call in world.calls) == 1
