"""The words by which people answer a request in its thread, in French and English.

Each phrase is a pattern for one whole clause: lower case, without accents, apostrophes as blanks, and the
words around it (`BEFORE`, `AFTER`) taken off. A clause that is not one of them answers nothing, so that
"almost ready" or "ready for what" never does. To teach Tutti another way to say it, add the phrase here and
a row to `tests/rules/test_thread_answers.py`.
"""

from __future__ import annotations

from typing import Final

WE: Final = r"(?:on est|nous sommes|nous on est|on|nous|tout est|tout le monde est|l equipe est)"
WE_ARE: Final = r"(?:we are|we re|were|were all|we are all|we re all|everything is|everyone is|the team is)"
US: Final = (
    r"(?:nous|notre cote|notre part|notre equipe|l equipe|us|our side|our end|our part|our team|my side"
    r"|me|moi|mon cote|the team)"
)

BEFORE: Final = (
    r"(?:ok|okay|d accord|oui|yes|yep|yeah|parfait|perfect|super|great|bonjour|bonsoir|hello|hi|hey|salut"
    r"|coucou|merci|thanks|thank you|voila|alors|donc|so|bon|tres bien|all right|alright|info|fyi|confirme"
    r"|je confirme|nous confirmons|on confirme|confirmed|i confirm|we confirm|de notre cote|cote equipe"
    r"|pour nous|chez nous|from our side|on our side|for us|our side|team|a tous|everyone|all|it s|que|that)"
)
AFTER: Final = (
    rf"(?:(?:pour|de|cote|chez|avec|for|on|from|at|with) {US}|merci|thanks|thank you|maintenant|now|a present"
    r"|ici|here|aussi|too|as well|a 100|100|bien|tous|toutes|tout|all|bravo|bonne journee|a tous|everyone"
    r"|de notre|julie|team|cheers|since this morning|depuis ce matin|depuis hier|since yesterday|a lancer"
    r"|pour le lancement|pour lancer|for launch|for the launch|to launch|to go|for it|for this|la dessus)"
)

READY: Final = (
    rf"(?:{WE} )?(?:fin |tous |toutes |bien |deja )*pret(?:e)?s?",
    rf"{WE} (?:bons?|bonnes?|ok|pares?|parees?|cales?|calees?|au point|en place|dans les starting blocks)",
    r"c est (?:tout )?(?:bon|ok|pret|en place|valide|cale|good)",
    r"(?:tout|nous) c est (?:bon|ok)",
    r"tout (?:est )?(?:bon|ok|en place|au point|cale)",
    r"(?:ok|bon|valide|go|feu vert|c est go|good) (?:pour|de|cote|chez) " + US,
    r"nous c est (?:bon|ok|pret)",
    r"rien a (?:signaler|redire)",
    r"ras",
    r"r a s",
    r"(?:pas de|aucun|zero) (?:souci|soucis|probleme|problemes|blocage|point bloquant)(?: (?:pour|de|cote) "
    + US
    + ")?",
    r"(?:c est )?valide(?: (?:pour|de) " + US + ")?",
    rf"(?:{WE_ARE} )?(?:all |fully |totally )*ready",
    rf"{WE_ARE} (?:good|good to go|set|all set|ok|fine|covered|prepared|in place)",
    r"(?:all )?good to go",
    r"all (?:good|set|clear)",
    r"(?:ok|okay|good|fine|go|green light|approved|works|it works) (?:for|on|from|by|with) " + US,
    r"(?:we have |we ve )?nothing to (?:report|add|flag)",
    r"no (?:issues?|problems?|concerns?|objections?|blockers?)(?: (?:for|on|from) " + US + ")?",
    r"lgtm",
    r"green light",
    r"(?:you have|you ve got) our (?:go|green light|ok)",
)
NOT_CONCERNED: Final = (
    r"(?:nous ne sommes |on n est |on est |nous |nous sommes )?(?:pas|non|aucunement) concerne(?:e)?s?",
    r"(?:ca|cela|ce lancement|ceci) ne nous (?:concerne|touche|impacte) (?:pas|en rien)",
    r"(?:ca|cela) nous concerne pas",
    r"pas (?:d impact|d incidence) (?:pour|chez|sur|de) " + US,
    r"(?:aucun|zero) impact (?:pour|chez|sur|de) " + US,
    r"sans (?:impact|objet|incidence) (?:pour|chez|sur) " + US,
    r"rien a voir avec nous",
    r"(?:we are |we re )?not (?:concerned|affected|impacted|involved)",
    r"(?:this |it )?(?:does not|doesn t|doesnt) (?:concern|affect|impact|involve) (?:us|our team)",
    r"(?:it is |it s |this is )?(?:n a|not applicable|not relevant|no impact)(?: (?:for|to|on) " + US + ")?",
    r"(?:this has |it has )?nothing to do with us",
)
TAKE: Final = (
    r"je (?:le |la |les |l )?prends"
    r"(?: (?:le sujet|le dossier|ca|celui ci|celle ci|la main|en charge|ce cas))?",
    r"je (?:m en |m )(?:occupe|charge)",
    r"je (?:suis dessus|gere|traite|le gere|le traite|prends en charge)",
    r"(?:on|nous) (?:s en |nous en )?"
    r"(?:occupe|occupons|charge|chargeons|prend|prenons|gere|gerons|est dessus)",
    r"c est pour (?:moi|nous|ma pomme)",
    r"c est (?:a )?moi qui (?:prends|m en occupe|m en charge)",
    r"(?:i ll|i will|i can|i|we ll|we will|we|let me) (?:take|handle|deal with|grab|look after) "
    r"(?:it|this|this one|that|care of it|care of this)",
    r"(?:i m|i am|we re|we are)? ?(?:taking|handling|taking care of|looking after) (?:it|this|this one|that)",
    r"(?:i m|i am|we re|we are|am)? ?on (?:it|this)",
    r"(?:i|we)(?: ve| have)? (?:got|have) (?:it|this|this one)",
    r"(?:this one is |it is |it s |that s )?mine",
)
_CUSTOMER_FR: Final = (
    r"(?:le |la |les |au |a la )?(?:client|cliente|clients|demandeur|demandeuse|journaliste|blogueur"
    r"|blogueuse|patient|patiente|adherent|adherente|usager|abonne|partenaire|requerant|voyageur|voyageuse)"
)
_TOLD_FR: Final = r"(?:rappele|prevenu|informe|recontacte|repondu|contacte|averti|joint)e?s?"
_CUSTOMER_EN: Final = (
    r"(?:the |our )?(?:customer|client|requester|journalist|reporter|blogger|patient|member|passenger|guest"
    r"|subscriber|caller|partner)"
)
_TOLD_EN: Final = r"(?:called|rung|phoned|emailed|told|informed|answered|contacted|notified|updated)"
TOLD: Final = (
    rf"(?:(?:c est )?fait )?{_CUSTOMER_FR} (?:a ete |est |ont ete |bien |vient d etre )*{_TOLD_FR}",
    rf"(?:j ai|on a|nous avons) (?:bien )?{_TOLD_FR} {_CUSTOMER_FR}",
    rf"(?:la )?reponse (?:a ete |est )?(?:envoyee|faite|donnee|partie)(?: {_CUSTOMER_FR})?",
    rf"(?:done )?{_CUSTOMER_EN} (?:has been |was |is |have been )?{_TOLD_EN}(?: back)?",
    rf"(?:i|we)(?: have| ve|ve)? (?:just )?{_TOLD_EN} {_CUSTOMER_EN}(?: back)?",
    r"(?:i|we)(?: have| ve|ve)? (?:just )?(?:replied|written|spoken|answered) (?:back )?(?:to )?"
    + _CUSTOMER_EN,
    rf"(?:answer|reply|response) (?:has been |was )?sent(?: to {_CUSTOMER_EN})?",
)
DONE: Final = r"(?:c est fait|fait|done|all done|c est regle|regle|termine|sorted|ca y est|et|and)"
"""Words that say nothing alone: "done" of what?"""

