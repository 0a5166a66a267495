"""Pairs of tellings in both languages: the same event or not (PRODUCT mechanism 49, noise rule N9)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from bot.models import Requester
from bot.rules import sameness
from bot.rules.sameness import Likeness, Telling, Trace
from tests.rules.organisation import paris

AT = paris("2026-11-24 10:00")
HOUR = timedelta(hours=1)

SAME = [
    # English, told twice in other words
    ("The oven of the Lyon shop is cold", "Cold oven again in the Lyon shop"),
    ("The oven of the Lyon shop caught fire", "Fire in the oven at our Lyon shop, customers saw it"),
    ("Smoke and flames from the oven in Lyon", "There was smoke at the Lyon store: the oven is in flames"),
    ("Order 48213 has not arrived", "A customer asks where order 48213 is"),
    ("Parcel of order CMD-48213 was torn", "Torn package, order 48213, customer furious"),
    ("Wedding cake of Mrs Durand collapsed", "Mrs Durand writes that her wedding cake had collapsed"),
    ("The website is down, nobody can pay", "Website down: customers cannot pay"),
    ("Customers were charged twice for the Christmas box", "Christmas box: cards charged twice"),
    ("Hazelnuts are not on the label of the praline bread", "The praline bread label misses hazelnuts"),
    ("A child found glass in a sandwich at the station shop", "Glass in a sandwich, station shop, child"),
    ("A blogger says our poster is sexist", "Our poster is called sexist by an influencer"),
    ("Le Progrès asks about the closed shop in Villeurbanne", "Villeurbanne closure: question by Le Progrès"),
    ("Customer data leaked in the newsletter", "The newsletter leaked data of customers"),
    ("Promo code NOEL does not work", "The promo code NOEL is refused"),
    ("The app crashes at login since the update", "Since the update the app crashes when people log in"),
    ("A rat was filmed in the Bellecour shop", "Video of a rat in the shop at Bellecour"),
    ("Delivery driver insulted a customer in Dijon", "Insulted by our delivery driver in Dijon"),
    ("Gift vouchers sold by mistake at half price", "Gift voucher mistake: sold at half price"),
    # French, told twice in other words
    ("Le four de la boutique de Lyon est froid", "Four froid à la boutique de Lyon, encore"),
    ("Incendie dans le four de Lyon", "Le four a pris feu à Lyon"),
    ("La commande 48213 n’est pas arrivée", "Où est la commande 48213 ? demande un client"),
    ("Colis déchiré, commande 48213", "Le colis de la commande n° 48213 était déchiré"),
    ("Le gâteau de mariage de Mme Durand s’est effondré", "Mme Durand : gâteau de mariage effondré"),
    ("Le site est en panne, impossible de payer", "Panne du site : les clients ne peuvent pas payer"),
    ("Clients débités deux fois pour le coffret de Noël", "Coffret de Noël : double débit, clients débités"),
    ("Noisettes absentes de l’étiquette du pain praliné", "L’étiquette du pain praliné oublie les noisettes"),
    ("Un enfant a trouvé du verre dans un sandwich", "Du verre dans le sandwich d’un enfant"),
    ("Une blogueuse trouve notre affiche sexiste", "Affiche jugée sexiste par une influenceuse"),
    ("Des données clients ont fuité dans la newsletter", "Fuite de données par la newsletter"),
    ("Le code promo NOEL est refusé", "Code promo NOEL refusé en caisse"),
    ("Un rat filmé dans la boutique de Bellecour", "Vidéo d’un rat à Bellecour"),
    ("Le livreur a insulté une cliente à Dijon", "Une cliente de Dijon insultée par le livreur"),
    ("Panettone recalled by the supplier, customers ask", "Rappel du panettone : des clients demandent"),
    ("The 20 euro voucher is refused online", "Bon de 20 euros refusé en ligne"),
    ("Brioche too dry in Metz, many complaints", "Brioche sèche à Metz, plusieurs plaintes"),
    # One in English, one in French
    ("The oven of the Lyon shop is cold", "Le four de la boutique de Lyon est froid"),
    ("Fire in the oven at Lyon", "Incendie du four à Lyon"),
    ("Order 48213 was never delivered", "La commande 48213 n’a jamais été livrée"),
    ("Wedding cake of Mrs Durand collapsed", "Le gâteau de mariage de Mme Durand s’est effondré"),
    ("The website is down, nobody can pay", "Site en panne, paiement impossible"),
    ("A rat was filmed in the Bellecour shop", "Un rat filmé à Bellecour"),
    ("Glass in a sandwich of a child", "Du verre dans le sandwich d’un enfant"),
    ("The driver insulted a customer in Dijon", "Le livreur a insulté une cliente de Dijon"),
    ("Our poster is sexist, says a blogger", "Une blogueuse dit que notre affiche est sexiste"),
    ("Mouldy bread sold in Annecy", "Du pain moisi vendu à Annecy"),
]
DIFFERENT = [
    # Another number, place or person is another event
    ("Order 48213 is late", "Order 51877 is late"),
    ("Commande 48213 en retard", "Commande 51877 en retard"),
    ("Order 48213 is late", "La commande 51877 est en retard"),
    ("The oven of the Lyon shop is cold", "The oven of the Dijon shop is cold"),
    ("Le four de la boutique de Lyon est froid", "Le four de la boutique de Dijon est froid"),
    ("The oven of the Lyon shop is cold", "Le four de la boutique de Dijon est froid"),
    ("Wedding cake of Mrs Durand collapsed", "Wedding cake of Mrs Petit collapsed"),
    ("Gâteau de mariage de Mme Durand effondré", "Gâteau de mariage de M. Petit effondré"),
    ("A rat was filmed in Bellecour", "A rat was filmed in Perrache, says a customer"),
    ("Le Monde asks about our flour", "Le Parisien asks about our prices"),
    ("Parcel torn, call 06 12 34 56 78", "Parcel torn, call 06 98 76 54 32"),
    # Only what every complaint has in common
    ("A customer complains about the shop", "A customer complains about an order"),
    ("Un client se plaint d’une commande", "Un client se plaint de la boutique"),
    ("A customer is angry on Instagram", "A customer wrote a review on Instagram"),
    ("Customer received the wrong product", "A customer never received the product"),
    ("Furious client posted a photo today", "Unhappy client posted a comment today"),
    # Another matter at the same place
    ("The oven in Lyon is cold", "A vendor in Lyon was rude to a customer"),
    ("Le four de Lyon est froid", "La vendeuse de Lyon a été impolie avec une cliente"),
    ("A child found glass in a sandwich", "A child was rude to the staff"),
    ("Parcel delivered to the neighbour", "Parcel delivered wet"),
    ("Colis livré au voisin", "Colis livré mouillé"),
    ("Staff in Nice refuses gift cards", "Staff in Nice is on strike"),
    ("Brioche too dry in Metz", "Brioche too sweet in Nancy"),
    ("The website is down", "The website shows wrong opening hours"),
    ("Mouldy bread in Annecy", "The shop in Annecy was closed at noon"),
    ("Du pain moisi à Annecy", "Boutique d’Annecy fermée à midi"),
    ("Delivery is late", "Delivery driver smoked in the lift"),
    ("Livraison en retard", "Le livreur a fumé dans l’ascenseur"),
    ("The app crashes at login", "The app shows old prices"),
    ("Promo code NOEL does not work", "Promo poster hangs upside down"),
    ("Charged twice", "Refund not received"),
    ("Invoice is wrong", "The wrong cake was delivered"),
    ("La facture est fausse", "On a livré le mauvais gâteau"),
    ("Il fait froid dans la boutique", "Le café était froid"),
    ("The queue is long on Saturday", "Heating is broken since Saturday"),
]


LONG = (
    "Hello all, I have just had a call from the manager of the Part-Dieu shop: the card terminal has been "
    "dead since this morning, people leave their baskets and one of them posted a photo of the queue.",
    "Bonjour, le terminal de paiement par carte de Part-Dieu ne répond plus, la file est longue et des "
    "clients abandonnent leurs paniers. On fait quoi ?",
    "Une cliente de Grenoble réclame le remboursement de son abonnement, elle a appelé trois fois.",
)


def told(text: str, **given: Any) -> Telling:
    values: dict[str, Any] = {"at": AT, "topic": "complaint", "department": "customer_service"}
    return Telling(**(values | {"fingerprint": sameness.fingerprint(text)} | given))


def likeness(new: Telling, known: Telling) -> tuple[Likeness, float] | None:
    """As the rule says; what is alike must have been near enough to be compared."""
    found = sameness.likeness(new, known)
    trace = Trace(1, known.fingerprint, known.permalink, known.source, known.source_id)
    assert found is None or sameness.near(new, [Trace(0), trace]) == [1]
    return found


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_event_in_other_words_is_likely(one: str, other: str) -> None:
    found = likeness(told(one, at=AT + HOUR), told(other))
    assert found and found[0] is Likeness.likely
    assert likeness(told(other, at=AT + HOUR), told(one)), "and the other way round"


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_event_is_not_proposed(one: str, other: str) -> None:
    assert likeness(told(one, at=AT + HOUR), told(other)) is None
    assert likeness(told(other, at=AT + HOUR), told(one)) is None


def test_long_tellings_are_compared_by_what_they_name() -> None:
    first, second, other = (told(text) for text in LONG)
    assert likeness(first, second)
    assert likeness(first, other) is None and likeness(second, other) is None


CERTAIN: list[tuple[dict[str, Any], dict[str, Any], Likeness | None]] = [
    ({"permalink": "https://x/1"}, {"permalink": "https://x/1", "topic": "press"}, Likeness.certain),
    ({"source": "shop", "source_id": "4"}, {"source": "shop", "source_id": "4"}, Likeness.certain),
    ({"source": "shop", "source_id": "4"}, {"source": "till", "source_id": "4"}, Likeness.certain),
    ({"at": AT + timedelta(minutes=10)}, {}, Likeness.certain),
    ({"at": AT + timedelta(minutes=11)}, {}, Likeness.likely),
    ({"at": AT + timedelta(days=7)}, {}, Likeness.likely),
    ({"at": AT + timedelta(days=7, seconds=1)}, {}, None),
    ({"topic": "product_defect"}, {}, Likeness.likely),
    ({"topic": "press", "department": "pr"}, {}, None),
    ({"requester": "customer:md"}, {"requester": "customer:ab"}, Likeness.likely),
    ({"requester": "customer:md"}, {"requester": "customer:md"}, Likeness.certain),
]


@pytest.mark.parametrize(("new", "known", "expected"), CERTAIN)
def test_what_else_makes_it_the_same(
    new: dict[str, Any], known: dict[str, Any], expected: Likeness | None
) -> None:
    text = "The oven of the Lyon shop is cold"
    found = likeness(told(text, **new), told(text, **known))
    assert (found and found[0]) == expected


def test_one_requester_lifts_and_two_words_are_never_certain() -> None:
    one, other = (
        "Refund refused for a blue scarf in Nantes",
        "Third message from Nantes by an impatient elderly lady, about her lovely scarf",
    )
    assert likeness(told(one), told(other)) is None
    same = "customer:md"
    assert likeness(told(one, requester=same), told(other, requester=same))
    brief = told("Late parcel")
    assert likeness(brief, brief) == (Likeness.likely, 1.0)


def test_a_requester_is_known_by_type_and_initials() -> None:
    assert sameness.requester_key(Requester.customer, "M. D.") == "customer:md"
    assert sameness.requester_key(Requester.customer, "Instagram, MD") == "customer:md"
    assert sameness.requester_key(Requester.customer, "Instagram") is None
    assert sameness.requester_key(Requester.customer, "https://x.example/A") is None
    assert sameness.requester_key(Requester.unknown, "M. D.") is None


def test_a_fingerprint_holds_no_word_and_survives_case_accents_and_order() -> None:
    found = sameness.fingerprint("Mme Durand : gâteau effondré à LYON, commande 48213 https://shop.example/a")
    assert not {"durand", "gateau", "lyon", "48213"} & set(found.casefold().split())
    assert sameness.fingerprint("le gateau effondre") == sameness.fingerprint("Effondré, le gâteau")
    assert sameness.fingerprint("") == "" and len(sameness.fingerprint("mot très long " * 400)) < 3000


def test_several_threads_read_the_same_of_a_word() -> None:
    words = [
        f"{stem}{end}" for stem in ("rembours", "livrais", "deliver") for end in ("es", "ement", "ations")
    ]
    words = [f"{letter}{word}" for letter in "abcdefgh" for word in words]
    alone = [sameness._cut(word) for word in words]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(sameness._cut, words * 8, chunksize=1))
    assert together == alone * 8


def test_the_likeliest_stands_first_and_three_are_enough() -> None:
    new = told("The oven of the Lyon shop is cold", at=AT + HOUR)
    known = [("E1", told("Lyon: cold oven")), ("E2", told("Order 48213 is late"))]
    known += [(f"E{number}", told("Cold oven in Lyon today")) for number in range(3, 7)]
    known.append(("E1", told("The oven of the Lyon shop is cold")))
    found = sameness.best(new, known)
    assert [one.escalation for one in found] == ["E1", "E3", "E4"]


def test_what_is_of_something_else_is_not_even_compared() -> None:
    new = told("Order 48213 for Mrs Durand in Lyon is late")
    others = ("Order 51877 for Mrs Durand in Lyon is late", "The website is down, nobody can pay", "", None)
    known = [Trace(number, text and sameness.fingerprint(text)) for number, text in enumerate(others)]
    assert sameness.near(new, known) == []
