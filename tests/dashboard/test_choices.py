"""Lists in which several things have one name: each option says which it is."""

from dashboard.choices import told_apart


def test_what_has_a_name_of_its_own_keeps_it_and_the_others_say_which_they_are() -> None:
    assert told_apart({"a": "Firms", "b": "Firms", "c": "Patents"}) == {
        "a": "Firms · a",
        "b": "Firms · b",
        "c": "Patents",
    }
    keys = [("m", "2017", "", 1), ("n", "2017", "", 2)]
    assert list(told_apart(dict.fromkeys(keys, "x")).values()) == ["x · m 2017  1", "x · n 2017  2"]
