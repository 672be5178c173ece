import datetime as dt
import hashlib
from typing import Any

from datasets.own.buergernutzen import COLUMNS
from feedback.scores.checksum import checksum

SHOWN = {"project": "a", "dimension": "overall", "state": "first", "n": 6, "score": 3.8, "n_held": "<5"}
ROW: dict[str, Any] = dict.fromkeys(column.name for column in COLUMNS) | SHOWN


def test_the_checksum_can_be_worked_out_with_nothing_but_a_hash_function() -> None:
    # project, dimension, state; basis to class; n, score; bounds to dont_know; held; excluded, table and method
    line = '["a","overall","first","","","","","6","3.8"' + ',""' * 20 + ',"<5","","",""]\n'
    assert checksum([ROW]) == hashlib.sha256(line.encode()).hexdigest()


def test_a_file_from_before_a_column_was_added_keeps_its_checksum() -> None:
    line = '["a","overall","first","","","","","6","3.8"' + ',""' * 18 + ',"<5","",""]\n'
    older = {name: value for name, value in ROW.items() if name not in {"share_low", "share_high", "participation_sha256"}}
    assert checksum([older]) == hashlib.sha256(line.encode()).hexdigest()


def test_csv_json_and_database_have_the_same_checksum() -> None:
    as_text = {name: "" if value is None else str(value) for name, value in ROW.items()}
    as_text |= {"score": "3.80", "band": "", "period_end": "2026-11-23"}
    assert checksum([ROW | {"period_end": dt.date(2026, 11, 23)}]) == checksum([as_text])


def test_rows_without_a_figure_and_their_order_do_not_matter() -> None:
    other = ROW | {"project": "b"}
    empty = ROW | {"project": "c", "state": "too_few", "n": None, "n_class": "<5", "score": None}
    assert checksum([ROW, other]) == checksum([other, empty, ROW, empty | {"n": ""}])


def test_every_figure_and_no_checksum_is_in_it() -> None:
    assert checksum([ROW | {"snapshot_sha256": "x"}]) == checksum([ROW])
    assert checksum([ROW | {"score": 3.81}]) != checksum([ROW])
