"""What whoever points Tutti at a message is told privately, beside the offer itself (`suggestions`)."""

from __future__ import annotations

from bot.i18n import Translator
from bot.models import Escalation
from bot.views import kit, names
from bot.views.kit import Rendered


def known(escalation: Escalation, link: str | None, t: Translator) -> str:
    """The message was told before: who has it stands on its card."""
    if escalation.private:
        return t("This message is already being taken care of.")
    title = names.title(t, escalation)
    shown = kit.link(link, names.title_label(t, escalation)) if link else title
    return t("This message is already being taken care of: {title}", title=shown)


def unknown_wish(t: Translator) -> Rendered:
    """A mention that says nothing Tutti knows: one line with what exists."""
    line = t(
        "To report something, say in one sentence what happened, or name me in the thread where it stands. "
        "“help” shows what else I can do."
    )
    buttons = kit.actions(
        kit.button(t("Raise an Escalation"), "open_escalation", "mention"),
        kit.button(t("Announce a Launch"), "open_launch", "mention"),
        kit.button(t("Help"), "show_help", "mention"),
    )
    return Rendered(line, [kit.section(line), buttons])


def nothing_waits(t: Translator) -> str:
    """In the thread of one of our own messages, of which this person has nothing to answer."""
    return t("Nothing here waits for your answer. What you know helps in this thread.")
