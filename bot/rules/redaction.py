"""Taking out of a text what names or reaches a person, before it goes to a model, and putting it back.

In doubt too much is taken out: a capital inside a sentence counts as a name, a long number as a card's.
What stays is a first name in small letters that nobody of the workspace has (PRODUCT section 2, "Data
protection").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from babel.core import Locale

from bot.rules.words import folded

_TOKEN: Final = re.compile(r"\[([A-Z]{2,8})_(\d{1,4})\]")
_SLACK: Final = re.compile(r"<[^<>\n]{1,2000}>")
_MAIL: Final = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LINK: Final = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']{1,2000}", re.I)
_ACCOUNT: Final = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.I)
_NUMBER: Final = re.compile(r"(?<![\w,.])\d(?:[ .\-\u00a0\u202f]?\d){8,30}(?!\w)")
"""A card, a social security number, a customer's account: nine digits or more, with or without gaps."""
_BEFORE_PHONES: Final = (("LINK", _SLACK), ("MAIL", _MAIL), ("LINK", _LINK), ("ACCOUNT", _ACCOUNT))
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[.-](?=[^\W\d_])){0,60}")
_BEGINS: Final = re.compile(r"(?:^|[\n>•|\"“«»”(:;.!?…]|\s[-–—])[\s*_~]*$")
"""What stands before the first word of a sentence."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES: Final = _words(
    "m mm mr mrs ms miss mme mlle me dr pr prof monsieur madame mademoiselle docteur maitre sir"
)
_NO_NAMES: Final = _words(
    "i j c bonjour bonsoir salut coucou hello hi hey dear cher chere merci thanks objet "
    "subject re fw fwd tr de from to a le la les l un une des the noel christmas"
)
_ALSO_WORDS: Final = _words(
    "will mark rose may hope grace pierre marine france victoire aime clement claire art bill frank "
    "rich jean dawn faith joy june april rob sue pat drew chase max page marin constant parfait prudent"
)
"""Names that are common words: in small letters they stay."""
BEFORE: Final = 12
"""Characters in which a sentence's beginning is looked for."""
SHORTEST: Final = 3
"""Letters of a name that is looked for in small letters."""


