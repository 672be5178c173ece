import datetime as dt
import re

from datasets.catalogue import Edition, Shown
from datasets.formats.files import File
from datasets.vocabularies import ckan
from tests.builders import a_dataset_record

BASE = "https://daten.example"
MOMENT = dt.datetime(2026, 3, 1, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
PACKAGE = {
    "id", "name", "title", "notes", "url", "version", "author", "author_email", "maintainer", "maintainer_email", "license_id",
    "license_title", "license_url", "isopen", "owner_org", "organization", "private", "state", "type", "creator_user_id",
    "metadata_created", "metadata_modified", "num_resources", "num_tags", "tags", "groups", "extras", "resources",
    "relationships_as_subject",
    "relationships_as_object",
}  # fmt: skip
RESOURCE = {
    "id", "package_id", "name", "description", "url", "format", "mimetype", "mimetype_inner", "size", "hash", "created", "last_modified",
    "metadata_modified", "position", "state", "resource_type", "url_type", "cache_url", "cache_last_updated", "datastore_active",
}  # fmt: skip
ORGANIZATION = {
    "id", "name", "title", "type", "description", "image_url", "created", "is_organization", "approval_status", "state",
}  # fmt: skip


def a_shown(**values: object) -> Shown:
    record = a_dataset_record(**{"slug": "liste", "keywords": ("Geld", "Förderung"), "theme": ("ECON", "REGI")} | values)
    names = ("liste.zip", "liste.csv", "datapackage.json", "liste.csv-metadata.json", "liste.json")
    files = tuple(File(name, name.rsplit(".", 1)[1].split("-")[0], "text/x", 12, "a" * 64) for name in names)
    edition = Edition("e", "2026-03-01", MOMENT, 3, "d", record, files)
    return Shown("48e4428d-1f2b-4745-8eb6-d0485aecc4b1", "liste", record, edition, MOMENT, MOMENT)


def test_a_package_has_every_key_of_ckan() -> None:
    assert set(ckan.package(a_shown(), BASE)) >= PACKAGE


def test_an_organisation_has_every_key_of_ckan() -> None:
    assert set(ckan.package(a_shown(), BASE)["organization"]) == ORGANIZATION


def test_a_resource_has_every_key_of_ckan() -> None:
    assert all(set(resource) >= RESOURCE for resource in ckan.package(a_shown(), BASE)["resources"])


def test_only_tables_are_resources_and_the_csv_comes_first() -> None:
    assert [resource["format"] for resource in ckan.package(a_shown(), BASE)["resources"]] == ["CSV", "JSON", "ZIP"]


def test_one_resource_alone_is_pointed_out_as_a_datastore() -> None:
    assert [resource["datastore_active"] for resource in ckan.package(a_shown(), BASE)["resources"]] == [True, False, False]


def test_a_resource_points_to_the_file_whose_sum_it_names() -> None:
    resource = ckan.package(a_shown(), BASE)["resources"][0]
    assert resource["url"] == f"{BASE}/daten/liste/2026-03-01/liste.csv"
    assert (resource["hash"], resource["size"]) == ("a" * 64, 12)


def test_a_moment_is_utc_without_a_zone_and_with_microseconds() -> None:
    assert ckan.moment(MOMENT) == "2026-03-01T11:30:00.000000"
    package = ckan.package(a_shown(), BASE)
    assert re.fullmatch(r"[\d-]{10}T[\d:]{8}\.\d{6}", package["metadata_modified"])


def test_the_id_of_a_resource_stays_over_all_releases() -> None:
    shown = a_shown()
    assert ckan.package(shown, BASE)["resources"][0]["id"] == shown.resource_id("csv") == ckan.resource_id(shown.uid)


def test_a_dataset_without_an_open_licence_is_not_called_open() -> None:
    package = ckan.package(a_shown(licence="other-closed"), BASE)
    assert (package["isopen"], package["license_id"]) == (False, "other-closed")


def test_an_unknown_licence_is_not_taken_for_an_open_one() -> None:
    package = ckan.package(a_shown(licence="my-own"), BASE)
    assert (package["isopen"], package["license_title"]) == (False, "my-own")


def test_names_in_an_address_are_those_that_ckan_allows() -> None:
    package = ckan.package(a_shown(publisher="Ministerium für Öffentliches (NRW)"), BASE)
    names = [package["name"], package["organization"]["name"], *(group["name"] for group in package["groups"])]
    assert all(re.fullmatch(r"[a-z0-9_-]{2,100}", name) for name in names)


def test_two_datasets_of_one_publisher_have_one_organisation() -> None:
    ids = {ckan.package(a_shown(slug=slug), BASE)["owner_org"] for slug in ("eins", "zwei")}
    assert len(ids) == 1


def test_extras_leave_out_what_is_not_known() -> None:
    extras = {extra["key"]: extra["value"] for extra in ckan.package(a_shown(), BASE)["extras"]}
    assert "temporal_start" not in extras
    assert extras["title_en"] == "A dataset"


def test_every_listed_licence_says_whether_it_is_open() -> None:
    conformance = {found["id"]: found["od_conformance"] for found in ckan.licence_list()}
    assert conformance["dl-zero-de/2.0"] == "approved"
    assert conformance["other-closed"] == "not reviewed"
