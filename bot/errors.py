"""Every error that Tutti raises on purpose.

Refusal            a person can act on it: shown to them in their language
  FormRefusal      the same, at the fields of a form
Busy               the database did not take the change in time; nothing was saved
Unknown            the time ran out while the change was being saved: we do not know
SettingsError      the command line or the environment is wrong: one plain line on stderr
"""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """What a person asked cannot be done, and what to do instead.

    `msgid` is an English sentence with named fields; `fields` fill it. It is translated where
    it is shown, never here.
    """

    def __init__(self, msgid: str, **fields: object) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.fields = fields


def refuse(refusal: Refusal | None) -> None:
    """Raise the refusal that a rule gave, if it gave one."""
    if refusal is not None:
        raise refusal


class FormRefusal(Exception):
    """Several refusals of one form: field name -> Refusal. Nothing typed is lost."""

    def __init__(self, errors: Mapping[str, Refusal]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


class Busy(Exception):
    """The change was refused unrun because the database did not answer in time."""


class Unknown(Exception):
    """The change was still being saved when the time ran out; it may be sent again safely."""


class SettingsError(Exception):
    """A setting, file or command line that cannot be used; `str()` says what to do."""
