"""What a workspace has before anybody edits a setting: departments, topics, launch kinds, times.

The values are those of PRODUCT section 2 ("Topics", "Launch kinds", "Departments", "Severity", N1, "Cards",
"Data protection") and of the configuration in DESIGN section 8. Names of topics, launch kinds and severities
are worded in views, never here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from bot.models import LaunchKind, Snapshot, Topic

DEADLINES: Final[Mapping[str, str]] = {
    "crisis": "20m",
    "high": "1h",
    "normal": "4h",
    "low": "1d",
    "launch": "2d",
}
"""Window of each severity (until the requester is told; a crisis in real time) and of a launch request."""

ROUNDS: Final[Mapping[str, list[str]]] = {
    "seats": ["09:15", "11:45", "15:00"],
    "heads": ["11:00", "16:00"],
}
"""N1: local clock times at which people are reached, heads and orchestrator by their own."""

DIGEST: Final[Mapping[str, str]] = {"shared": "mon 10:00", "leadership": "tue 08:30", "personal": "mon 09:00"}
"""Weekday and clock time in the workspace's zone, by audience."""

OFF: Final = "none"
"""Instead of an hour: this audience gets no digest."""

RETENTION: Final[Mapping[str, str]] = {"excerpt": "30d", "notice": "365d", "press": "730d", "audit": "365d"}
"""How long each kind of text is kept (PRODUCT section 2, "Data protection")."""

CARDS_PER_DAY: Final = 12
"""N8: root cards of one channel in one day before they are rolled up."""

MANY_REPORTS: Final = 5
"""So many people who report a public case raise its level, once (PRODUCT section 2, "Two clocks")."""
MODEL_TOKENS_PER_DAY: Final = 200_000
"""What a workspace that allows the language model may use in a local day, until it says otherwise."""

DEPARTMENTS: Final[Mapping[str, Mapping[str, str]]] = {
    "communication": {"fr": "Communication", "en": "Communication"},
    "marketing": {"fr": "Marketing", "en": "Marketing"},
    "pr": {"fr": "Relations presse", "en": "Press relations"},
    "customer_service": {"fr": "Service client", "en": "Customer service"},
    "hr": {"fr": "Ressources humaines", "en": "Human resources"},
    "product": {"fr": "Produit", "en": "Product"},
    "sales": {"fr": "Ventes", "en": "Sales"},
    "finance": {"fr": "Finance", "en": "Finance"},
    "legal": {"fr": "Juridique", "en": "Legal"},
    "it": {"fr": "Informatique", "en": "IT"},
    "partners": {"fr": "Partenaires", "en": "Partners"},
}
"""Names by language, in the order in which they are proposed."""

OPTIONAL_DEPARTMENTS: Final = ("sales", "finance", "legal", "it", "partners")
"""Of `DEPARTMENTS`, those that a workspace has only if it adds them."""

PRIVATE_TOPICS: Final = frozenset({"hr_grievance", "data_privacy"})
"""Topics whose escalation starts as private (PRODUCT section 2, "Private")."""


class TopicDefault(NamedTuple):
    """Who answers a topic: the first of `departments` that the workspace has; who else reads a line of it."""

    departments: tuple[str, ...]
    consulted: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, str]] = {}


COMPLAINT_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "say": {
        "fr": "Merci de nous l’avoir signalé. Nous sommes désolés, nous regardons tout de suite ce qui s’est "
        "passé et nous vous écrivons en privé.",
        "en": "Thank you for telling us. We are sorry; we are looking into what happened right now and will "
        "write to you privately.",
    },
    "privately": {
        "fr": "Bonjour, pouvez-vous nous donner votre numéro de commande et un moyen de vous joindre ? "
        "Une seule personne suivra votre dossier jusqu’au bout.",
        "en": "Hello, could you give us your order number and a way to reach you? "
        "One person will follow your case to the end.",
    },
    "gesture": {
        "fr": "Remboursement des frais de port ou remplacement, sans demander.",
        "en": "Refund of the delivery cost, or a replacement, without asking.",
    },
    "never": {
        "fr": "Ne jamais renvoyer le client vers un autre service, ni mettre sa parole en doute en public.",
        "en": "Never send the customer to another department, nor doubt their word in public.",
    },
}
"""The example that ships with complaints (PRODUCT section 2, "Words to say")."""