PROBLEM: Final = (
    r"(?:on|nous) (?:a|avons) (?:un|encore un|un gros|un petit|un vrai|un autre) "
    r"(?:probleme|souci|blocage|hic)",
    r"j ai un (?:gros |petit |vrai )?(?:probleme|souci|blocage)",
    r"(?:il y a|y a|reste) (?:un|encore un|un gros|un petit|un vrai) (?:probleme|souci|blocage|hic)",
    r"(?:gros |petit )?(?:probleme|souci|blocage|point bloquant)(?: de notre cote| pour nous| chez nous)",
    r"(?:ca|c est|on est|nous sommes) (?:bloque|bloques|bloquee|bloquees|bloquant)"
    r"(?: (?:chez|pour|cote) nous)?",
    r"(?:we|i)(?: have| ve got| ve| still have) (?:a|an|one|a big|a small|a real|another) "
    r"(?:problem|issue|blocker|concern)",
    r"there(?: is|s| s) (?:a|an|one|a big|a small|a real|still a) (?:problem|issue|blocker)",
    r"(?:big |small )?(?:problem|issue|blocker)(?: on our side| for us| here)",
    r"(?:we are|we re|i am|i m) (?:blocked|stuck)",
)
"""How a problem begins; what follows it, after a colon or in the next sentence, is what stands in the way."""
LABELS: Final = ("probleme", "souci", "blocage", "point bloquant", "problem", "issue", "blocker", "bloquant")
"""Alone before a colon they announce a problem: "Problem: the price list is missing"."""

DOUBT: Final = frozenset(
    word
    for line in (
        "pas ne n non not isn aren don doesn t never jamais no nobody personne aucun",
        "mais but sauf except excepte hormis however cependant toutefois si if unless quand when lorsque",
        "apres presque almost nearly quasi bientot soon encore yet demain tomorrow tantot later seront",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "monday tuesday wednesday thursday friday saturday sunday",
        "sera serons will would should devrait devrions faudra faut peut maybe perhaps probably",
        "probablement normalement hopefully espere hope crois pense think guess theorie theory principe",
        "manque missing probleme problem souci issue bloque blocked attend attends attendons waiting wait",
        "reste sous reserve aurait dit said says disent parait apparently soi disant supposedly pretend",
    )
    for word in line.split()
)
"""Words in any other clause of the message that leave it open whether this is an answer."""
SARCASM: Final = (
    ":face_with_rolling_eyes:",
    ":roll_eyes:",
    ":upside_down_face:",
    ":unamused:",
    ":clown_face:",
    ":joy:",
    ":rolling_on_the_floor_laughing:",
    ":laughing:",
    ":smirk:",
    ":wink:",
    *"🙄🙃😒🤡😂🤣😆😏😉",
)
"""Emoji after which nothing is taken at its word."""
JOKES: Final = frozenset(
    (
        "lol",
        "mdr",
        "ptdr",
        "haha",
        "hahaha",
        "lmao",
        "rofl",
        "joke",
        "blague",
        "ironie",
        "sarcasm",
        "jk",
        "xd",
    )
)

IRONY: Final = frozenset(
    {
        "tu parles",
        "ben voyons",
        "yeah right",
        "as if",
        "mais bien sur",
        "c est ca",
        "oh great",
        "quelle surprise",
    }
)
"""Clauses that turn the rest of the message around."""
