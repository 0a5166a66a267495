"""What `/tutti` answers when it is asked for no form: the menu, the help, an unknown word."""

from __future__ import annotations

from bot.i18n import Translator
from bot.models import Snapshot
from bot.views import kit, names


def menu(t: Translator, *, guest: bool = False) -> kit.Rendered:
    """The private menu: what can be started, as buttons; a guest is offered nothing that is refused."""
    text = t("What do you want to do?")
    mine = kit.button(t("My List"), "show_mine", "menu")
    privacy = kit.button(t("My Data"), "open_privacy", "menu")
    helps = kit.button(t("Help"), "show_help", "menu")
    if guest:
        return kit.Rendered(text, [kit.section(text), kit.actions(mine, privacy, helps, block_id="menu")])
    rows = [
        kit.actions(
            kit.button(t("Announce a Launch"), "open_launch", "menu", style="primary"),
            kit.button(t("Report an Escalation"), "open_escalation", "menu"),
            kit.button(t("Open a Crisis"), "open_crisis", "menu"),
            block_id="menu",
        ),
        kit.actions(
            mine,
            kit.button(t("Everything Open"), "show_list", "menu"),
            kit.button(t("Launch Calendar"), "show_calendar", "menu"),
            kit.button(t("Show the Digest"), "show_digest", "menu"),
            kit.button(t("Duty Rota"), "open_rota", "menu"),
            block_id="menu_look",
        ),
        kit.actions(
            kit.button(t("Be Away"), "open_away", "menu"),
            kit.button(t("Snooze"), "open_snooze", "menu"),
            kit.button(t("My Settings"), "open_preferences", "menu"),
            privacy,
            block_id="menu_self",
        ),
        kit.actions(kit.button(t("Settings"), "open_settings", "menu"), helps, block_id="menu_more"),
    ]
    return kit.Rendered(text=text, blocks=[kit.section(text), *rows])


def help(t: Translator, snapshot: Snapshot | None = None) -> kit.Rendered:
    """What Tutti is for, each word in both languages, its shortcuts, and whom to ask: four blocks."""
    purpose = t(
        "Tutti puts each launch and each escalation on one card, asks the departments concerned, "
        "and reminds them until somebody answers."
    )
    act = (
        purpose,
        t("*To announce and to report*: every word is understood in French and in English."),
        t("`/tutti launch` or `/tutti lancer`: announce a launch"),
        t("`/tutti escalate` or `/tutti escalader`, then what happened: report an escalation"),
        t("`/tutti crisis` or `/tutti crise`: open a crisis"),
        t(
            "From anywhere the shortcuts “Lancement / Launch” and “Escalade / Escalate”; on a message "
            "“Confier / Hand to Tutti”."
        ),
    )
    see = (
        t("*To see*"),
        t("`/tutti mine` or `/tutti moi`: what you owe"),
        t("`/tutti list` or `/tutti liste`, then a department: what is open"),
        t("`/tutti calendar` or `/tutti calendrier`: six weeks of launches"),
        t("`/tutti who` or `/tutti qui`, then a subject: whom to ask"),
        t(
            "`/tutti digest` or `/tutti point`: the week's digest; "
            "with a department, leadership or personal, that one"
        ),
    )
    own = (
        t("*Your time and your data*"),
        t(
            "`/tutti away until friday deputy @name` or `/tutti absent …`: be away; "
            "`/tutti back` or `/tutti retour` ends it"
        ),
        t("`/tutti snooze 2h` or `/tutti pause demain`: be left alone; `/tutti snooze off` ends it"),
        t("`/tutti preferences`: language, quiet hours, rounds, nothing but crises"),
        t("`/tutti privacy` or `/tutti donnees`: what is stored about you, and how long"),
    )
    organise = (
        t("*To organise*"),
        t("`/tutti setup` or `/tutti reglages`: departments, subjects, deadlines, all settings"),
        t("`/tutti rota` or `/tutti garde`: who is on duty outside working hours"),
        t("`/tutti check` or `/tutti verifier`: when nobody could be reached"),
        t("`/tutti pilot` or `/tutti pilote`: who takes part, and whether the pilot can end"),
        t("`/tutti help` or `/tutti aide`: this page"),
        _support(t, snapshot),
    )
    return kit.Rendered(purpose, [kit.section("\n".join(lines)) for lines in (act, see, own, organise)])


def unknown(word: str, t: Translator, *, guest: bool = False) -> kit.Rendered:
    """The answer to a word that Tutti does not know, with what exists."""
    text = t(
        "“{word}” is not a word that Tutti knows. Try launch, escalate, mine, list, who, away or help.",
        word=names.said(word, 60),
    )
    return kit.Rendered(text=text, blocks=[kit.section(text), *menu(t, guest=guest).blocks[1:]])


def _support(t: Translator, snapshot: Snapshot | None) -> str:
    administrators = snapshot.present(snapshot.workspace.administrators) if snapshot else ()
    if not administrators:
        return t("*Support*: ask an administrator of this workspace.")
    people = t.join([kit.person(person) for person in administrators[:5]])
    return t("*Support*: {people}.", people=people)
