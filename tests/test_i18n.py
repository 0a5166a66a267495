"""Both languages say everything (issue: every msgid translated, checked by a test)."""

import ast
import gettext
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import cast

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.i18n import Language, Translator, language_of, languages, slack_date, translator

ROOT = Path(__file__).parents[1]
SPOKEN = ("bot", "handlers")
MARKS = {"t": None, "n": (1, 2), "N_": None, "Refusal": None}
"""Calls whose first string is a msgid; rules cannot import `N_`, their sentences stand in a `Refusal`."""

NOON = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)
PARIS = "Europe/Paris"


def speaking(text: str) -> Translator:
    """A French translator that knows the entries of this .po text and nothing else."""
    compiled = BytesIO()
    write_mo(compiled, catalogue(text))
    compiled.seek(0)
    return Translator("fr", gettext.GNUTranslations(compiled))


def catalogue(text: str) -> Catalog:
    """A French catalogue from the entries of a .po file."""
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
    )
    return read_po(BytesIO((header + text).encode()), locale="fr")


# What a translator says

ANSWERS = 'msgid "{department} answers by {time}"\nmsgstr "{department} répond avant {time}"\n'
REQUESTS = (
    'msgid "{count} request"\nmsgid_plural "{count} requests"\n'
    'msgstr[0] "{count} demande"\nmsgstr[1] "{count} demandes"\n'
)


def test_a_sentence_is_said_in_both_languages() -> None:
    french, english = speaking(ANSWERS), translator("en")
    msgid = "{department} answers by {time}"
    assert french(msgid, department="Presse", time="12:00") == "Presse répond avant 12:00"
    assert english(msgid, department="Press", time="12:00") == "Press answers by 12:00"


def test_a_field_is_never_read_as_a_template() -> None:
    said = translator("fr")("{name} left", name="{name.__class__} {0} {")
    assert said == "{name.__class__} {0} { left"


def test_a_sentence_that_is_not_translated_stands_in_english() -> None:
    assert speaking(ANSWERS)("Nothing of the kind") == "Nothing of the kind"
    assert speaking(ANSWERS).n("{count} thing", "{count} things", 2) == "2 things"


def test_an_unsure_translation_is_not_said() -> None:
    assert speaking('#, fuzzy\nmsgid "Ready"\nmsgstr "Radis"\n')("Ready") == "Ready"


def test_an_empty_text_stays_empty() -> None:
    assert translator("fr")("") == ""


def test_a_forgotten_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        translator("en")("{name} left")


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("en", 0, "0 requests"),
        ("en", 1, "1 request"),
        ("en", 2, "2 requests"),
        ("fr", 0, "0 demande"),
        ("fr", 1, "1 demande"),
        ("fr", 2, "2 demandes"),
    ],
)
def test_numbers_agree(language: Language, count: int, expected: str) -> None:
    t = speaking(REQUESTS) if language == "fr" else translator("en")
    assert t.n("{count} request", "{count} requests", count) == expected


def test_a_plural_takes_other_fields_besides_the_count() -> None:
    said = translator("en").n("{name} owes {count} answer", "{name} owes {count} answers", 2, name="Press")
    assert said == "Press owes 2 answers"


def test_the_language_is_known_and_the_translator_is_read_once() -> None:
    assert [translator(language).language for language in languages] == ["en", "fr"]
    assert translator("fr") is translator("fr")
    with pytest.raises(KeyError):
        translator(cast(Language, "de"))


@pytest.mark.parametrize(
    ("slack_locale", "default", "expected"),
    [
        ("fr-FR", "en", "fr"),
        ("fr-CA", "en", "fr"),
        ("fr", "en", "fr"),
        ("en-US", "fr", "en"),
        ("en-GB", "fr", "en"),
        ("EN_gb", "fr", "en"),
        ("de-DE", "fr", "fr"),
        ("frr-DE", "en", "en"),
        (None, "fr", "fr"),
        ("", "en", "en"),
    ],
)
def test_a_slack_locale_gives_a_language(
    slack_locale: str | None, default: Language, expected: Language
) -> None:
    assert language_of(slack_locale, default) == expected


# Dates and lists


def test_days_and_times_are_said_in_both_languages() -> None:
    english, french, day = translator("en"), translator("fr"), date(2026, 11, 26)
    assert (english.date(day), french.date(day)) == ("26 Nov 2026", "26 nov. 2026")
    assert (english.long_day(day), french.long_day(day)) == ("Thursday 26 November", "jeudi 26 novembre")
    assert (english.day_time(NOON, PARIS), french.day_time(NOON, PARIS)) == ("Thu 12:00", "jeu. 12:00")
    assert english.date_time(NOON, PARIS) == "Thu 26 Nov 2026 12:00"
    assert french.date_time(NOON, "America/New_York") == "jeu. 26 nov. 2026 06:00"
    assert french.time(NOON, PARIS) == "12:00"