@dataclass(frozen=True)
class Redacted:
    """Texts without persons, and what their tokens stand for."""

    texts: tuple[str, ...]
    hidden: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The first, where there is only one."""
        return self.texts[0]

    def restored(self, said: str) -> str | None:
        """What the model said with its tokens put back; None where it made up a token."""
        if any(token[0] not in self.hidden for token in _TOKEN.finditer(said)):
            return None
        return _TOKEN.sub(lambda token: self.hidden[token[0]], said)

    def reaches(self, said: str) -> bool:
        """Whether it would say how somebody is reached or pays: nothing for a title that everybody reads."""
        return any(token[1] not in ("NAME", "TEXT") for token in _TOKEN.finditer(said))


def redact(text: str, people: Collection[str]) -> Redacted:
    """The text without names, addresses, links, phone numbers, cards and accounts.

    people: names of everybody in the workspace, first and last together or apart.
    """
    return redact_all((text,), people)


def redact_all(texts: Iterable[str], people: Collection[str]) -> Redacted:
    """The same for several texts: who stands in two of them has one token."""
    known = {part for name in people for part in map(folded, _WORD.findall(name))}
    hidden: dict[str, str] = {}
    tokens: dict[tuple[str, str], str] = {}

    def hide(sort: str, said: str) -> str:
        key = (sort, said)
        if key not in tokens:
            tokens[key] = f"[{sort}_{len(tokens) + 1}]"
            hidden[tokens[key]] = said
        return tokens[key]

    return Redacted(tuple(_redacted(text, known, hide) for text in texts), hidden)


def _redacted(text: str, known: Collection[str], hide: Hide) -> str:
    # What looks like one of our tokens was typed by somebody, and must not bring back another's name.
    kept = _TOKEN.sub(lambda token: hide("TEXT", token[0]), text)
    for sort, pattern in _BEFORE_PHONES:
        kept = _outside(kept, _hider(pattern, sort, hide))
    kept = _outside(kept, lambda part: _phones(part, hide))
    kept = _outside(kept, _hider(_NUMBER, "NUMBER", hide))
    return _names(kept, known, hide)


Hide = Callable[[str, str], str]


def _hider(pattern: re.Pattern[str], sort: str, hide: Hide) -> Callable[[str], str]:
    return lambda part: pattern.sub(lambda found: hide(sort, found[0]), part)


def _outside(text: str, change: Callable[[str], str]) -> str:
    """The text with everything but our tokens changed."""
    parts, end = [], 0
    for token in _TOKEN.finditer(text):
        parts += [change(text[end : token.start()]), token[0]]
        end = token.end()
    return "".join([*parts, change(text[end:])])


def _phones(part: str, hide: Hide) -> str:
    """International numbers are found in each region; a national one as these two countries write it."""
    # Sixty modules that a Tutti without a model does not need.
    from phonenumbers import Leniency, PhoneNumberMatcher

    for region, leniency in (("FR", Leniency.POSSIBLE), ("GB", Leniency.VALID)):
        found = [match.raw_string for match in PhoneNumberMatcher(part, region, leniency)]
        for number in found:
            part = part.replace(number, hide("PHONE", number))
    return part


def _names(text: str, known: Collection[str], hide: Hide) -> str:
    """Names of known people, whoever follows a title, and capitals inside a sentence."""
    words = [found for found in _WORD.finditer(text) if not _in_token(text, found)]
    named = [False] * len(words)
    for place, word in enumerate(words):
        small = folded(word[0])
        after = place and text[words[place - 1].end() : word.start()].strip(" .") == ""
        title = after and folded(words[place - 1][0]).strip(".") in _TITLES
        named[place] = bool(title) or _is_known(word[0], small, known) or _is_capital(text, word, small)
    for place in range(len(words) - 1):
        # "Marie Dupont a appelé": the first word of a sentence, before a name.
        gap = text[words[place].end() : words[place + 1].start()]
        if named[place + 1] and gap == " " and _may_be_name(words[place][0]):
            named[place] = True
    parts, end = [], 0
    for word, is_name in zip(words, named, strict=True):
        if is_name:
            parts += [text[end : word.start()], hide("NAME", word[0])]
            end = word.end()
    return "".join([*parts, text[end:]])


def _in_token(text: str, word: re.Match[str]) -> bool:
    return any(token.start() <= word.start() < token.end() for token in _TOKEN.finditer(text))


def _is_known(word: str, small: str, known: Collection[str]) -> bool:
    if small not in known or len(small) < SHORTEST:
        return False
    return not word.islower() or small not in _ALSO_WORDS


def _is_capital(text: str, word: re.Match[str], small: str) -> bool:
    start = word.start()
    before = text[:start] if start < BEFORE else f"x{text[start - BEFORE : start]}"
    return _may_be_name(word[0]) and not _BEGINS.search(before)


def _may_be_name(word: str) -> bool:
    """Whether its capital is one of a name: neither shouted, nor a greeting, a day or a month."""
    small = folded(word)
    return (
        word[0].isupper()
        and not (word.isupper() and len(word) > 1)
        and small not in _NO_NAMES
        and small not in _TITLES
        and small not in _calendar()
    )


@cache
def _calendar() -> frozenset[str]:
    """Days and months in both languages, whole and short."""
    found: set[str] = set()
    for language in ("en", "fr"):
        locale = Locale.parse(language)
        for width in ("wide", "abbreviated"):
            for names in (locale.days["format"][width], locale.months["format"][width]):
                found |= {folded(name).strip(".") for name in names.values()}
    return frozenset(found)
