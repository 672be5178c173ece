"""CKAN actions that this portal does not have, each refused with the way that there is."""

from collections.abc import Callable
from typing import Any

from datasets.errors import NotAllowed
from portal.api.asked import Asked

_NOUNS = ("package", "resource", "organization", "group", "tag", "vocabulary", "user", "member", "resource_view", "api_token")
_MORE = (
    "package_resource_reorder", "package_owner_org_update", "package_revise", "bulk_update_delete", "bulk_update_private",
    "bulk_update_public", "datastore_create", "datastore_upsert", "datastore_delete", "datastore_records_delete",
    "datastore_function_create",
    "dataset_purge", "organization_purge", "group_purge", "organization_member_create", "organization_member_delete", "group_member_create",
    "group_member_delete", "resource_create_default_resource_views", "follow_dataset", "follow_user", "follow_group", "unfollow_dataset",
    "unfollow_user", "unfollow_group", "job_cancel", "job_clear", "task_status_update", "send_email_notifications", "user_invite",
    "config_option_update", "api_token_revoke", "dashboard_mark_activities_old", "datapusher_submit", "xloader_submit",
)  # fmt: skip
_SIGNED_IN = (
    "dashboard_activity_list", "dashboard_new_activities_count", "user_show", "user_autocomplete", "am_following_dataset",
    "am_following_user", "am_following_group", "config_option_list", "config_option_show", "job_list", "job_show", "api_token_list",
    "member_list", "task_status_show",
)  # fmt: skip

WRITING = frozenset(f"{noun}_{verb}" for noun in _NOUNS for verb in ("create", "update", "patch", "delete")) | frozenset(_MORE)
"""Actions of CKAN that change something; by GET they are answered as CKAN answers them."""


def _writing(_: Asked) -> Any:
    """Not possible here: datasets are published by the portal itself, from its register and its sources."""
    raise NotAllowed("This interface only reads. Datasets come from the portal's own register and sources; corrections: /melden")


def _signed_in(_: Asked) -> Any:
    """Not possible here: there are no accounts of this interface."""
    raise NotAllowed("This needs an account, and this interface has none.")


def datastore_search_sql(_: Asked) -> Any:
    """Not possible here: SQL over HTTP is switched off; datastore_search has filters, words, order and pages."""
    raise NotAllowed("SQL is switched off. Use datastore_search, /daten/NAME/abfrage.json, or load the Parquet file into DuckDB.")


REFUSED: dict[str, Callable[[Asked], Any]] = {
    **dict.fromkeys(sorted(WRITING), _writing),
    **dict.fromkeys(_SIGNED_IN, _signed_in),
    "datastore_search_sql": datastore_search_sql,
}
