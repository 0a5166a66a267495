"""What people type under a request: an answer, or not quite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Lane, Origin, RequestState
from bot.rules import thread_answers as rules
from tests.rules.organisation import a_request

READY = """
c'est bon pour nous
C’est bon pour nous !
ready
Ready!
We're ready
we are all ready
On est prêts
on est prets
Nous sommes prêtes.
ok pour nous
OK pour nous, merci Julie
Ok de notre côté
rien à signaler
RAS
RAS de notre côté :+1:
Rien à redire, bravo
pas de souci pour nous
Aucun problème de notre côté
Bonjour à tous, c'est bon pour nous
Feu vert pour nous
tout est en place
tout est calé de notre côté
good to go
All set on our side
All good for us, thanks
no issues on our side
Nothing to report from our side.
we're good to go
<@U0JULIE> ready :white_check_mark:
Yes, ready. Thanks Julie!
Oui prêts !
Prêts. L'équipe est briefée depuis hier.
lgtm
Validé pour nous
Hi all, ready on our side
"""
NOT_CONCERNED = """
pas concernés
Nous ne sommes pas concernés.
On n'est pas concernés, merci
non concerné
ça ne nous concerne pas
Pas d'impact pour nous
not concerned
We are not affected.
Doesn't concern us
N/A for us
nothing to do with us
"""
TAKE = """
je prends
Je m'en occupe
je m'en charge !
On s'en occupe
je suis dessus
C'est pour moi
I'll take it
I'll take this one
on it
I'm on it!
we're on it
taking it
I got this
mine
Ok je prends, merci
"""
TOLD = """
done, customer called back
Client rappelé
c'est fait, client rappelé
Fait : cliente prévenue
Le client a été rappelé
J'ai rappelé le client
on a informé le journaliste
Réponse envoyée au client
customer informed
I've called the customer back
We have answered the customer
Reply sent to the customer
"""
NOTHING = """
not ready yet
not ready
presque prêts
ready?
Prêts ?
on n'est pas prêts
On n'est pas encore prêts
nous ne sommes pas prêts du tout
quand serez-vous prêts ?
when will you be ready?
ready tomorrow
On sera prêts demain
we will be ready on Thursday
we should be ready
almost ready
ready, but the price list is missing
c'est bon pour nous mais il manque le tarif
C'est bon pour nous, sauf samedi
OK pour nous si le tarif est validé
ready if legal says yes
Are you ready
prêts à parier que ça va rater
ready 🙄
Oh super, on est prêts :face_with_rolling_eyes:
c'est bon pour nous lol
on est prêts… ou pas
ready or not, here I come
ready when you are
Sales says they are ready
Le marketing dit qu'ils sont prêts
« on est prêts »
> ready
ok
merci
thanks
👍
c'est fait
done
je prends ma pause
je prends note
je prends demain
I'll take it if nobody else does
I can't take it
who takes it?
qui prend ?
personne ne prend
pas mine
client pas encore rappelé
customer not called back yet
rappeler le client
il faut rappeler le client
The customer must be called back
le client a rappelé, il est furieux
no problem, customer called back tomorrow
pas concernés ?
vous n'êtes pas concernés ?
tu parles, pas concernés
on est concernés
we are concerned
ce n'est pas bon pour nous
not good for us
no green light from us
je ne sais pas si c'est bon pour nous
C'est bon pour nous ? Je demande
on verra
Pas de problème, on regarde ça lundi
I think we're ready
normalement on est prêts
"""
PROBLEMS = {
    "we have a problem: the price list is missing": "the price list is missing",
    "Problème : il manque le tarif": "il manque le tarif",
    "On a un souci : la boutique de Lyon ferme à midi": "la boutique de Lyon ferme à midi",
    "We have an issue. Nobody answers the phone.": "We have an issue. Nobody answers the phone.",
    "il y a un blocage, le stock n'arrive que vendredi": "il y a un blocage, le stock n'arrive que vendredi",
    "Blocker: who answers at night?": "who answers at night?",
    "We're blocked, waiting for legal": "We're blocked, waiting for legal",
}
NO_PROBLEM = """
we have no problem
pas de problème : on gère
no problem: all fine
Do we have a problem?
On a un problème ?
on n'a aucun problème
the problem is solved
le problème est réglé
Problème résolu
we had a problem last year
"""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((line, "ready") for line in lines(READY)),
        *((line, "not_concerned") for line in lines(NOT_CONCERNED)),
        *((line, "take") for line in lines(TAKE)),
        *((line, "told") for line in lines(TOLD)),
    ],
)
def test_an_answer_is_understood(text: str, kind: str) -> None:
    assert rules.read(text) == rules.Typed(kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", lines(NOTHING))
def test_what_leaves_a_doubt_is_no_answer(text: str) -> None:
    assert rules.read(text) is None


@pytest.mark.parametrize(("text", "words"), PROBLEMS.items())
def test_a_problem_keeps_the_words_it_was_told_in(text: str, words: str) -> None:
    assert rules.read(text) == rules.Typed("problem", words)


@pytest.mark.parametrize("text", lines(NO_PROBLEM))
def test_what_is_no_problem_offers_no_problem(text: str) -> None:
    found = rules.read(text)
    assert found is None or found.kind != "problem"


@given(st.text(max_size=2000))
def test_any_text_is_read(text: str) -> None:
    rules.read(text)
    rules.read("we have a problem " * 80 + text)


@pytest.mark.parametrize(
    ("kind", "lane", "state", "expected"),
    [
        ("ready", Lane.launch, RequestState.waiting, True),
        ("ready", Lane.launch, RequestState.unanswered, True),
        ("ready", Lane.launch, RequestState.ready, False),
        ("ready", Lane.escalation, RequestState.waiting, False),
        ("problem", Lane.launch, RequestState.waiting, True),
        ("take", Lane.launch, RequestState.waiting, False),
        ("take", Lane.escalation, RequestState.waiting, True),
        ("take", Lane.escalation, RequestState.taken, False),
        ("told", Lane.escalation, RequestState.taken, True),
        ("told", Lane.escalation, RequestState.waiting, False),
    ],
)
def test_an_answer_fits_only_a_request_that_still_waits_for_it(
    kind: rules.Kind, lane: Lane, state: RequestState, expected: bool
) -> None:
    asked = a_request(lane=lane, state=state)
    assert rules.fits(rules.Typed(kind), asked) is expected
    assert not rules.fits(
        rules.Typed(kind), a_request(lane=Lane.escalation, state=state, origin=Origin.expert)
    )
