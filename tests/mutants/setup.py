"""What setting a practice up would overwrite, invent, leave behind or let through."""

from tests.mutants.mutant import broken

_SETTING_UP = "unit/app/test_setting_up.py"
_WRITTEN = "unit/core/test_settings_written.py"
_SETUP = "system/test_setup.py"

SETUP = (
    *broken(
        "practicesync/app/worker/drafted.py",
        _SETTING_UP,
        (
            "a practice that nobody named is changed",
            "    if names and ((before is None) != add):\n",
            "    if names and add and before is not None:\n",
            "test_a_second_practice_stands_beside_the_first_only_where_that_is_said",
        ),
        (
            "contacts that are online are left behind at another address",
            "    if moved and registered is not None and registered.left_at is None:\n",
            "    if False:\n",
            "test_contacts_that_are_online_are_not_left_behind",
        ),
        (
            "a layout takes the place of the settings",
            "    if not _FILE.fullmatch(name):\n",
            "    if not name:\n",
            "test_a_layout_is_kept_under_no_name_but_a_file_s",
        ),
        (
            "another spelling of the name loses what is kept under it",
            '        draft = msgspec.structs.replace(draft, name=before["name"])\n',
            "        pass\n",
            "test_a_change_says_what_becomes_of_what_and_keeps_the_rest",
        ),
        (
            "another server is told the password of the one before",
            "        return user or _way_to(after) != _way_to(self.before)\n",
            "        return False\n",
            "test_a_password_that_was_given_for_one_server_is_told_no_other",
        ),
        (
            "any file is read as a layout",
            "        if name == self.draft.layout and not _OURS.fullmatch(name):\n",
            "        if False:\n",
            "test_no_other_file_is_read_as_a_layout",
        ),
        (
            "what is looked at goes past the proxy that was just given",
            '        text = with_own(with_practice(self.text, said["name"], said), self.own)\n',
            '        text = with_practice(self.text, said["name"], said)\n',
            f"{_SETUP}::test_each_refusal_says_what_to_do_and_writes_nothing",
            "test_a_proxy_that_is_none_is_told",
        ),
        (
            "a server without the name of a database is enough",
            '    return bool(named & {"database", "initial catalog", "dsn", "filedsn"})',
            "    return bool(named)",
            "test_what_is_missing_is_told",
        ),
    ),
    *broken(
        "practicesync/app/worker/setting_up.py",
        _SETTING_UP,
        (
            "settings that were edited meanwhile are written over",
            '        if asked.arguments.get("basis") != made.basis:\n',
            "        if False:\n",
            "test_settings_that_were_edited_since_are_looked_at_once_more",
        ),
        (
            "another server gets the password that is kept",
            "        if password is None and made.is_elsewhere and _needs_password(made):\n",
            "        if False:\n",
            "test_a_password_that_was_given_for_one_server_is_told_no_other",
        ),
        (
            "half a practice is written",
            "        if plan.mistakes or plan.missing:\n",
            "        if False:\n",
            "test_nothing_half_is_written",
        ),
        (
            "a password that was sealed for something else is taken",
            "            password = self._key.opened("
            'sealed if isinstance(sealed, str) else "", SEALED_FOR)\n',
            '            password = str(sealed)[:9] or "x"\n',
            "test_a_password_that_was_sealed_for_another_is_refused",
        ),
    ),
    *broken(
        "practicesync/app/worker/settings_file.py",
        _SETTING_UP,
        (
            "the settings before are lost by a change that changes nothing",
            "    if before == after:\n",
            "    if False:\n",
            "test_what_changes_nothing_keeps_the_settings_before",
        ),
    ),
    *broken(
        "practicesync/app/worker/trial.py",
        _SETTING_UP,
        (
            "the password that is kept is tried, and not the one just given",
            "        return secrets[name] if name in secrets else super().secret(name)",
            "        return super().secret(name)",
            "test_a_password_that_was_just_given_is_the_one_that_is_tried",
        ),
        (
            "whatever answers is taken for the online side",
            '    if check.id is not CheckId.CLOUD or check.result != "pass":\n',
            "    if True:\n",
            f"{_SETUP}::test_what_answers_and_is_no_practice_cloud_is_told_as_that",
        ),
    ),
    *broken(
        "practicesync/app/commands/setup.py",
        _SETUP,
        (
            "what has failed is written all the same",
            "        if (code := examination_exit(checks)) and not self._manner.anyway:\n",
            "        if False:\n",
            "test_a_column_that_is_not_there_is_named_with_what_is_near",
        ),
        (
            "it is written without a yes",
            "        if not self._manner.yes:\n",
            "        if False:\n",
            "test_without_yes_nothing_is_written",
        ),
    ),
    *broken(
        "practicesync/app/worker/run.py",
        _SETUP,
        (
            "a worker without settings ends",
            "        if once or missing.code is not Code.SETTINGS_MISSING:\n",
            "        if True:\n",
            "test_a_fresh_worker_waits_to_be_set_up_and_goes_on_without_a_restart",
        ),
    ),
    *broken(
        "practicesync/core/settings_written.py",
        _WRITTEN,
        (
            "a practice is found by its spelling",
            "    return one.strip().casefold() == other.strip().casefold()",
            "    return one == other",
            "test_a_change_keeps_comments_and_what_was_not_said",
        ),
        (
            "a list in brackets loses its comments",
            "        for comment in filter(None, _COMMENT.findall(said)):",
            "        for comment in ():",
            "test_comments_between_practices_in_brackets_stay",
        ),
        (
            "a comment below which the list goes on makes settings that can't be read",
            "    if _is_toml(written):",
            "    if True:",
            "test_comments_between_practices_in_brackets_stay",
        ),
        (
            "a login in the connection is shown",
            '    return without_login(value) if key == "database" and value else value',
            "    return value",
            "test_only_what_becomes_another_is_a_change_and_no_login_is_shown",
        ),
    ),
    *broken(
        "practicesync/core/draft.py",
        "unit/core/test_draft.py",
        (
            "a database's name becomes more words",
            "if _TO_BRACE.search(value) else value",
            "if False else value",
            "test_a_name_that_odbc_would_read_otherwise_stays_one_name",
        ),
        (
            "trust once given stays",
            "        or (draft.trust is not None and name == _TRUST.casefold())\n",
            "",
            "test_trust_is_said_and_taken_back",
        ),
    ),
    *broken(
        "practicesync/core/database_login.py",
        "unit/core/test_database_login.py",
        (
            "a service is known to every computer",
            "    if not is_service or is_here(standing, host):\n",
            "    if True:\n",
            "test_a_service_is_its_computer_to_every_other",
        ),
    ),
    *broken(
        "practicesync/adapters/sqlserver/discovery.py",
        "unit/adapters/sqlserver/test_discovery.py",
        (
            "a name may hold what a terminal obeys",
            '_NAME = re.compile(r"[\\w.$#-]{1,128}")',
            '_NAME = re.compile(r".{1,128}")',
            "test_an_answer_that_is_none_names_nobody",
        ),
    ),
    *broken(
        "practicesync/adapters/sqlserver/databases.py",
        "system/test_setup_sql_server.py",
        (
            "databases are offered that the login can't open",
            " AND HAS_DBACCESS(d.name) = 1",
            "",
            "test_databases_that_the_login_can_not_open_are_not_offered",
        ),
    ),
    *broken(
        "practicesync/app/commands/setup_shown.py",
        "system/test_setup_sql_server.py",
        (
            "rights that are missing are not printed",
            '    if all(one.result == "pass" for one in checks if one.id in _RIGHTS):\n',
            "    if True:\n",
            "test_rights_that_are_missing_are_printed_for_that_login",
        ),
    ),
)
