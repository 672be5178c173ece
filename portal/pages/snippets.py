"""Lines of code that fetch a dataset, ready to be run: shown on its page, run by a test."""

from string import Template

CURL = Template("curl -L -O $base/daten/$slug/aktuell/$slug.csv")
CKANAPI = Template("""\
from ckanapi import RemoteCKAN

with RemoteCKAN("$base") as portal:
    package = portal.action.package_show(id="$slug")
    table = package["resources"][0]["id"]
    answer = portal.action.datastore_search(resource_id=table, limit=5)

print(package["title"], package["version"], answer["total"])
for record in answer["records"]:
    print(record)""")
PANDAS = Template("""\
import pandas as pd

table = pd.read_csv("$base/daten/$slug/aktuell/$slug.csv")
print(table.describe(include="all"))""")
DUCKDB = Template("""\
from urllib.request import urlretrieve

import duckdb

urlretrieve("$base/daten/$slug/aktuell/$slug.parquet", "$slug.parquet")
print(duckdb.sql("SELECT * FROM '$slug.parquet' LIMIT 5"))""")
POLARS = Template("""\
import polars as pl

table = pl.read_csv("$base/daten/$slug/aktuell/$slug.csv", infer_schema_length=None)
print(table.describe())""")
QUERY = Template('curl "$base/daten/$slug/abfrage.json?limit=5"')
R = Template("""\
table <- read.csv("$base/daten/$slug/aktuell/$slug.csv", encoding = "UTF-8")
summary(table)""")
JAVASCRIPT = Template("""\
const answer = await fetch("$base/daten/$slug/abfrage.json?limit=5");
const { total, rows } = await answer.json();
console.log(total, rows);""")
POWER_QUERY = Template("""\
let
    Datei = Web.Contents("$base/daten/$slug/aktuell/$slug.csv"),
    Zeilen = Csv.Document(Datei, [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),
    Tabelle = Table.PromoteHeaders(Zeilen, [PromoteAllScalars = true])
in
    Tabelle""")
NAMED = {
    "curl": CURL,
    "curl: JSON": QUERY,
    "Python: ckanapi": CKANAPI,
    "Python: pandas": PANDAS,
    "Python: polars": POLARS,
    "Python: DuckDB": DUCKDB,
    "R": R,
    "JavaScript": JAVASCRIPT,
    "Excel, Power BI: Power Query": POWER_QUERY,
}


def snippets(base: str, slug: str) -> list[tuple[str, str]]:
    """Name and code of each; ``base`` is scheme and host of the portal."""
    return [(name, template.substitute(base=base, slug=slug)) for name, template in NAMED.items()]
