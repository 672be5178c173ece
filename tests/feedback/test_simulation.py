"""What /methode says about the range and the figure, on simulated projects; the benchmark prints the whole table."""

from tests.benchmarks import simulation


def test_the_range_holds_the_truth_in_95_of_100_and_the_figure_errs_less_than_the_raw_mean() -> None:
    found = simulation.trusted(simulation.TRUTHS["Dir(10π)"])
    assert found.projects == 10_000
    assert 0.94 <= found.covered <= 0.96
    assert found.gain >= 0.20


def test_where_projects_differ_more_than_assumed_the_range_is_right_less_often() -> None:
    """The page says: about 90 of 100, and the figure errs by a tenth more than the plain mean at most."""
    for name in ("Dir(3π)", "latent normal"):
        found = simulation.trusted(simulation.TRUTHS[name], 3_000)
        assert 0.88 <= found.covered <= 0.92
        assert found.gain >= -0.10


def test_weighting_halves_the_bias_of_who_took_part_and_does_not_mend_that_of_opinion() -> None:
    found = simulation.biases()
    assert abs(found["by district and age"].weighted) <= abs(found["by district and age"].plain) / 2
    assert abs(found["by opinion itself"].weighted) > abs(found["by opinion itself"].plain) / 2
