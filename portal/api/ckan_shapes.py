"""The shapes of CKAN's results: every key that clients index is there, empty or not."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}$"
Moment = Field(pattern=MOMENT, description="UTC without a zone, with microseconds.")


class Shape(BaseModel):
    """A JSON object with exactly these keys."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class ListedTag(Shape):
    """A keyword in a list."""

    id: str
    name: str
    display_name: str
    vocabulary_id: str | None


class Tag(ListedTag):
    """A keyword."""

    state: str


class PackageOrganization(Shape):
    """Who publishes a dataset."""

    id: str
    name: str
    title: str
    type: Literal["organization"]
    description: str
    image_url: str
    created: str = Moment
    is_organization: Literal[True]
    approval_status: str
    state: str


class PackageGroup(Shape):
    """An EU data theme of a dataset."""

    id: str
    name: str
    title: str
    display_name: str
    description: str
    image_display_url: str


class Extra(Shape):
    """What CKAN has no key for."""

    key: str
    value: str


class Resource(Shape):
    """One file of the current release; ``url`` is that of the release, ``current_url`` always leads to the newest."""

    id: str
    package_id: str
    name: str
    description: str
    url: str
    current_url: str
    format: str
    mimetype: str
    mimetype_inner: str | None
    size: int
    hash: str = Field(description="SHA-256.")
    hash_algorithm: str
    created: str = Moment
    last_modified: str = Moment
    metadata_modified: str = Moment
    position: int
    state: str
    resource_type: str
    url_type: str | None
    cache_url: str | None
    cache_last_updated: str | None
    datastore_active: bool = Field(description="Whether datastore_search should be asked for it.")
    license: str
    licenseAttributionByText: str  # noqa: N815 a name of DCAT-AP.de's CKAN extension


class Package(Shape):
    """A dataset with its current release."""

    id: str
    name: str
    title: str
    notes: str
    url: str
    version: str = Field(description="Name of the current release.")
    author: str
    author_email: str
    maintainer: str
    maintainer_email: str
    license_id: str
    license_title: str
    license_url: str
    isopen: bool
    owner_org: str
    organization: PackageOrganization
    private: bool
    state: str
    type: Literal["dataset"]
    creator_user_id: str | None
    metadata_created: str = Moment
    metadata_modified: str = Moment
    num_resources: int
    num_tags: int
    tags: list[Tag]
    groups: list[PackageGroup]
    extras: list[Extra]
    resources: list[Resource]
    relationships_as_subject: list[Any]
    relationships_as_object: list[Any]


class FacetItem(Shape):
    """One value of a field and how often it occurs."""

    name: str
    display_name: str
    count: int


class Facet(Shape):
    """The values of one field."""

    title: str
    items: list[FacetItem]


class Found(Shape):
    """What package_search found; with ``fl`` results hold the named keys only."""

    count: int
    sort: str
    facets: dict[str, dict[str, int]]
    search_facets: dict[str, Facet]
    results: list[Package | dict[str, Any]]


class Group(Shape):
    """An organisation or a group."""

    id: str
    name: str
    title: str
    display_name: str
    description: str
    type: Literal["organization", "group"]
    image_url: str
    image_display_url: str
    created: str = Moment
    is_organization: bool
    approval_status: str
    state: str
    package_count: int
    num_followers: int


class ListedGroup(Group):
    """An organisation or a group in a list; the empty parts only where they were asked for."""

    users: list[Any] = []
    extras: list[Any] = []
    groups: list[Any] = []


class WholeGroup(Group):
    """An organisation or a group; ``packages`` only where they were asked for."""

    users: list[Any]
    tags: list[Any]
    extras: list[Any]
    groups: list[Any]
    packages: list[Package] = []


class WholeTag(Tag):
    """A keyword; ``packages`` only where they were asked for."""

    packages: list[Package] = []


class Licence(Shape):
    """A licence that datasets may have."""

    id: str
    title: str
    url: str
    status: str
    od_conformance: str
    osd_conformance: str
    domain_content: bool
    domain_data: bool
    domain_software: bool
    family: str
    is_generic: bool
    maintainer: str


class ActivityPackage(Shape):
    """The dataset of an activity, in the release that it is about."""

    id: str
    name: str
    title: str
    version: str
    url: str


class ActivityData(Shape):
    """What an activity was about."""

    actor: str
    package: ActivityPackage


class Activity(Shape):
    """A release of a dataset as an event."""

    id: str
    timestamp: str = Moment
    user_id: str
    object_id: str
    activity_type: Literal["new package", "changed package"]
    data: ActivityData


class Hit(Shape):
    """A dataset whose name or title holds the text."""

    name: str
    title: str
    match_field: str
    match_displayed: str


class Status(Shape):
    """What this portal is."""

    site_title: str
    site_description: str
    site_url: str
    error_emails_to: str
    locale_default: str
    extensions: list[str]
    ckan_version: str


class Failure(Shape):
    """CKAN's error shape; other keys of ``error`` are parameters that are wrong, with a list of sentences each."""

    help: str
    success: Literal[False]
    error: dict[str, Any]
