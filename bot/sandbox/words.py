"""The sentences that Slack itself shows, in the acting person's language (not Tutti's words)."""

from __future__ import annotations

SAYS: dict[str, tuple[str, str]] = {
    "not_a_command": (
        "{command} is not a valid command. Messages that start with a slash are read as commands.",
        "{command} n’est pas une commande valide. Un message qui commence par une barre oblique est lu "
        "comme une commande.",
    ),
    "no_threads": (
        "{command} is not supported in threads. Sorry!",
        "{command} ne fonctionne pas dans les fils de discussion, désolé !",
    ),
    "operation_timeout": (
        "{command} failed with the error “operation_timeout”.",
        "{command} a échoué avec l’erreur « operation_timeout ».",
    ),
    "dispatch_failed": (
        "{command} failed with the error “dispatch_failed”.",
        "{command} a échoué avec l’erreur « dispatch_failed ».",
    ),
    "trouble": (
        "We had some trouble connecting. Try again?",
        "Un problème de connexion est survenu. Réessayer ?",
    ),
    "no_response": (
        "This app is not responding. Try again?",
        "Cette application ne répond pas. Réessayer ?",
    ),
    "required": ("Please complete this required field.", "Veuillez remplir ce champ obligatoire."),
    "too_long": (
        "This is too long: {limit} characters at most.",
        "C’est trop long : {limit} caractères au plus.",
    ),
    "too_short": ("At least {limit} characters, please.", "Au moins {limit} caractères, s’il vous plaît."),
    "not_a_number": ("Please enter a number.", "Veuillez saisir un nombre."),
    "not_a_link": ("Please enter a valid link.", "Veuillez saisir un lien valide."),
    "too_many": ("{limit} at most.", "{limit} au plus."),
    "gone": ("This is no longer there.", "Ceci n’est plus là."),
    "not_there": (
        "You cannot see this conversation.",
        "Vous ne voyez pas cette conversation.",
    ),
}


def say(locale: str, key: str, **fields: object) -> str:
    """Slack's sentence for a person whose Slack locale is `locale` (fr-FR gives French, else English)."""
    english, french = SAYS[key]
    return (french if locale.lower().startswith("fr") else english).format(**fields)
