"""Days and hours in a text, and how cues are written."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.rules.hearing import hours
from bot.rules.hearing.cues import Lexicon, cue
from bot.rules.hearing.lexicon import shipped
from bot.rules.hearing.text import heard, words_of
from tests.rules.organisation import clock, paris

TUESDAY = paris("2026-11-24 10:05")
STATED = [
    ("il veut une réponse avant 17h", "2026-11-24 17:00"),
    ("needs an answer by EOD please", "2026-11-24 18:00"),
    ("d’ici demain midi", "2026-11-25 12:00"),
    ("within the hour", "2026-11-24 11:05"),
    ("sous 48h", "2026-11-26 10:05"),
    ("dans les deux heures", "2026-11-24 12:05"),
    ("lundi 9h au plus tard", "2026-11-30 09:00"),
    ("rappeler demain matin", "2026-11-25 09:00"),
    ("needs it tomorrow morning", "2026-11-25 09:00"),
    ("deadline is 2 p.m.", "2026-11-24 14:00"),
    ("by Nov 24 5pm", "2026-11-24 17:00"),
    ("needs an answer by 4", "2026-11-24 16:00"),
    ("bouclage à 16h30", "2026-11-24 16:30"),
    ("before Friday", "2026-11-27 09:00"),
    ("until Thursday 3pm", "2026-11-26 15:00"),
    ("avant la fin de journée", "2026-11-24 18:00"),
    ("avant 9h", None),
    ("il attend depuis 3 heures", None),
    ("called 2 hours ago", None),
    ("open 24/7", None),
]
PLANNED = [
    ("du 27 au 30 novembre", "2026-11-27 09:00"),
    ("on 3 December at 10am", "2026-12-03 10:00"),
    ("Nov 27-30", "2026-11-27 09:00"),
    ("le 1er janvier", "2027-01-01 09:00"),
    ("jeudi 26 à 18h30", "2026-11-26 18:30"),
    ("mardi 8h", "2026-12-01 08:00"),
    ("le 12/12/2026 à 14h", "2026-12-12 14:00"),
    ("2026-12-01", "2026-12-01 09:00"),
    ("on the 30th", "2026-11-30 09:00"),
    ("demain à 9h", "2026-11-25 09:00"),
    ("Thursday Dec 10 at 5pm", "2026-12-10 17:00"),
    ("jeudi 10/12 à 14h", "2026-12-10 14:00"),
    ("samedi 5 décembre de 10h à 18h", "2026-12-05 10:00"),
    ("Plan for Friday: live on 27 November at 6am", "2026-11-27 06:00"),
    ("last 12 November", None),
    ("mars attacks, and the sun is out", None),
]


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_a_stated_hour_is_read_in_the_zone_and_is_still_to_come(text: str, expected: str | None) -> None:
    assert clock(hours.stated(text, TUESDAY, "Europe/Paris")) == (expected and clock(paris(expected)))


@pytest.mark.parametrize(("text", "expected"), PLANNED)
def test_the_day_of_a_launch_is_the_first_one_to_come(text: str, expected: str | None) -> None:
    assert clock(hours.planned(text, TUESDAY, "Europe/Paris")) == (expected and clock(paris(expected)))


def test_an_hour_that_a_daylight_saving_night_leaves_out_is_the_first_after_it() -> None:
    saturday = datetime.fromisoformat("2027-03-27T20:00+01:00")
    found = hours.stated("before tomorrow 2:30", saturday, "Europe/Paris")
    assert found == datetime.fromisoformat("2027-03-28T01:00+00:00")


@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        ("rembours*", "Remboursez-moi !", ["remboursez"]),
        ("jamais recu", "elle n’a jamais encore reçu son colis", []),
        ("jamais recu", "jamais la commande reçue, jamais reçu", ["jamais recu"]),
        ("order .. late", "the order we placed on Monday is late", ["order we placed on monday is late"]),
        ("# etoile*", "un avis 1 étoile", ["1 etoile"]),
        ("complaint", "no complaint, not a complaint, one complaint", ["complaint"]),
        ("reclam*", "une réclammation", ["reclamation"]),
        ("soeur|oeuf*", "Ma sœur et des ŒUFS", ["soeur", "oeufs"]),
    ],
)
def test_a_cue_is_found_as_it_is_written(written: str, text: str, found: list[str]) -> None:
    lexicon = Lexicon([cue("topic", "it", 3, written)])
    assert [hit.words for hit in lexicon.hits(words_of(text))] == found


@pytest.mark.parametrize("written", ["", "..", "a ..", ".. a", "a|| b"])
def test_what_is_no_cue_is_refused_when_it_is_read(written: str) -> None:
    with pytest.raises(ValueError, match=r"no cue|no single word"):
        cue("topic", "it", 3, written)


def test_the_words_that_ship_can_all_be_read() -> None:
    for language in ("fr", "en"):
        assert shipped(language)


def test_a_forwarded_mail_is_read_without_its_headers() -> None:
    mail = heard("Fwd: oven\nFrom: A B <a@example.org>\nDate: Mon, 23 Nov\nSubject: oven\nIt is cold.")
    assert mail.forwarded
    assert [sentence.written for sentence in mail.sentences] == ["oven", "oven", "It is cold."]
    assert [one.quoted for one in heard("> he said\nI say").sentences] == [True, False]
