"""What a message probably is: a launch, an escalation, or nothing of ours (PRODUCT section 2, "Private").

Nothing is decided here: a person confirms (P7). What is told about people at work and moods is never
proposed.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from bot.models import Lane, Recognised, Requester, Said, Severity, Snapshot
from bot.rules import defaults, routing
from bot.rules.words import folded

_TOPICS: Final = {
    "press": r"journalist|reporter|redaction|interview|press enquiry|demande presse",
    "safety": r"allerg|intoxi|poison|blesse|injur|brul|burnt|electric shock|urgences",
    "billing": r"charged twice|preleve|facture|invoice|double bill|overcharg",
    "delivery": r"livraison|livre |colis|deliver|parcel|courier",
    "complaint": r"reclamation|mecontent|complain|furious|furieux|se plaint|inadmissible|refund|rembours",
}
_KINDS: Final = {
    "promotion": r"promo|soldes|-\d+ ?%|\d+ ?% off|black friday|discount",
    "event": r"portes ouvertes|salon|open day|webinar|conference|evenement",
    "product_launch": r"on lance|we launch|launching|goes live|lancement",
}


def recognise(said: Said, book: Snapshot, now: datetime) -> Recognised | None:
    """What is likely, filled from the message; None for nothing of ours. Pure; no more than a millisecond."""
    text = folded(said.text[:4000])
    topics = {topic.key for topic in defaults.topics(book)}
    for topic, words in _TOPICS.items():
        if topic in topics and (found := re.search(words, text)):
            journalist = topic == "press"
            return Recognised(
                lane=Lane.escalation,
                topic=topic,
                department=routing.route(book, topic),
                severity=Severity.high if topic in ("press", "safety") else Severity.normal,
                requester=Requester.journalist if journalist else Requester.customer,
                title=" ".join(said.text.split())[:80],
                reasons=(f"{topic}: {found[0]}",),
            )
    kinds = {kind.key for kind in defaults.launch_kinds(book)}
    for kind, words in _KINDS.items():
        if kind in kinds and (found := re.search(words, text)):
            title = " ".join(said.text.split())[:80]
            return Recognised(lane=Lane.launch, kind=kind, title=title, reasons=(f"{kind}: {found[0]}",))
    return None
