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
QUERY = Template('curl "$base/daten/$slug/abfrage.json?limit=5"')


def snippets(base: str, slug: str) -> list[tuple[str, str]]:
    """Name and code of each; ``base`` is scheme and host of the portal."""
    named = {"curl": CURL, "curl: JSON": QUERY, "Python: ckanapi": CKANAPI, "Python: pandas": PANDAS, "Python: DuckDB": DUCKDB}
    return [(name, template.substitute(base=base, slug=slug)) for name, template in named.items()]
