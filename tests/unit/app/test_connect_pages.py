from practicesync.app.window.connect_pages import MOST_LISTED, OTHER, database_page
from practicesync.app.window.page import Options


def test_of_very_many_databases_the_first_are_listed_and_any_can_be_typed():
    names = [f"Database{number}" for number in range(1, 1201)]
    page = database_page(names)
    [listed] = [one for one in page.blocks if isinstance(one, Options)]

    assert [one.value for one in listed.options] == [*names[:MOST_LISTED], OTHER]
    assert page.under == "The first 100 of 1,200: choose the last line for others."


def test_of_a_few_all_are_listed():
    page = database_page(["Practice", "Archive"])
    [listed] = [one for one in page.blocks if isinstance(one, Options)]

    assert [one.value for one in listed.options] == ["Practice", "Archive", OTHER]
    assert page.under == ""
