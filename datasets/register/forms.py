"""The forms of the register's tables: their columns, in the order of loading, as in the city's folder and in an upload."""

FORMS: dict[str, tuple[str, ...]] = {
    "organisations": (
        "slug", "name", "kind", "partner", "partner_role", "city", "municipality_key", "website", "aliases", "external_ids", "source",
    ),
    "projects": (
        "slug", "title", "title_en", "acronym", "summary", "summary_en", "status", "lead", "start", "end", "topics", "goals", "districts",
        "page", "picture", "picture_alt", "picture_licence", "note", "external_ids", "sources",
    ),
    "participations": ("project", "organisation", "role", "source"),
    "fundings": (
        "key", "project", "title", "funder", "programme", "recipient", "amount", "currency", "amount_type", "approximate", "as_of",
        "stated", "start", "end", "external_ids", "source",
    ),
    "claims": ("key", "value", "unit", "as_of", "note", "source"),
    "ranks": ("year", "city", "category", "rank", "points", "cities_ranked", "sure", "source", "note"),
}  # fmt: skip
KINDS = {
    "organisations": "organisation",
    "projects": "project",
    "participations": "participation",
    "fundings": "funding",
    "claims": "claim",
    "ranks": "rank",
}
"""Form to the kind of thing in the history."""
YES_NO = frozenset({"partner", "approximate", "sure"})
"""Columns that say yes or no."""
