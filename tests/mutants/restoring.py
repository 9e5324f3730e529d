"""A backup is whole, and what it is put in the place of is in nobody's use and not lost."""

from tests.mutants.mutant import broken

RESTORING = (
    *broken(
        "practicecloud/commands/backup.py",
        "unit/practicecloud/test_backup.py",
        (
            "an earlier backup is overwritten",
            "    if copy.exists():\n",
            "    if False:\n",
            "test_no_backup_is_overwritten",
        ),
        (
            "a damaged database makes a backup",
            "        check(part)\n",
            "",
            "test_a_damaged_database_makes_no_backup",
        ),
        (
            "a file that is no backup is put back",
            "    check(copy)\n",
            "",
            "test_what_is_no_copy_is_not_put_back",
        ),
        (
            "a database is replaced under those who use it",
            "        raise InUse from None\n",
            "        return\n",
            "test_nothing_is_put_in_the_place_of_a_database_in_use",
        ),
        (
            "what was there before a backup was put back is lost",
            "        os.link(database, _before(database))",
            "        _before(database)",
            "test_what_is_put_back_is_there_and_what_was_there_is_kept",
        ),
        (
            "a backup may be read by everybody",
            "    part.unlink(missing_ok=True)\n    part.touch(mode=0o600)\n    try:\n",
            "    part.unlink(missing_ok=True)\n    part.touch(mode=0o644)\n    try:\n",
            "test_a_copy_is_one_file_that_nobody_else_may_read",
        ),
        (
            "the service can't open what root has put back where there was nothing",
            "        _same_owner(part, database.parent)\n",
            "        pass\n",
            "test_what_root_puts_where_there_was_nothing_belongs_to_the_folder_s_owner",
        ),
        (
            "what is put where there was nothing may be read by everybody",
            "    part.touch(mode=0o600)\n    with closing",
            "    part.touch(mode=0o644)\n    with closing",
            "test_what_root_puts_where_there_was_nothing_belongs_to_the_folder_s_owner",
        ),
        (
            "a folder that isn't there is not told as that",
            "        raise NoFolder\n",
            "        pass\n",
            "test_nothing_is_put_where_there_is_no_folder",
        ),
        (
            "visits that were over go on after a restore",
            "for table in (tables.visit, tables.one_time_link,",
            "for table in (tables.one_time_link,",
            "test_what_a_restored_database_has_woken_is_ended",
        ),
        (
            "mail of another time goes out after a restore",
            "    withdraw_all(connection, now)\n",
            "",
            "test_what_a_restored_database_has_woken_is_ended",
        ),
        (
            "administrators do not learn of a restore",
            '        audit.note(connection, practice_id, audit.OPERATOR, "restored", now)\n',
            "        continue\n",
            "test_what_a_restored_database_has_woken_is_ended",
        ),
    ),
)
