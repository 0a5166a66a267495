"""The words that people see, in French and in English; no global, a translator is passed to who speaks.

English is the msgid. The French catalogue is `bot/locale/fr/LC_MESSAGES/tutti.po`, read once and compiled in
memory: there is no compiled file to forget. Without the catalogue, or for a msgid that it lacks, English
stands. English dates are written the European way ("26 Nov 2026", 24 hours), since both languages meet in one
channel.
"""

import gettext
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

Language = Literal["en", "fr"]
languages: Final[tuple[Language, ...]] = ("en", "fr")
"""The languages that Tutti speaks."""

DateStyle = Literal["day_time", "time", "date"]

_LOCALES: Final = {"en": "en_GB", "fr": "fr_FR"}
_TOKENS: Final[dict[DateStyle, str]] = {
    "day_time": "{date_short_pretty} {time}",
    "time": "{time}",
    "date": "{date_short_pretty}",
}


def N_(msgid: str) -> str:
    """The msgid itself: marks a sentence that is translated later, where it is shown."""
    return msgid


@dataclass(frozen=True)
class Translator:
    """Says a sentence in one language: `t("{department} answers by {time}", department=…, time=…)`.

    Fields are filled after the translation and never read as templates: a name with braces stays text. A
    field that the sentence names and the caller forgot is a KeyError.
    """

    language: Language
    _catalogue: gettext.NullTranslations = field(repr=False, compare=False)

    def __call__(self, msgid: str, /, **fields: object) -> str:
        """The sentence in this language, with its fields filled. An empty msgid gives an empty text."""
        return self._catalogue.gettext(msgid).format_map(fields) if msgid else ""

    def n(self, singular: str, plural: str, count: int, /, **fields: object) -> str:
        """The sentence for this many; `count` is a field: `t.n("{count} request", "{count} requests", 3)`.

        French takes the singular for 0 and 1, English for 1.
        """
        return self._catalogue.ngettext(singular, plural, count).format_map({**fields, "count": count})

    def date(self, day: Day) -> str:
        """A calendar day, short: "26 Nov 2026", "26 nov. 2026"."""
        return format_date(day, "medium", self._locale)

    def long_day(self, day: Day) -> str:
        """A calendar day of the near future: "Thursday 26 November", "jeudi 26 novembre"."""
        return format_date(day, "EEEE d MMMM", self._locale)

    def weekday(self, number: int) -> str:
        """The name of a day of the week, 0 for Monday: "Monday", "lundi"."""
        return format_date(Day(2026, 11, 23 + number), "EEEE", self._locale)

    def time(self, at: datetime, zone: str) -> str:
        """An aware instant as a clock time of the IANA zone, 24 hours: "12:00"."""
        return self._formatted(at, zone, "HH:mm")

    def day_time(self, at: datetime, zone: str) -> str:
        """An aware instant within a week, as weekday and time of the zone: "Thu 12:00", "jeu. 12:00"."""
        return self._formatted(at, zone, "EEE HH:mm")

    def date_time(self, at: datetime, zone: str) -> str:
        """An aware instant at any distance: "Thu 26 Nov 2026 12:00", "jeu. 26 nov. 2026 12:00"."""
        return self._formatted(at, zone, "EEE d MMM y HH:mm")

    def dollars(self, value: float) -> str:
        """An amount in US dollars: "US$0.12", "0,12 $US"."""
        return format_currency(value, "USD", locale=self._locale)

    def join(self, items: Iterable[str]) -> str:
        """Several things in one sentence: "a, b and c", "a, b et c"; nothing for none."""
        return format_list(list(items), locale=self._locale)

    def number(self, value: float) -> str:
        """A number as people write it, with one decimal at most: "1.5", "200,000"; "1,5", "200 000"."""
        return format_decimal(value, "#,##0.#", locale=self._locale)

    def percent(self, share: float) -> str:
        """A share from 0 to 1 as whole percents: "84%", "84\u202f%"."""
        return format_percent(share, locale=self._locale)

    def country(self, code: str) -> str:
        """A country by its code: "FR" is "France"; the code itself where it has no name."""
        return str(self._locale.territories.get(code, code))

    @property
    def _locale(self) -> Locale:
        return Locale.parse(_LOCALES[self.language])

    def _formatted(self, at: datetime, zone: str, pattern: str) -> str:
        return _clock_time(_aware(at).replace(second=0, microsecond=0), pattern, zone, self._locale)


@lru_cache(maxsize=2048)
def _clock_time(minute: datetime, pattern: str, zone: str, locale: Locale) -> str:
    """Said of the same minutes again and again; no pattern shows seconds."""
    return format_datetime(minute, pattern, ZoneInfo(zone), locale)


@cache
def translator(language: Language) -> Translator:
    """The translator of a language, the same one each time. KeyError for a language that Tutti lacks."""
    if language not in languages:
        raise KeyError(language)
    return Translator(language, _catalogue(language))


def language_of(slack_locale: str | None, default: str) -> Language:
    """The language for a Slack locale: "fr-FR" and "fr-CA" give fr, "en-GB" gives en, others the default."""
    code = (slack_locale or "").replace("_", "-").partition("-")[0].lower()
    known: dict[str, Language] = {language: language for language in languages}
    return known.get(code) or known.get(default) or "en"


def slack_date(at: datetime, t: Translator, *, style: DateStyle = "day_time", zone: str | None = None) -> str:
    """A Slack date token: each reader sees their local time and, for days, "today" or "tomorrow".

    at: aware. zone: IANA zone of the fallback, which only a reader without token support sees; without a zone
    the fallback is in UTC and says so. Source: https://docs.slack.dev/messaging/formatting-message-text
    """
    token = f"<!date^{int(_aware(at).timestamp())}^{_TOKENS[style]}|"
    return f"{token}{_fallback(at, t, style, zone or 'UTC')}{'' if zone or style == 'date' else ' UTC'}>"


def _fallback(at: datetime, t: Translator, style: DateStyle, zone: str) -> str:
    if style == "time":
        return t.time(at, zone)
    return t.date_time(at, zone) if style == "day_time" else t.date(at.astimezone(ZoneInfo(zone)).date())


def _catalogue(language: Language) -> gettext.NullTranslations:
    source = resources.files("bot").joinpath("locale", language, "LC_MESSAGES", "tutti.po")
    if not source.is_file():
        return gettext.NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.read_bytes()), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return at
