"""What is taken out of a text before a model reads it, and how it comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.redaction import redact, redact_all

PEOPLE = ["Karim Benali", "Léa Martin", "Marie-Claire O’Neill", "Will Stone"]


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Bonjour Karim, lea a vu le client.", "Bonjour [NAME_1], [NAME_2] a vu le client."),
        ("KARIM a rappelé Mme Dupont hier.", "[NAME_1] a rappelé Mme [NAME_2] hier."),
        ("Marie Dupont a appelé.", "[NAME_1] [NAME_2] a appelé."),
        ("mme dupont et m. leroy attendent", "mme [NAME_1] et m. [NAME_2] attendent"),
        ("We will ship it, says Will.", "We will ship it, says [NAME_1]."),
        ("On Monday 30 November I told Anna", "On Monday 30 November I told [NAME_1]"),
        ("Une cliente d’Amiens. Le colis est perdu.", "Une cliente d’[NAME_1]. Le colis est perdu."),
        ("URGENT: the SHOP is closed", "URGENT: the SHOP is closed"),
        ("mail a.b+c@example.co.uk, merci", "mail [MAIL_1], merci"),
        ("tel 06 12 34 56 78 avant 17h", "tel [PHONE_1] avant 17h"),
        ("call +1 (555) 010-9999 or 020 7946 0018", "call [PHONE_1] or [PHONE_2]"),
        ("carte 4970 1012 3456 7890 refusée", "carte [NUMBER_1] refusée"),
        ("carte 4970-1012-3456-7891 (mal tapée)", "carte [NUMBER_1] (mal tapée)"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189 svp", "IBAN [ACCOUNT_1] svp"),
        ("sécu 1 85 05 78 006 084 36", "sécu [NUMBER_1]"),
        ("<@U123ABC> voir <https://x.example/?id=9|le dossier>", "[LINK_1] voir [LINK_2]"),
        ("https://x.example/a?mail=b et <mailto:a@b.example|a@b.example>", "[LINK_2] et [LINK_1]"),
        ("commande 77120, 1 240 paniers, 4 000 partages, 348 €, le 24/11/2026 à 10:30",) * 2,
        ("9h-18h, lot b-221, 2026-11-24, -30 % dès le 3 décembre",) * 2,
    ],
)
def test_persons_leave_and_the_matter_stays(text: str, sent: str) -> None:
    found = redact(text, PEOPLE)
    assert found.text == sent
    assert found.restored(found.text) == text


def test_one_person_has_one_token_and_a_token_that_was_typed_brings_nobody_back() -> None:
    found = redact("Karim : [NAME_2] dit que Karim vient. [NAME_7]", PEOPLE)
    assert found.text == "[NAME_3] : [TEXT_1] dit que [NAME_3] vient. [TEXT_2]"
    assert found.restored("[NAME_3] vient") == "Karim vient"
    assert found.restored("[NAME_9] vient") is None, "made up by the model"


def test_who_stands_in_two_texts_has_one_token() -> None:
    found = redact_all(["Karim 06 12 34", "56 78 Karim"], PEOPLE)
    assert found.texts == ("[NAME_1] 06 12 34", "56 78 [NAME_1]")


@given(st.text(max_size=400))
def test_whatever_is_typed_comes_back_as_it_was(text: str) -> None:
    found = redact(text, PEOPLE)
    assert found.restored(found.text) == text


def test_a_long_text_of_any_shape_takes_no_longer_than_its_length_allows() -> None:
    for part in ("Aa ", "1 ", "[NAME_1]", "a@", "<", "www.", "FR76 ", "+33 ", "M. "):
        redact(part * (4000 // len(part)), PEOPLE)
