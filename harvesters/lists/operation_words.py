"""The words of headers in lists of operations (ERDF, ESF, JTF) of all Länder and periods, in German, English and French.

Each entry is the name of a column, or nothing to leave a column as it is, and the patterns of headers folded by
``headers.fold``. The first pattern that fits counts, so the narrow ones stand first; of two columns that mean the same,
the earlier pattern's wins.
"""

_WHO = r"(beguenst|empfaenger|beneficiar|beneficiaire|antragsteller|projekttraeger|vorhabentraeger)"
_ZIP = r"(\bplz|postleitzahl|postcode|post code|postal code|\bzip|code postal)"
_PLACE = r"(\bsitz|\bort\b|\bstadt\b|gemeinde\b|wohnort|standort|\bcity|\btown|\bseat|location|\bville\b)"
_EU = r"(eu|esf|efre|jtf|erdf|eler|unions?|interreg|isf|amif)( plus)?"
_OPERATION = r"(vorhaben|projekt|massnahme|operation)"

_ORDERED: tuple[tuple[str, ...], ...] = (
    ("", r"waehrung|currency|aktualisierung|last update|datenstand|^stand\b|^source$|image url|info ?regio"),
    (
        "vorhaben_code",
        rf"code d\w+ {_OPERATION}|{_OPERATION}s? ?(code|ident\w*|id|nummer|nr|kennung|kennzeichen)\b|code of (the )?operation",
        r"operation (code|id|identifier|number|unique identifier)\b|project (id|number|code|reference)\b|reference number",
        r"antragsnummer|antrags ?nr|aktenzeichen|foerderkennzeichen|\bfkz\b|(zuwendungs|bewilligungs|kenn)nummer|^id$|^id (des|der)",
    ),
    (
        "kofinanzierungssatz",
        r"kofinanzierungs?(satz|saetze|rate|quote)|co ?financing rate|foerder(satz|quote)|(interventions|beteiligungs)satz",
        r"taux de cofinancement|anteil (der )?(eu|union) .*prozent|(eu|unions?) ?anteil (in )?prozent|finanzierung.*prozent",
    ),
    ("jahr", r"jahr.*bewilligung|bewilligungsjahr|year of (the )?(approval|award|allocation)|approval year"),
    ("jahr_abschluss", r"jahr.*(restzahlung|schlusszahlung|abschluss|ende)|year of (the )?(final|completion)"),
    ("jahr", r"jahr\b|^years?$|\byear of"),
    (
        "beguenstigter",
        r"bezeichnung d\w+ (beguenst|empfaenger|zuwendungsempf|antragst)",
        rf"\bname\w*\b.*{_WHO}|{_WHO}\w* (s )?name|nom d\w* beneficiaire",
    ),
    ("beguenstigter_gebietskennziffer", rf"(kennziffer|schluessel).*{_WHO}|{_WHO}.*(kennziffer|schluessel)"),
    ("beguenstigter_plz", rf"{_ZIP}.*{_WHO}|{_WHO}\w* .*{_ZIP}"),
    ("beguenstigter_ort", rf"{_PLACE}.*{_WHO}|{_WHO}\w* .*{_PLACE}"),
    (
        "",
        rf"(strasse|anschrift|adresse|address|rechtsform|legal form|art d\w+|typ d\w+|type of|anzahl|number of|land|country) .*{_WHO}",
        rf"{_WHO}\w* (address|adresse|country|land|type|typ|kategorie|category|nummer|number|anzahl|id$)",
    ),
    (
        "interventionskategorie_text",
        r"(bezeichnung|\bname|klartext|denomination|\blabel).*(interventions?(kategorie|bereich)|\w*gory of intervention)",
        r"(bezeichnung|\bname|denomination).*(categorie d intervention|intervention field)|category label",
    ),
    (
        "interventionskategorie",
        r"interventions?(kategorie|bereich|code|feld|art)|art der intervention|type of intervention|intervention (field|code)",
        r"category of intervention|field of intervention|categorie d intervention|domaine d intervention",
    ),
    ("ziel", r"spezifisch\w* ziel|specific objective|thematisch\w* ziel|thematic objective|politisch\w* ziel|policy objective|^ziel$"),
    ("prioritaet", r"prioritaetsachse|priority axis|^prioritaet|^priority|^achse\b|^schwerpunkt"),
    (
        "fonds",
        r"^(?!.*(betrag|mittel|summe|beitrag|amount)).*(\bfonds\b|\bfund\b( code| name| concerned)?$|fund concerned)",
        r"^fund\b(?! ?amount)",
    ),
    (
        "",
        r"andere\w* oeffentliche|other public|nationale\w* (ko ?finanzierung|oeffentliche)|finanzierungs(form|art)",
        r"form of (finance|support)",
    ),
    (
        "auszahlung",
        r"ausgezahlt|ausbezahlt|gezahlt|auszahlung|endgueltige beteiligung|on finish total|amounts? paid|paid amount|payments? made",
    ),
    (
        "unionsbeitrag",
        rf"unionsbeitrag|\b{_EU} ?(betrag|mittel|beitrag|anteil|foerder\w*|zuschuss|zuwendung|beteiligung|gelder|unterstuetzung)",
        rf"\b{_EU} (budget|contribution|funding|grant|amount|support|share)|\b{_EU} ?(ko|co) ?finan",
        r"(beitrag|beteiligung|betrag|unterstuetzung|zuschuss|mittel) (aus )?(der|des|dem) (eu|union|gemeinschaft|efre|esf)\b",
        r"(zuschuss|zuwendung|mittel|betrag|foerderung) (efre|esf|jtf|eu)\b(?! und| national)",
        r"gemeinschaftsbeteiligung|contribution (of|from|de) (the |l )?(union|eu)\b|union (contribution|support)",
    ),
    ("foerderfaehige_kosten", r"(foerder|zuwendungs|foerderungs|beihilfe)faehig|eligible"),
    (
        "gesamtkosten",
        r"gesamt(kosten|ausgaben|investition|volumen|finanzierung|budget|aufwand)|(projekt|investitions)volumen|investitionssumme",
        rf"total (project |operation )?(cost|budget|expenditure|investment|value)|cout total|{_OPERATION}s?kosten",
        rf"kosten d\w+ {_OPERATION}",
    ),
    (
        "zuwendung",
        r"zuwendung(en)?\b|zuwendungs(summe|betrag|hoehe)|zuschuss|zuschuesse|foerder(summe|betrag|betraege|hoehe|volumen)\b",
        r"foerdermittel(?!emp|geb)|hoehe der foerderung|foerderung in|betrag der (foerderung|unterstuetzung)|gewaehrte",
        r"bewilligt\w* (betrag|betraege|mittel|summe|foerder|oeffentlich)|bewilligung oeffentliche|bewilligungs(summe|betrag)",
        r"oeffentliche\w* (beteiligung|mittel|foerderung|ausgaben|gelder|zuwendung)|landesmittel|allocated public|grant\b",
        r"public (funding|expenditure|contribution)|funding amount|amount (awarded|granted|of funding)|awarded|montant",
    ),
    ("eigenanteil", r"(?<!ohne )eigen(anteil|mittel|beteiligung)|private mittel|own (share|contribution)"),
    (
        "bewilligung",
        r"bewilligungsdatum|datum (der|des) (bewilligung|zusage|genehmigung|bescheid)|bewilligt am|(award|approval) date",
        r"date of (award|approval|grant)|bescheiddatum|^date$|^datum$",
    ),
    ("", r"zeitraum|laufzeit(?! ?(von|bis|beginn|ende|start))|duration|period"),
    ("beginn", r"beginns?\b|start ?(date|datum|termin)|projektstart|start of|\bstart\b|laufzeit ?(von|start)|date de debut|anfang|^von$"),
    (
        "ende",
        r"endes?\b(?!.*beginn)|end ?(date|datum|termin)|\bend\b|laufzeit ?bis|date de fin|abschluss|completion|^bis$|fertigstellung",
    ),
    (
        "vorhaben",
        rf"bezeichnung d\w* {_OPERATION}|{_OPERATION}(en|s)? ?(bezeichnung|name|titel)\b|name d\w* {_OPERATION}|bezeichnung zusammenf",
        r"operation (name|title)|name of (the )?(operation|project)|project (name|title)|title of|nom de l operation|intitule",
        r"^bezeichnung$|^(kurz)?titel\b|^title|^thema\b|^vorhaben( operation)?$|^projekt( project)?$|^project$|^operation$|^massnahme$",
    ),
    (
        "zusammenfassung",
        r"zusammenfassung|beschreibung|\bzweck|zuwendungszweck|errungenschaften|summary|summery|description|purpose|resume|inhalt",
    ),
    ("gebietskennziffer", r"(gebiets|gemeinde|regional)(kennziffer|kennzahl|schluessel)|\bags\b|\bgkz\b|municipality (key|code)"),
    ("plz", _ZIP),
    ("standort", r"standortindikator|geolokalisierung|geolocation|location indicator|koordinaten|coordinates|latitude"),
    ("kreis", r"landkreis|\bkreise?\b|stadtkreis|county|\bnuts ?3|kreisfreie|\bdistrict|arrondissement"),
    (
        "ort",
        r"\bort\b|\w(ort|standort)\b(?<!sport)(?<!transport)|\bstandorte?\b|\bstadt\b|\bgemeinde\b|\bcity\b|\btown\b|\bvilles?\b",
        r"(operation|project) (place|location)|\blocation\b|\bplace\b|\bsitz\b|municipality|kommune\b",
    ),
    ("land", r"^land( country| pays| staat)?\b(?! \w)|\bcountry\b|mitgliedstaat|\bpays\b"),
    ("programm", r"foerderprogramm|operationelles programm|^programm|operational programme|foerderrichtlinie"),
    (
        "beguenstigter",
        rf"^(?!.*identifier).*({_WHO}|recipient|zuwendungsnehmer|foerdernehmer|lead partner|massnahmetraeger)",
        r"^(traeger|unternehmen|organisation|firma|institution|einrichtung|verein)\b|^name( der)? (firma|unternehmen|institution)",
    ),
    ("foerderfaehige_kosten", r"^gesamtbetrag|^gesamtsumme"),
    ("zuwendung", r"^betrag|^betraege|^summe|^amount|bewilligt|betrag in (eur|euro)"),
    ("vorhaben", r"gegenstand d\w* foerderung|foerdergegenstand$|verwendungszweck|foerderzweck"),
    ("beguenstigter", r"beneficiary (unique )?identifier|^name$"),
)

RULES: tuple[tuple[str, str], ...] = tuple((pattern, name) for name, *patterns in _ORDERED for pattern in patterns)
