"""JSON-LD whose words are explained elsewhere: what data.json calls things, so that nothing is fetched to read it."""

import json
from typing import Any

from datasets.errors import SourceChanged

_DATA_JSON = "project-open-data.cio.gov"
_TERMS = {
    **{name: f"dct:{name}" for name in ("title", "description", "identifier", "issued", "modified", "publisher", "format", "rights")},
    **{name: f"dcat:{name}" for name in ("dataset", "distribution", "keyword", "theme", "mediaType")},
    **{name: {"@id": f"dcat:{name}", "@type": "@id"} for name in ("landingPage", "accessURL", "downloadURL")},
    "license": "dct:license",
    "name": "foaf:name",
}
CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    **_TERMS,
}


def explained(text: str, where: str) -> str:
    """The document with its words explained in it. Raises SourceChanged where only another server could explain them."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return text  # the reader of RDF says what is wrong with it
    if not isinstance(document, dict):
        return text
    context = document.get("@context")
    elsewhere = [one for one in (context if isinstance(context, list) else [context]) if isinstance(one, str)]
    is_data_json = any(_DATA_JSON in one for one in elsewhere) or _DATA_JSON in str(document.get("conformsTo", ""))
    if is_data_json:
        return json.dumps({"@type": "dcat:Catalog"} | document | {"@context": CONTEXT})
    if elsewhere:
        raise SourceChanged(
            f"{where} explains its words at {elsewhere[0][:200]}, which is not fetched; "
            "ask the portal for RDF/XML or Turtle, or for JSON-LD with its context in it."
        )
    return text
