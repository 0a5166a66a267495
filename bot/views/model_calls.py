"""The language model as an administrator sees it: whether it may be asked, how much it is, what it used."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from bot.errors import Refusal
from bot.i18n import N_, Translator
from bot.models import Workspace
from bot.rules import calendars
from bot.views import fields, kit
from bot.views.kit import Block
from bot.views.setting_fields import Reader

MOST_TOKENS: Final = 100_000_000


@dataclass(frozen=True)
class ModelUse:
    """What the model was asked in the workspace's present day. `cost` in US dollars, shown in whole cents."""

    calls: int = 0
    failed: int = 0
    tokens: int = 0
    budget: int = 0
    cost: float = 0.0
    dropped: int = 0


def setting(workspace: Workspace, t: Translator) -> str:
    """A line or two for the hub of settings."""
    if not workspace.model_allowed:
        said = t("Not allowed: everything works by rules and templates.")
    else:
        said = t("Allowed, at most {count} tokens a day.", count=t.number(workspace.model_tokens_per_day))
    return "\n".join((t("*Language model*"), said))


def form(workspace: Workspace, t: Translator) -> Block:
    """Whether it may be asked, and how much in a day. Callback `workspace_model`."""
    allow = kit.option(
        t("Tutti may ask the language model"),
        "allow",
        t("About likely launches and cases, and for the words of digests. People still decide."),
    )
    blocks = [
        kit.section(
            t(
                "Before a text is sent, names, addresses, links and long numbers are taken out where Tutti "
                "recognises them. Private items are never sent. Where the model is slow, wrong or used up, "
                "rules and templates answer."
            )
        ),
        kit.field_of(
            "ticks",
            t("Language model"),
            kit.ticks("ticks", [allow], initial=["allow"] if workspace.model_allowed else []),
            optional=True,
        ),
        kit.field_of(
            "tokens",
            t("Tokens a day at the most"),
            kit.text_input("tokens", initial=str(workspace.model_tokens_per_day), limit=12),
            hint=t("A message takes about a thousand, a digest about five thousand."),
        ),
    ]
    return kit.modal("workspace_model", t("Language Model"), blocks, submit=t("Save"), close=t("Cancel"))


def read_form(view: Block) -> dict[str, Any]:
    """Columns of `Workspace`. Raises FormRefusal at the field that is missing or cannot be read."""
    read = Reader(view)
    read.need("tokens", N_("Write a whole number from 1, such as 200000."))
    values = {
        "model_allowed": "allow" in fields.chosen(view, "ticks"),
        "model_tokens_per_day": read.of("tokens", _tokens, 1),
    }
    read.check()
    return values


def _tokens(text: str) -> int:
    digits = "".join(text.split()).replace(",", "").replace(".", "")
    if not (digits.isascii() and digits.isdigit() and 0 < int(digits) <= MOST_TOKENS):
        raise calendars.Misread(
            Refusal(
                "“{text}” is not a number of tokens; write a whole number from 1 to 100000000.", text=text
            )
        )
    return int(digits)


def use_line(use: ModelUse, t: Translator) -> str:
    """One line of an administrator's Home: what was asked today, and what came of it."""
    said = [
        t.n(
            "Language model today: {count} question, {tokens} of {budget} tokens, {cost}.",
            "Language model today: {count} questions, {tokens} of {budget} tokens, {cost}.",
            use.calls,
            tokens=t.number(use.tokens),
            budget=t.number(use.budget),
            cost=t.dollars(ceil(use.cost * 100) / 100),
        )
    ]
    if use.failed:
        said.append(
            t.n(
                "{count} had no answer: rules and templates stood in.",
                "{count} had no answer: rules and templates stood in.",
                use.failed,
            )
        )
    if use.dropped:
        said.append(
            t.n(
                "{count} sentence was left out: no record supports it.",
                "{count} sentences were left out: no record supports them.",
                use.dropped,
            )
        )
    return " ".join(said)
