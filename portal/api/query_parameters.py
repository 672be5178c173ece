"""What a question to rows by its address takes, as /openapi.json tells it."""

from portal.api.described import NATURAL, RELEASE, SLUG, Parameter

ASKED = (
    SLUG,
    Parameter("kind", "Format of the answer.", {"enum": ["json", "csv", "jsonl", "parquet"]}, "json"),
    Parameter("q", "Words in any column of text."),
    Parameter("fields", "Columns of the answer, by comma."),
    Parameter("sort", "As amount desc, title; a minus before a column turns it round."),
    Parameter("limit", "How many rows: 100 as JSON unless said, at most 32,000; all in the other formats.", NATURAL, 5),
    Parameter("offset", "How many to leave out before.", NATURAL),
    Parameter("after", "The place where a page ended, as next names it: reads on from there, however far."),
    Parameter("distinct", "Each row once: true, yes, t, y or 1."),
    Parameter("total", "Without the number of all rows that fit: false, no, n, f or 0."),
    Parameter("facets", "Columns whose values are counted, by comma; as JSON only."),
    Parameter("facet_limit", "How many values of each.", NATURAL),
    Parameter("group", "Columns to group by, by comma."),
    Parameter("aggregate", "Figures of each group: count, or sum, min, max, mean or distinct of a column, as count,sum:amount."),
    Parameter(
        "filter",
        "Any column: COLUMN=value, or COLUMN__ge=value with one of eq, ne, lt, le, gt, ge, in, contains, null, notnull.",
        {"type": "object", "additionalProperties": {"type": "string"}},
    ),
)
OF_RELEASE = (*ASKED, RELEASE)