@pytest.mark.parametrize(
    ("items", "english", "french"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a et b"),
        (["a", "b", "{c}"], "a, b and {c}", "a, b et {c}"),
    ],
)
def test_several_things_stand_in_one_sentence(items: list[str], english: str, french: str) -> None:
    assert translator("en").join(items) == english
    assert translator("fr").join(iter(items)) == french


def test_counts_and_amounts_are_written_as_people_write_them() -> None:
    english, french = translator("en"), translator("fr")
    assert (english.number(200_000), french.number(200_000)) == ("200,000", "200\u202f000")
    assert (english.dollars(0.12), french.dollars(0.12)) == ("US$0.12", "0,12\u00a0$US")


def test_a_slack_date_lets_each_reader_see_local_time() -> None:
    french = translator("fr")
    unix = int(NOON.timestamp())
    assert slack_date(NOON, french, zone=PARIS) == (
        f"<!date^{unix}^{{date_short_pretty}} {{time}}|jeu. 26 nov. 2026 12:00>"
    )
    assert slack_date(NOON, french, style="time", zone=PARIS) == f"<!date^{unix}^{{time}}|12:00>"
    assert slack_date(NOON, french, style="date") == f"<!date^{unix}^{{date_short_pretty}}|26 nov. 2026>"
    assert slack_date(NOON, french, style="time") == f"<!date^{unix}^{{time}}|11:00 UTC>"


def test_a_date_of_the_fallback_is_the_day_in_its_zone() -> None:
    late = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    assert slack_date(late, translator("en"), style="date", zone=PARIS).endswith("|27 Nov 2026>")


def test_an_instant_without_a_zone_is_an_error() -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="needs a time zone"):
        slack_date(naive, translator("en"), zone=PARIS)
    with pytest.raises(ValueError, match="needs a time zone"):
        translator("en").day_time(naive, PARIS)


# What the catalogue must hold


@dataclass(frozen=True)
class Spoken:
    """A msgid in the code: its forms (one, or singular and plural) and where it stands."""

    forms: tuple[str, ...]
    where: str


def spoken_in(root: Path) -> Iterator[Spoken]:
    """Every msgid of the Python files below a folder, as gettext's tools find it."""
    found = extract_from_dir(root, [("**.py", "python")], keywords=MARKS, strip_comment_tags=True)
    for name, line, msgid, _, _ in found:
        forms = (msgid,) if isinstance(msgid, str) else tuple(msgid)
        yield Spoken(forms, f"{root.name}/{name}:{line}")