TOPICS: Final[Mapping[str, TopicDefault]] = {
    "complaint": TopicDefault(("customer_service",), ("communication",), COMPLAINT_WORDS),
    "product_defect": TopicDefault(("product", "customer_service"), ("customer_service",)),
    "delivery": TopicDefault(("customer_service",), ("sales",)),
    "billing": TopicDefault(("finance", "customer_service"), ("customer_service",)),
    "advertising": TopicDefault(("marketing",), ("communication",)),
    "product_change": TopicDefault(("product", "marketing"), ("marketing",)),
    "safety": TopicDefault(("product", "customer_service"), ("customer_service", "pr", "legal")),
    "data_privacy": TopicDefault(("legal", "it", "communication")),
    "press": TopicDefault(("pr", "communication"), ("communication",)),
    "influencer": TopicDefault(("pr", "marketing"), ("marketing",)),
    "hr_grievance": TopicDefault(("hr",)),
    "employer_brand": TopicDefault(("hr",), ("communication",)),
    "partner_delay": TopicDefault(("partners", "product", "marketing"), ("marketing",)),
    "other": TopicDefault(("communication",)),
}
"""The topics in the order of a form."""

LAUNCH_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "product_launch": ("marketing", "customer_service", "pr"),
    "promotion": ("customer_service", "sales", "finance"),
    "event": ("customer_service", "communication"),
    "hiring": ("hr", "communication"),
    "price_change": ("customer_service", "sales", "finance", "pr"),
    "partnership": ("pr", "legal"),
    "press_release": ("pr", "customer_service"),
    "information": (),
}
"""Departments that must answer before *Go*, by kind; one that a workspace lacks is not asked."""


def deadline(deadlines: Mapping[str, str], name: str) -> str:
    """The window of a severity, or "launch", as the workspace has it; the default where it says nothing."""
    return deadlines.get(name) or DEADLINES[name]


def topics(snapshot: Snapshot) -> tuple[Topic, ...]:
    """The topics in use: the workspace's own if one is active, else the defaults on the departments it has.

    A default topic whose departments are all missing has `department` None; `routing.route` then falls back.
    """
    own = sorted((topic for topic in snapshot.topics if not topic.retired), key=lambda topic: topic.position)
    if own:
        return tuple(own)
    present = {department.key for department in snapshot.active}
    return tuple(
        Topic(
            workspace=snapshot.workspace.id,
            key=key,
            department=next((name for name in default.departments if name in present), None),
            consulted=[name for name in default.consulted if name in present],
            words={use: dict(names) for use, names in default.words.items()},
            position=position,
        )
        for position, (key, default) in enumerate(TOPICS.items())
    )


def topic_keys(snapshot: Snapshot) -> frozenset[str]:
    """The keys of `topics`, without making them."""
    return frozenset(topic.key for topic in snapshot.topics if not topic.retired) or frozenset(TOPICS)


def launch_kind_keys(snapshot: Snapshot) -> frozenset[str]:
    """The keys of `launch_kinds`, without making them."""
    return frozenset(kind.key for kind in snapshot.launch_kinds if not kind.retired) or frozenset(
        LAUNCH_KINDS
    )


def launch_kinds(snapshot: Snapshot) -> tuple[LaunchKind, ...]:
    """The launch kinds in use: the workspace's own if one is active, else the defaults on its departments."""
    own = sorted((kind for kind in snapshot.launch_kinds if not kind.retired), key=lambda kind: kind.position)
    if own:
        return tuple(own)
    present = {department.key for department in snapshot.active}
    kinds = []
    for position, (key, departments) in enumerate(LAUNCH_KINDS.items()):
        asked = [name for name in departments if name in present]
        kinds.append(
            LaunchKind(
                workspace=snapshot.workspace.id,
                key=key,
                departments=asked,
                required=list(asked),
                position=position,
            )
        )
    return tuple(kinds)
