"""What the check says of each case of bad input, in English and French."""

from __future__ import annotations

LINES: dict[str, dict[str, str]] = {
    "nothing wrong": {
        "en": ("nothing to object to"),
        "fr": ("rien à redire"),
    },
    "zero cost": {
        "en": (
            "SMM50 error, actions: Every cost of the brief is 0: no campaign is free, and nothing can be divided "
            "by 0. Count the hours of everybody who worked on it, and what would have been paid otherwise."
        ),
        "fr": (
            "SMM50 erreur, actions: Tous les coûts du brief sont nuls\xa0: aucune campagne n’est gratuite, et "
            "rien ne se divise par 0. Compter les heures de tous ceux qui y ont travaillé, et ce qui aurait été "
            "payé autrement."
        ),
    },
    "missing cost": {
        "en": (
            "SMM10 error, actions: An ROI is asked and no cost is given: there is nothing to divide by. Give "
            "every cost of every action: media, production, tools, influencers, discounts, staff hours."
        ),
        "fr": (
            "SMM10 erreur, actions: Un ROI est demandé, mais aucun coût n’est indiqué\xa0: il n’y a rien par quoi"
            " diviser. Indiquer tous les coûts de chaque action\xa0: média, production, outils, influenceurs, "
            "remises, heures de l’équipe."
        ),
    },
    "other currency, no rate": {
        "en": (
            "params/spring.yaml: actions[0].costs[0].currency: found “USD”; expected EUR, the currency of the "
            "brief. Give the rate beside it, e.g. exchange: {rate: 0.92, source: ECB, date: 2026-03-02}: two "
            "currencies are never added."
        ),
        "fr": (
            "params/spring.yaml: actions[0].costs[0].currency\xa0: trouvé «\xa0USD\xa0»\xa0; attendu EUR, la "
            "devise du brief. Donner le taux à côté, par exemple exchange: {rate: 0.92, source: ECB, date: "
            "2026-03-02}\xa0: deux monnaies ne s’additionnent jamais."
        ),
    },
    "exchange rate out of date": {
        "en": (
            "SMM59 warning, actions[0].costs[0].exchange.date: The exchange rate is of 1 March 2023: more than "
            "365 days from the campaign, it is out of date. Give the rate of the days when the invoice was paid."
        ),
        "fr": (
            "SMM59 avertissement, actions[0].costs[0].exchange.date: Le taux de change est du 1er mars 2023\xa0: "
            "à plus de 365 jours de la campagne, il est périmé. Donner le taux des jours où la facture a été "
            "payée."
        ),
    },
    "price without date": {
        "en": (
            "params/spring.yaml: indicators.clicks.rate_card.date: found nothing; expected Day of the prices. Add"
            " the key."
        ),
        "fr": (
            "params/spring.yaml: indicators.clicks.rate_card.date\xa0: trouvé rien\xa0; attendu Day of the "
            "prices. Ajouter la clé."
        ),
    },
    "rate card out of date": {
        "en": (
            "SMM71 warning, indicators.clicks.rate_card: The rate card of agency is 749 days old: prices of ads "
            "follow the seasons and the market, and a card older than 365 days is out of date. Ask for the prices"
            " of the campaign’s time, or learn them from your own ads with ad_prices."
        ),
        "fr": (
            "SMM71 avertissement, indicators.clicks.rate_card: La grille de tarifs de agency a 749 jours\xa0: les"
            " prix des publicités suivent les saisons et le marché, et une grille de plus de 365 jours est "
            "périmée. Demander les prix de l’époque de la campagne, ou les apprendre de ses propres publicités "
            "avec ad_prices."
        ),
    },
    "target below baseline": {
        "en": (
            "SMM20 warning, objectives[0].target: The target is 50 in all, and the quiet days hold about 561 in "
            "the same time: it can be reached by doing nothing. Set a total beyond the baseline, or state the "
            "target by more, less or percent."
        ),
        "fr": (
            "SMM20 avertissement, objectives[0].target: La cible est de 50 en tout, et les jours calmes en "
            "donnent environ 561 sur la même durée\xa0: elle s’atteint sans rien faire. Fixez un total au-delà de"
            " la référence, ou donnez la cible par more, less ou percent."
        ),
    },
    "target in another unit": {
        "en": (
            "params/spring.yaml: objectives[0].target.unit: found “EUR”; expected count, the unit of the "
            "indicator. State the target in the unit of its indicator, or judge the objective by another "
            "indicator."
        ),
        "fr": (
            "params/spring.yaml: objectives[0].target.unit\xa0: trouvé «\xa0EUR\xa0»\xa0; attendu count, l’unité "
            "de l’indicateur. Donnez la cible dans l’unité de son indicateur, ou jugez l’objectif par un autre "
            "indicateur."
        ),
    },
    "target of no change": {
        "en": (
            "SMM20 error, objectives[0].target: The target asks for no change: doing nothing reaches it. Write "
            "the change that is wanted in per cent of the baseline, e.g. target: {percent: 20}."
        ),
        "fr": (
            "SMM20 erreur, objectives[0].target: La cible ne demande aucun changement\xa0: ne rien faire "
            "l’atteint. Écrire le changement voulu en pourcentage de la référence, par exemple target: {percent: "
            "20}."
        ),
    },
    "less of what should rise": {
        "en": (
            "SMM19 error, objectives[0].target: The target goes the wrong way: of “Pieces sold”, more is better. "
            "Write `less` in the place of `more` or the other way round, or turn the sign of `percent`."
        ),
        "fr": (
            "SMM19 erreur, objectives[0].target: La cible va dans le mauvais sens\xa0: pour «\xa0Pièces "
            "vendues\xa0», plus vaut mieux. Écrivez `less` à la place de `more` ou l’inverse, ou changez le signe"
            " de `percent`."
        ),
    },
    "funnel step grows": {
        "en": (
            "SMM61 warning, funnel[2]: “Orders” exceeds “Sessions from social media”, the step before it: a part "
            "can’t be larger. Count the same people at both steps: the same pages, the same platform, the same "
            "days."
        ),
        "fr": (
            "SMM61 avertissement, funnel[2]: «\xa0Commandes\xa0» dépasse «\xa0Sessions venues des réseaux "
            "sociaux\xa0», l’étape d’avant\xa0: une partie ne peut être plus grande. Comptez les mêmes personnes "
            "aux deux étapes\xa0: mêmes pages, même plateforme, mêmes jours."
        ),
    },
    "clicks below sessions": {
        "en": (
            "SMM63 advice, funnel[1]: “Sessions from social media” exceeds “Link clicks”: some visits come from "
            "other links. Count the visits of the campaign’s own links, or add the clicks that are missing."
        ),
        "fr": (
            "SMM63 conseil, funnel[1]: «\xa0Sessions venues des réseaux sociaux\xa0» dépasse «\xa0Clics sur les "
            "liens\xa0»\xa0: des visites viennent d’autres liens. Comptez les visites venues des liens de la "
            "campagne, ou ajoutez les clics qui manquent."
        ),
    },
    "refunds": {
        "en": (
            "SMM56 warning, indicators.pieces: “Pieces sold” has days below zero in the campaign (2): refunds are"
            " taken off on the day they were paid, not on the day of the sale. Book refunds on the day of the "
            "sale, or leave them out and lower the margin by their share.\nSMM62 warning, funnel[2]: No rate from "
            "“Sessions from social media” to “Pieces sold”: no share can be told with a day below zero (days: 2). "
            "Export the days of both steps again; refunds belong to a series of their own."
        ),
        "fr": (
            "SMM56 avertissement, indicators.pieces: «\xa0Pièces vendues\xa0» a des jours sous zéro pendant la "
            "campagne (2)\xa0: les remboursements sont déduits le jour où ils sont payés, non le jour de la "
            "vente. Inscrire les remboursements au jour de la vente, ou les retirer et baisser la marge de leur "
            "part.\nSMM62 avertissement, funnel[2]: Pas de taux de «\xa0Sessions venues des réseaux sociaux\xa0» à"
            " «\xa0Pièces vendues\xa0»\xa0: aucune part n’a de sens avec un jour au-dessous de zéro (jours\xa0: 2). "
            "Exportez à nouveau les jours des deux étapes\xa0; les remboursements vont dans une série à part."
        ),
    },
    "empty month": {
        "en": (
            "SMM57 warning, indicators.pieces: “Pieces sold” has no value from 1 December 2025 to 31 December "
            "2025. Export the month again; its days teach nothing, and they are never counted as zero."
        ),
        "fr": (
            "SMM57 avertissement, indicators.pieces: «\xa0Pièces vendues\xa0» n’a aucune valeur du 1er décembre "
            "2025 au 31 décembre 2025. Exporter à nouveau ce mois\xa0: ses jours n’apprennent rien, et ne "
            "comptent jamais pour zéro."
        ),
    },
    "empty campaign": {
        "en": (
            "SMM31 warning, indicators.pieces: “Pieces sold” has no value on 11 days of the campaign: they are "
            "left out, never counted as zero. Export the missing days again; write zeros only where zero is "
            "known.\nSMM43 warning, indicators.pieces: “Pieces sold” can’t be measured: Only 3 of the campaign’s "
            "14 days were observed; at least 12 are needed. Give the days that are missing, or judge the campaign"
            " by another indicator."
        ),
        "fr": (
            "SMM31 avertissement, indicators.pieces: «\xa0Pièces vendues\xa0»\xa0: jours de campagne sans "
            "valeur\xa0: 11. Ils sont laissés de côté, jamais comptés comme zéro. Exporter de nouveau les jours "
            "manquants\xa0; n’écrire zéro que là où l’on sait que c’est zéro.\nSMM43 avertissement, "
            "indicators.pieces: «\xa0Pièces vendues\xa0» ne peut pas être mesuré\xa0: Jours observés pendant la "
            "campagne\xa0: 3 sur 14. Il en faut au moins 12. Donner les jours qui manquent, ou juger la campagne "
            "sur un autre indicateur."
        ),
    },
    "all zero": {
        "en": (
            "SMM43 warning, indicators.pieces: “Pieces sold” can’t be measured: The series never moves in the "
            "quiet period: it is 0 on all 121 days. A series that moves is needed; check the source and its "
            "filter. Give the days that are missing, or judge the campaign by another indicator."
        ),
        "fr": (
            "SMM43 avertissement, indicators.pieces: «\xa0Pièces vendues\xa0» ne peut pas être mesuré\xa0: La "
            "série ne bouge jamais pendant la période calme\xa0: elle vaut 0 sur les 121 jours. Il faut une série"
            " qui bouge\xa0; vérifier la source et son filtre. Donner les jours qui manquent, ou juger la "
            "campagne sur un autre indicateur."
        ),
    },
    "one quiet day": {
        "en": (
            "SMM43 warning, indicators.pieces: “Pieces sold” can’t be measured: 1 quiet days before the campaign;"
            " at least 56 are needed: twice the campaign’s 14 days, and never fewer than 56. Data should begin on"
            " 5 January 2026 or earlier. Give the days that are missing, or judge the campaign by another "
            "indicator."
        ),
        "fr": (
            "SMM43 avertissement, indicators.pieces: «\xa0Pièces vendues\xa0» ne peut pas être mesuré\xa0: Jours "
            "calmes avant la campagne\xa0: 1. Il en faut au moins 56\xa0: le double de la durée de la campagne "
            "(14), et jamais moins de 56. Les données devraient commencer le 5 janvier 2026 ou plus tôt. Donner "
            "les jours qui manquent, ou juger la campagne sur un autre indicateur."
        ),
    },
    "a slip of the keyboard": {
        "en": (
            "SMM44 warning, indicators.pieces: “Pieces sold” holds 999,999,999 on 15 March 2026, over 1,000 times"
            " the highest quiet day: it makes the effect alone. Look whether two numbers have run together or a "
            "decimal sign was lost; else nothing is to do."
        ),
        "fr": (
            "SMM44 avertissement, indicators.pieces: «\xa0Pièces vendues\xa0» vaut 999\u202f999\u202f999 le 15 "
            "mars 2026, plus de 1\u202f000 fois le plus haut jour calme\xa0: ce jour fait l’effet à lui seul. "
            "Vérifier que deux nombres ne sont pas accolés et qu’aucun signe décimal n’est perdu\xa0; sinon, rien"
            " n’est à faire."
        ),
    },
    "numbers run together": {
        "en": (
            "shop.csv:136 [pieces]: found “1e300” (136); expected numbers below 1000000000000000. Look for two "
            "numbers that have run together, or for a decimal sign that was lost."
        ),
        "fr": (
            "shop.csv:136 [pieces]\xa0: trouvé “1e300” (136)\xa0; attendu des nombres inférieurs à "
            "1000000000000000. Chercher deux nombres accolés, ou un signe décimal perdu."
        ),
    },
    "immense price": {
        "en": (
            "params/spring.yaml: indicators.pieces.value_per_unit: found 1e+300; expected 0, or a number from "
            "0.000000001 to 1000000000000. Correct the number, or state it in another unit."
        ),
        "fr": (
            "params/spring.yaml: indicators.pieces.value_per_unit\xa0: trouvé 1e+300\xa0; attendu 0, ou un nombre"
            " de 0.000000001 à 1000000000000. Corriger le nombre, ou l’exprimer dans une autre unité."
        ),
    },
    "tiny cost": {
        "en": (
            "params/spring.yaml: actions[0].costs[0].amount: found 1e-300; expected 0, or a number from "
            "0.000000001 to 1000000000000. Correct the number, or state it in another unit."
        ),
        "fr": (
            "params/spring.yaml: actions[0].costs[0].amount\xa0: trouvé 1e-300\xa0; attendu 0, ou un nombre de "
            "0.000000001 à 1000000000000. Corriger le nombre, ou l’exprimer dans une autre unité."
        ),
    },
    "negative price": {
        "en": (
            "params/spring.yaml: indicators.pieces.value_per_unit: found “-5”; expected a number above 0. Correct"
            " the value."
        ),
        "fr": (
            "params/spring.yaml: indicators.pieces.value_per_unit\xa0: trouvé «\xa0-5\xa0»\xa0; attendu un nombre"
            " supérieur à 0. Corriger la valeur."
        ),
    },
    "margin of nothing": {
        "en": (
            "SMM58 warning, indicators.pieces.margin: The margin is 0: nothing is earned however much is sold, "
            "and the cost is lost in any case. Give the share of the net price that is left after the goods are "
            "paid, e.g. margin: 0.55."
        ),
        "fr": (
            "SMM58 avertissement, indicators.pieces.margin: La marge est nulle\xa0: rien n’est gagné quelles que "
            "soient les ventes, et le coût est perdu dans tous les cas. Indiquer la part du prix net qui reste "
            "une fois la marchandise payée, par exemple margin: 0.55."
        ),
    },
    "margin above the price": {
        "en": (
            "params/spring.yaml: indicators.pieces.margin: found “1.2”; expected a number not above 1. Correct "
            "the value."
        ),
        "fr": (
            "params/spring.yaml: indicators.pieces.margin\xa0: trouvé «\xa01.2\xa0»\xa0; attendu un nombre "
            "inférieur ou égal à 1. Corriger la valeur."
        ),
    },
    "campaign that ends before it begins": {
        "en": (
            "params/spring.yaml: window: found the last day 15 February 2026 before the first day 2 March 2026; "
            "expected a last day on or after the first day. Swap the two days, or correct the year."
        ),
        "fr": (
            "params/spring.yaml: window\xa0: trouvé le dernier jour (15 février 2026) avant le premier (2 mars "
            "2026)\xa0; attendu un dernier jour qui ne précède pas le premier. Échanger les deux jours, ou "
            "corriger l’année."
        ),
    },
}

"""By case and language; one finding or fault a line, its number left out."""