def fields_of(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def forms_of(value: object) -> tuple[str, ...]:
    """The forms of a msgid or msgstr of a catalogue: one, or one for each number."""
    return (value,) if isinstance(value, str) else tuple(cast("tuple[str, ...]", value))


def untranslated(spoken: Spoken, french: Catalog) -> str | None:
    """What a msgid of the code lacks in the catalogue, in words; None when it has everything."""
    entry = french.get(spoken.forms[0])
    if entry is None:
        return f"{spoken.where}: “{spoken.forms[0]}” is not in the catalogue"
    if len(spoken.forms) == 2 and forms_of(entry.id) != spoken.forms:
        return f"{spoken.where}: “{spoken.forms[0]}” has another plural in the catalogue"
    return None


def faults(entry: Message) -> Iterator[str]:
    """What is wrong with an entry of the catalogue: unsure, empty, other fields, or untypographic spaces."""
    ids, said = forms_of(entry.id), forms_of(entry.string)
    name = f"“{ids[0]}”"
    if entry.fuzzy:
        yield f"{name} is fuzzy"
    if len(said) != len(ids) or not all(said):
        yield f"{name} is empty"
        return
    for number, text in enumerate(said):
        # The French singular also says none, so it may name the count as the plural does.
        if fields_of(text) not in [fields_of(form) for form in ids[number and -1 :]]:
            yield f"{name} has other fields in “{text}”"
        for spot in bad_spaces(text):
            yield f"{name} needs a no-break space at “{spot}”"


NOT_PROSE = re.compile(r"<[^<> ]*>|https?://\S+|`[^`]*`|(?<!\w):[a-z0-9_+-]+:|&\w+;|\{\w*\}")
BAD_SPACE = re.compile(
    '(?:^|[^\u00a0\u202f!?;:])[:;!?»](?=$|[\\s.,)»*_~"!?])|«(?:$|[^\u00a0\u202f])',
    re.MULTILINE,
)


def bad_spaces(text: str) -> list[str]:
    """The places of a French text where `: ; ! ? »` follow, or `«` precedes, no no-break space."""
    prose = NOT_PROSE.sub("x", text)
    return [prose[max(0, found.start() - 10) : found.end() + 1] for found in BAD_SPACE.finditer(prose)]


def french_catalogue() -> Catalog:
    """The catalogue that is delivered."""
    return read_po(
        BytesIO((ROOT / "bot/locale/fr/LC_MESSAGES/tutti.po").read_bytes()), locale="fr", abort_invalid=True
    )


def test_every_sentence_of_the_code_is_in_the_french_catalogue() -> None:
    french = french_catalogue()
    spoken = [each for folder in SPOKEN for each in spoken_in(ROOT / folder)]
    missing = [lack for each in spoken if (lack := untranslated(each, french))]
    assert not missing, "\n".join(missing)


def test_no_sentence_hides_in_an_f_string() -> None:
    """Babel does not look into f-strings, so such a sentence would stay English and nothing would say so."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for folder in SPOKEN
        for path in (ROOT / folder).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def test_every_french_sentence_is_sure_complete_and_well_set() -> None:
    found = [fault for entry in french_catalogue() if entry.id for fault in faults(entry)]
    assert not found, "\n".join(found)


def test_the_delivered_catalogue_counts_as_the_french_do() -> None:
    assert french_catalogue().plural_expr == "(n > 1)"


def test_sentences_are_found_wherever_the_code_says_them(tmp_path: Path) -> None:
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "cards.py").write_text(
        "text = t('Ready {name}',\n    name=name) + self.t.n('{count} day', '{count} days', number)\n"
        "raise errors.Refusal('You are '\n    'not in {department}.', department='x')\n"
        "label = N_('Launch')\nother = translate('no msgid')\nt(variable)\n"
    )
    found = [spoken.forms for spoken in spoken_in(tmp_path)]
    assert found == [
        ("Ready {name}",),
        ("{count} day", "{count} days"),
        ("You are not in {department}.",),
        ("Launch",),
    ]


def test_a_sentence_that_the_catalogue_lacks_is_named_with_its_place() -> None:
    french = catalogue(REQUESTS)
    assert untranslated(Spoken(("{count} request", "{count} requests"), "a.py:1"), french) is None
    assert untranslated(Spoken(("Ready",), "a.py:2"), french) == "a.py:2: “Ready” is not in the catalogue"
    other = untranslated(Spoken(("{count} request", "{count} asks"), "a.py:3"), french)
    assert other == "a.py:3: “{count} request” has another plural in the catalogue"


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('#, fuzzy\nmsgid "a"\nmsgstr "b"\n', "is fuzzy"),
        ('msgid "a"\nmsgstr ""\n', "is empty"),
        ('msgid "{n} a"\nmsgid_plural "{n} b"\nmsgstr[0] "{n} c"\nmsgstr[1] ""\n', "is empty"),
        ('msgid "{name} a"\nmsgstr "{nom} a"\n', "has other fields"),
        (
            'msgid "{count} a"\nmsgid_plural "{count} b"\nmsgstr[0] "{count} c"\nmsgstr[1] "d"\n',
            "other fields",
        ),
        ('msgid "Why?"\nmsgstr "Pourquoi ?"\n', "needs a no-break space"),
    ],
)
def test_a_faulty_entry_is_named(entry: str, fault: str) -> None:
    found = [each for message in catalogue(entry) if message.id for each in faults(message)]
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "Pourquoi ?",
        "Pourquoi?",
        "Attention : gel",
        "Note: gel",
        "« gel\u00a0»",
        "«\u00a0gel »",
        "Oui !",
        "Va; vient",
    ],
)
def test_a_french_text_with_plain_spaces_is_found(text: str) -> None:
    assert bad_spaces(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pourquoi\u202f? Ah\u00a0: oui\u202f! Vraiment\u202f?!",
        "«\u00a0gel\u00a0» à 12:00",
        ":rotating_light: Crise, voir https://example.com/?a=b et <!here> &amp; `a: b`",
        "Avant {time}, dit {name}",
    ],
)
def test_a_well_set_french_text_passes(text: str) -> None:
    assert not bad_spaces(text)
