"""``--new NAME`` writes a source that reads its frozen answer, beside a test of it; nothing is overwritten."""

import importlib.util

import pytest

from datasets.errors import Refused
from harvesters import scaffold
from harvesters.source import Ask


@pytest.fixture
def root(tmp_path):
    """A project with the folders and without any source."""
    for folder in ("harvesters/sources", "tests/harvesters/files", "tests/harvesters/sources"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def test_a_new_source_reads_its_frozen_answer(root, city):
    source, answer, test = scaffold.write("neue-liste", root)
    spec = importlib.util.spec_from_file_location("neue_liste", source)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rows = module.SOURCE.parse(answer, Ask(city, "neue-liste")).rows
    assert [row.cells for row in rows] == [("1", "First"), ("2", "Second")]
    compile(test.read_text("utf-8"), test.name, "exec")


def test_nothing_is_overwritten(root):
    scaffold.write("neue-liste", root)
    with pytest.raises(Refused, match="exists already"):
        scaffold.write("neue-liste", root)


@pytest.mark.parametrize("name", ["Neu", "neu_e", "../x", "", "a b"])
def test_a_name_that_is_none_is_refused(root, name):
    with pytest.raises(Refused, match="is not a name"):
        scaffold.write(name, root)
