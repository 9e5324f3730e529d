"""What is read of SQL Server: keys, comparisons, names, and how much at a time."""

from tests.mutants.mutant import broken

_HERE = "practicesync/adapters/sqlserver"
_TESTS = "unit/adapters/sqlserver"

READING = (
    *broken(
        f"{_HERE}/values.py",
        f"{_TESTS}/test_values.py",
        (
            "blanks that pad a key are a part of it",
            '_text(value).rstrip(" ")',
            "_text(value)",
            "test_trailing_blanks_are_no_part_of_a_key",
        ),
        (
            "a tab that ends a key is dropped",
            '_text(value).rstrip(" ")',
            "_text(value).rstrip()",
            "test_other_white_space_is_a_part_of_a_key",
        ),
        (
            "a guid's case makes another key",
            "str(value).lower()",
            "str(value)",
            "test_guid_is_one_key_however_it_is_written",
        ),
        (
            "a number that no row can have fails the read",
            "if not least <= number < most:",
            "if not least <= number <= most:",
            "test_number_that_no_row_can_have_is_no_parameter",
        ),
        (
            "bytes of a key are written as Python writes them",
            'return f"0x{value.hex()}" if isinstance(value, bytes) else str(value)',
            "return str(value)",
            "test_key_of_a_row_is_text_whatever_its_type",
        ),
    ),
    *broken(
        f"{_HERE}/values.py",
        f"{_TESTS}/test_row_keys.py",
        (
            "bytes are sought as their text",
            "if name in _BINARY:",
            "if name in ():",
            "test_changes_are_told_one_by_one_whatever_the_key",
        ),
        (
            "a moment is sought as text, which SQL Server refuses",
            "return dt.datetime.fromisoformat(part) if name in _MOMENTS else part",
            "return part",
            "test_changes_are_told_one_by_one_whatever_the_key",
        ),
    ),
    *broken(
        f"{_HERE}/statements.py",
        f"{_TESTS}/test_statements.py",
        (
            "wide keys are more parameters than SQL Server takes",
            "size * width <= _MOST_PARAMETERS",
            "size",
            "test_keys_of_any_width_fit_into_a_statement",
        ),
        (
            "a page begins behind the first column of a key",
            'return f"({terms[0]} {strict}= {marks[0]} AND',
            'return f"({terms[0]} {strict} {marks[0]} AND',
            "test_comparison_is_that_of_whole_keys",
        ),
        (
            "a column that can't be sorted is sorted by",
            ".name not in _UNSORTABLE",
            '.name != ""',
            "test_what_can_not_be_sorted_is_not_sorted_by",
        ),
    ),
    *broken(
        f"{_HERE}/catalog.py",
        f"{_TESTS}/test_statements.py",
        (
            "a bracket in a name ends it",
            "name.replace(']', ']]')",
            "name",
            "test_names_are_quoted_whatever_they_are",
        ),
    ),
    *broken(
        f"{_HERE}/source.py",
        f"{_TESTS}/test_source.py",
        (
            "a position of another layout is taken for one of this",
            "        if len(parts) != len(statements.key):\n            raise",
            "        if not statements.key:\n            raise",
            "test_position_of_another_layout_is_said_to_be_one",
        ),
    ),
    *broken(
        f"{_HERE}/source.py",
        "sqlserver/test_counts.py",
        (
            "a page is read with more than is wanted of it",
            "[limit + 1]",
            "[limit + 9]",
            "test_full_check_holds_one_page_however_many_contacts_there_are",
        ),
    ),
    *broken(
        f"{_HERE}/tracking_feed.py",
        "sqlserver/test_counts.py",
        (
            "a look asks every table though nothing has changed",
            "if reached.upto is None and standing.current == reached.version:",
            "if reached.upto is None and standing.current < reached.version:",
            "test_look_with_nothing_changed_asks_little",
        ),
    ),
    *broken(
        f"{_HERE}/statements.py",
        f"{_TESTS}/test_referring.py",
        (
            "a range of the contact's keys is one of any column that refers to it",
            "        ordered=all(ordered_alike(column, its) for column, its in pairs),",
            "        ordered=True,",
            "test_contact_has_its_rows_where_they_are_sorted_by_other_rules",
        ),
        (
            "a key is cut to the length of the column that refers to it",
            "types=[sought_as(column, its) for column, its in pairs],",
            "types=child.types,",
            "test_key_is_not_cut_short_to_find_rows_of_another_contact",
        ),
    ),
)
