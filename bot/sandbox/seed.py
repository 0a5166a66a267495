"""The workspace of the demo and the stories: a bakery chain with eight people in seven departments."""

from __future__ import annotations

from bot.sandbox.workspace import Human, OtherApp, Room, Workspace

BOT = "U0TUTTI"


def bakery(lang: str = "fr") -> Workspace:
    """A fresh workspace; `lang` (fr or en) is the language of titles and channel names' readers."""
    space = Workspace(
        team_id="T0TUTTI",
        team_name="Maison Levain",
        bot_user=BOT,
        bot_id="B0TUTTI",
        app_id="A0TUTTI",
        lang=lang,
    )
    for person in people(lang):
        space.people[person.id] = person
    for room in rooms():
        space.rooms[room.id] = room
    for app in APPS:
        space.apps[app.id] = app
    return space


def people(lang: str) -> list[Human]:
    """The eight people and the app's own user. Hugo reads English, the others the chosen language."""
    locale = "fr-FR" if lang == "fr" else "en-US"
    titles = TITLES_FR if lang == "fr" else TITLES_EN
    found = [
        Human(key, name, *titles[key], locale=locale, is_admin=key in ("U0KARIM", "U0ANA"))
        for key, name in NAMES.items()
    ]
    for person in found:
        person.is_owner = person.id == "U0ANA"
        if person.id == "U0HUGO":
            person.locale, person.tz = "en-US", "Europe/London"
    return [*found, Human(BOT, "Tutti", is_bot=True, locale=locale)]


def rooms() -> list[Room]:
    """The channels; the app is in all but #general, and #rh is private."""
    everybody = set(NAMES)
    members = {
        "C0TUTTI": ("tutti", everybody),
        "C0COMM": ("communication", {"U0KARIM", "U0ANA", "U0JULIE"}),
        "C0MKT": ("marketing", {"U0JULIE", "U0ANA", "U0KARIM"}),
        "C0PR": ("presse", {"U0NADIA", "U0ANA", "U0KARIM"}),
        "C0CS": ("service-client", {"U0LEA", "U0TOM", "U0ANA", "U0KARIM"}),
        "C0HR": ("rh", {"U0INES", "U0KARIM", "U0ANA"}),
        "C0PROD": ("produit", {"U0HUGO", "U0JULIE", "U0KARIM"}),
        "C0SALES": ("ventes", {"U0HUGO", "U0ANA", "U0KARIM"}),
    }
    found = [
        Room(key, name, "private" if key == "C0HR" else "channel", {*who, BOT}, creator="U0ANA")
        for key, (name, who) in members.items()
    ]
    return [*found, Room("C0GEN", "general", "channel", everybody, creator="U0ANA")]


APPS = (
    OtherApp("A0DESK", "Ticket desk", "B0DESK", "U0DESKBOT"),
    OtherApp("A0MONITOR", "Oven monitor", "B0MONITOR"),
)
"""Other apps of the bakery: a ticket desk, and an old monitor that posts by an incoming webhook."""

NAMES = {
    "U0JULIE": "Julie Morel",
    "U0LEA": "Léa Petit",
    "U0TOM": "Tom Garnier",
    "U0KARIM": "Karim Haddad",
    "U0NADIA": "Nadia Roux",
    "U0INES": "Inès Faure",
    "U0HUGO": "Hugo Blanc",
    "U0ANA": "Ana Costa",
}
"""Slack ids and names, in the order of the switcher."""

TITLES_FR = {
    "U0JULIE": ("Responsable marketing", "Marketing", "référente"),
    "U0LEA": ("Conseillère clientèle", "Service client", "référente"),
    "U0TOM": ("Conseiller clientèle", "Service client", "suppléant"),
    "U0KARIM": ("Responsable communication", "Communication", "chef d’orchestre, référent"),
    "U0NADIA": ("Attachée de presse", "Presse", "référente"),
    "U0INES": ("Ressources humaines", "RH", "référente"),
    "U0HUGO": ("Chef de produit", "Produit et ventes", "référent"),
    "U0ANA": ("Directrice", "Direction", "direction"),
}
TITLES_EN = {
    "U0JULIE": ("Marketing lead", "Marketing", "representative"),
    "U0LEA": ("Customer adviser", "Customer service", "representative"),
    "U0TOM": ("Customer adviser", "Customer service", "deputy"),
    "U0KARIM": ("Communication lead", "Communication", "orchestrator, representative"),
    "U0NADIA": ("Press officer", "Press", "representative"),
    "U0INES": ("Human resources", "HR", "representative"),
    "U0HUGO": ("Product manager", "Product and sales", "representative"),
    "U0ANA": ("Director", "Management", "head of several departments"),
}
"""Title, department and role, as the switcher shows them."""
