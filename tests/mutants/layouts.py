"""What a check of a database layout would overlook, or tell of people."""

from tests.mutants.mutant import broken

_STOCK = "unit/adapters/sqlserver/test_stocktaking.py"
_FIT = "unit/core/test_fit.py"
_DEMO = "unit/demo/test_server_database.py"

LAYOUTS = (
    *broken(
        "practicesync/adapters/sqlserver/stocktaking.py",
        _STOCK,
        (
            "names that stand in a column of codes are shown",
            " or any(len(code) > SHORT for code in codes)",
            "",
            "test_values_that_may_be_names_are_not_shown",
        ),
        (
            "however many values a column has, they are shown",
            "len(codes) > FEW or ",
            "",
            "test_values_that_may_be_names_are_not_shown",
        ),
        (
            "a database that is busy refuses the condition",
            "not profile.where or problem.code not in _REFUSED",
            "not profile.where",
            "test_database_that_is_busy_is_no_refusal",
        ),
        (
            "a table that may not be read isn't there",
            "hidden=True) if is_hidden(session, table) else None)",
            "hidden=True) if False else None)",
            "test_table_that_the_login_may_not_read_is_found",
        ),
        (
            "a text of just the right length is too long",
            "> {limit}",
            ">= {limit}",
            "test_texts_that_are_too_long_are_counted",
        ),
        (
            "the condition doesn't say who is a contact",
            'where = f" WHERE {profile.where}" if profile.where else ""',
            'where = ""',
            "test_condition_says_who_is_a_contact",
        ),
    ),
    *broken(
        "practicesync/core/fit_keys.py",
        _FIT,
        (
            "a key that nothing keeps unique will do",
            "    if _has_key_within(found, key):\n        return\n",
            "    return\n",
            "test_key_that_is_not_unique_is_told",
        ),
        (
            "a text without end is a key",
            " or column.length == ANY_LENGTH",
            "",
            "test_type_that_can_not_be_a_key_is_told",
        ),
        (
            "a number refers to a guid",
            "_sort(one.type) != _sort(two.type)",
            "one.type == two.type and False",
            "test_columns_that_refer_to_a_key_of_another_type_are_told",
        ),
        (
            "a date counts changes",
            'column.type not in ("timestamp", "rowversion")',
            'column.type not in ("timestamp", "rowversion", "datetime")',
            "test_version_that_is_no_rowversion_is_told",
        ),
    ),
    *broken(
        "practicesync/core/fit.py",
        _FIT,
        (
            "only the first difference is told",
            "    for table, column in missing_from(profile, inventory):\n",
            "    for table, column in list(missing_from(profile, inventory))[:1]:\n",
            "test_all_that_is_missing_is_told_at_once",
        ),
        (
            "a table that the layout uses already is suggested",
            "name.casefold() not in known]",
            "name.casefold()]",
            "test_table_that_the_layout_uses_already_is_not_suggested",
        ),
        (
            "a place on the map is read as text",
            "column and column.type == NOT_READ",
            "False",
            "test_type_that_can_not_be_read_is_told_where_a_field_is_made_of_it",
        ),
        (
            "a layout with something wrong fits",
            'all(one.weight == "note" for one in found)',
            "True",
            "test_all_that_is_missing_is_told_at_once",
        ),
    ),
    *broken(
        "practicesync/adapters/sqlserver/explained.py",
        "sqlserver/test_explained.py",
        (
            "a statement that runs isn't explained",
            '    yield Explained("Before a full check: how many there are", statements.counted)\n',
            "",
            "test_each_statement_that_runs_is_explained",
        ),
        (
            "a way that isn't possible is explained",
            'way == "rowversion" and not_possible(profile, catalog, keys, way)',
            "False",
            "test_way_that_is_not_possible_is_not_explained",
        ),
    ),
    *broken(
        "practicesync/demo/server_database.py",
        _DEMO,
        (
            "the demo leaves the password in the settings",
            '_OURS = ("database", "pwd", "password", "uid", "user id")',
            '_OURS = ("database", "uid", "user id")',
            "test_no_setting_holds_the_password",
        ),
        (
            "the demo leaves its database on the server",
            '                master.execute(f"DROP DATABASE [{self.name}]")\n',
            "",
            "test_database_is_gone_afterwards",
        ),
        (
            "a database that was never made is said to be left",
            "        if not self._made:\n            return\n",
            "",
            "test_server_that_refuses_is_told_by_its_number",
        ),
    ),
)
