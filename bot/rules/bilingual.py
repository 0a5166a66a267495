"""Words of complaints that mean the same in English and in French, so that both tellings can be compared.

A line is one meaning: its English words, a bar, its French ones, without accents, in the forms that people
type. `GENERIC` are meanings that nearly every complaint has: they say little about which one it is.
"""

from __future__ import annotations

from typing import Final

MEANINGS: Final = """
blogger influencer video | blogueur blogueuse influenceur influenceuse video
oven ovens | four fours
cold | froid froide froids froides
hot | chaud chaude
torn ripped | dechire dechiree dechires
broken broke damaged smashed cracked | casse cassee casses cassees abime abimee endommage endommagee fele
empty | vide vides
open opened | ouvert ouverte ouverts
closed shut close | ferme fermee fermes fermeture
invoice invoices bill billed billing | facture factures facturation facturee
charged debited | debite debitee preleve prelevement
twice double | deux double doublon
paid pay payment payments | paye payer paiement paiements
price prices | prix tarif tarifs
website site page | site page
down outage unavailable offline | panne indisponible coupure
app application | appli application
login sign password | connexion connecter identifiant passe
crash crashes crashed freezes frozen | plante plantage bloque fige
cake cakes | gateau gateaux
wedding | mariage
birthday | anniversaire
bread loaf | pain pains baguette baguettes
croissant croissants pastry pastries | croissant croissants viennoiserie viennoiseries
coffee | cafe
mouldy moldy mould mold | moisi moisie moisis moisissure
sick ill poisoned poisoning | malade malades intoxication intoxique vomi
allergy allergic allergen allergens | allergie allergique allergene allergenes
nuts nut hazelnut hazelnuts peanut peanuts | noix noisette noisettes cacahuete arachide
hair | cheveu cheveux
glass | verre
metal | metal metallique
insect insects cockroach cockroaches | insecte insectes cafard cafards
rat rats mouse mice | rat rats souris
dirty filthy | sale sales salete
smell smells stink stinks | odeur odeurs sent pue
fire flames burning | feu incendie flammes
smoke | fumee
burnt burned burn | brule brulee brules brulure
leak leaks leaking flood flooded | fuite fuites inonde inondation inondee
hurt injured injury wounded | blesse blessee blessure
fell slipped fall | tombe tombee glisse chute
rude impolite insulted insult insulting | impoli impolie insulte insultee insultes grossier grossiere malpoli
waited waiting wait queue | attente attendu attendre attend file
driver courier | livreur chauffeur coursier
promotion promo discount sale sales offer | promotion promo remise solde soldes reduction offre
voucher coupon code | bon coupon code
card | carte cartes
stock sold | stock rupture
size | taille
colour color | couleur
return returned returns | retour retours retourne renvoye
exchange exchanged | echange echanger
cancel cancelled canceled cancellation | annule annuler annulee annulation
subscription | abonnement
newsletter mail email emails mails | newsletter mail mails courriel courriels
data leak leaked breach | donnees fuite
poster advert advertisement ad campaign | affiche publicite pub campagne
sexist racist shocking offensive | sexiste raciste choquant choquante choque
plastic packaging box | plastique emballage boite
machine | machine machines
screen display | ecran
battery | batterie
charger | chargeur
noise noisy loud | bruit bruyant bruyante
toilet toilets | toilette toilettes
window windows | vitrine vitre vitres fenetre
door doors | porte portes
light lights electricity power | lumiere electricite courant
heating | chauffage
fridge refrigerator freezer | frigo refrigerateur congelateur
recall recalled | rappel rappele rappeles
theft stolen stole thief | vol vole volee voleur
strike | greve
parking | parking stationnement
wheelchair disabled accessible | fauteuil handicape handicapee accessible
child children kid kids baby | enfant enfants bebe
dog dogs | chien chiens
salt salty | sel sale
sugar | sucre sucree
flour | farine
cream | creme
chocolate | chocolat
sandwich sandwiches | sandwich sandwichs
menu | menu
"""

GENERIC: Final = """
late delay delayed delays overdue | retard retards retarde tard tardif tardive
deliver delivery deliveries delivered delivering | livraison livraisons livre livree livrer livrees livres
parcel parcels package packages shipment | colis paquet paquets
lost missing vanished disappeared | perdu perdue perdus manquant manquante disparu disparue egare
refund refunds refunded reimburse reimbursed | remboursement rembourse rembourser remboursee remboursements
wrong incorrect error mistake | faux fausse erreur erronee errone mauvais mauvaise trompe
answer answered reply replied response | reponse repondu repond repondre
phone phoned call called calls | telephone appele appel appels appelle
staff employee employees cashier seller | vendeur vendeuse employe employee caissier caissiere personnel
article interview reporter journalist journalists | article interview journaliste journalistes reporter
newspaper press magazine | journal presse magazine
customer customers client clients buyer | client clients cliente clientes acheteur
complaint complaints complain complains complained complaining | plainte plaint plaignent plaindre reclamation
shop store shops stores bakery branch | magasin magasins boutique boutiques boulangerie agence
order orders ordered | commande commandes commander commandee
product products item items | produit produits article
problem problems issue trouble | probleme probleme souci soucis
received receive receives got get | recu recue recus recevoir recoit
write writes wrote written writing | ecrit ecrire
say says said tell tells told saying | dit dire disent raconte
ask asks asked asking request | demande demander demandent
want wants wanted | veut veulent voulait
tweet | publie publication
online internet web social | ligne internet reseaux
photo photos picture pictures | photo photos image
review reviews comment comments | avis commentaire commentaires
angry furious unhappy upset | colere furieux furieuse mecontent mecontente fache fachee
team service department | equipe service services
people person somebody everyone | gens personne personnes
today yesterday tomorrow week morning evening afternoon | aujourd hui hier demain semaine matin soir midi
work works working worked | marche fonctionne fonctionner travail
instagram facebook twitter tiktok linkedin google youtube trustpilot snapchat whatsapp | insta
monday tuesday wednesday thursday friday saturday sunday | lundi mardi mercredi jeudi vendredi samedi dimanche
time times hour hours day days minutes minute | heure heures jour jours minute fois
new | nouveau nouvelle
good bad | bon bonne mauvais
big small | grand grande petit petite
"""

_EMPTY = """
a about afin after again ai aie all alors already also am an and any apres are as assez at au aucun
aucune aussi autre autres aux avait avant avec avoir be beaucoup because been before being bien but
by c can car ce ceci cela celle celui ces cet cette ceux chez comme comment contre d dans de deja
depuis des dessous did do does doing don donc done down du during each elle elles en encore entre
est et etaient etait ete etre eu eux faire fait few font for from further fut had has have having he
her here hers him his hors how i if il ils in into is isn it its j jamais je jusqu just l la last le
les leur leurs lui m ma mais me meme mes moi moins mon more most my n ne next ni no nor nos not
notre nous now of off on once only ont or other ou our out over own par parce pas pendant per peu
peut plus plusieurs pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa same sans se
sera ses she should si sien since so soit some son sont sous still such suis sur t ta te tes than
that the their them then there these they this those through to toi ton too toujours tous tout toute
toutes tres trop tu un under une until up us va vers very via voici voila vos votre vous was wasn we
were what when where which while who whom whose why will with without won would y yet you your
"""
EMPTY: Final = frozenset(_EMPTY.split())
"""Words without a meaning of their own, folded."""

_TITLES = "m mr mrs ms miss dr mme mlle monsieur madame mademoiselle docteur"
TITLES: Final = frozenset(_TITLES.split())
"""What stands before a person's name, folded."""
