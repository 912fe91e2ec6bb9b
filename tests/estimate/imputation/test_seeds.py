import pytest

from dermcohort.estimate.imputation.seeds import generator, stream_seed


def test_every_list_of_names_has_its_own_stream():
    names = [("EASI", "all"), ("EASI", "naive"), ("EASI",), ("EASIall",), ("EASIa", "ll"), ()]
    assert len({stream_seed(1, *each) for each in names} | {stream_seed(2, "EASI")}) == 7


def test_the_digits_stay_what_they_are():
    assert stream_seed(1, "EASI", "all") == stream_seed(1, "EASI", "all")
    assert generator(5, 0).integers(1000, size=3).tolist() == [220, 403, 968]


def test_groups_draw_apart():
    assert generator(5, 0).random() != generator(5, 1).random()
    with pytest.raises(ValueError, match="non-negative"):
        generator(-1, 0)
