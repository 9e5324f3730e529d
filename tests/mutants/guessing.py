"""Who guesses passwords or codes is slowed, and nobody is locked out."""

from tests.mutants.mutant import broken

_DEVICES = "unit/practicecloud/test_devices.py"
_FAILURES = "unit/practicecloud/test_failures.py"
_ENTRANCE = "unit/practicecloud/test_entrance.py"

GUESSING = (
    *broken(
        "practicecloud/people/failures.py",
        _FAILURES,
        (
            "one may guess without end",
            "return max(0.0, clear_at - now - (allowed.at_once - 1) * allowed.seconds)",
            "return 0.0",
            "test_after_so_many_tries_each_further_one_takes_its_time",
            f"{_ENTRANCE}::test_somebody_who_guesses_has_to_wait_even_for_the_right_password",
            f"{_DEVICES}::test_guessing_is_stopped_and_forgotten_after_a_while",
        ),
        (
            "a wrong try is not noted",
            'put(connection, table, [{"whose": whose, "clear_at": now + allowed.seconds}])',
            "pass",
            "test_after_so_many_tries_each_further_one_takes_its_time",
        ),
        (
            "each further wrong try costs nothing",
            "else_=table.c.clear_at + allowed.seconds)",
            "else_=table.c.clear_at)",
            "test_after_so_many_tries_each_further_one_takes_its_time",
        ),
        (
            "a clock that was set back keeps people waiting",
            "    if clear_at > allowed.latest(now):\n",
            "    if False:\n",
            "test_a_clock_that_was_set_back_keeps_nobody_waiting",
        ),
        (
            "after a clock was set back one may guess without end",
            "sa.case((from_later, used_up),",
            "sa.case((sa.false(), used_up),",
            "test_after_the_clock_was_set_back_guessing_is_as_slow_as_ever",
        ),
        (
            "tries side by side are forgotten",
            "(self.at_once - 1 + AT_A_TIME)",
            "self.at_once",
            "test_tries_side_by_side_all_count",
        ),
        (
            "a flood of guesses fills the database",
            "    if kept > MOST:\n",
            "    if False:\n",
            "test_no_flood_fills_the_memory_or_hides_who_guesses_most",
        ),
        (
            "a flood hides who guesses most",
            "order_by(table.c.clear_at).limit(kept - MOST)",
            "order_by(table.c.clear_at.desc()).limit(kept - MOST)",
            "test_no_flood_fills_the_memory_or_hides_who_guesses_most",
        ),
        (
            "a home has more addresses than can be counted",
            "return str(ipaddress.ip_network((found.packed, 64), strict=False))",
            "return str(found)",
            "test_one_address_is_one_computer_or_one_home",
        ),
    ),
    *broken(
        "practicecloud/people/entrance.py",
        _ENTRANCE,
        (
            "who guesses need not wait",
            "    if wait > 0:\n        raise TooManyFailures(wait)\n",
            "",
            "test_somebody_who_guesses_has_to_wait_even_for_the_right_password",
        ),
        (
            "wrong passwords are not counted",
            "            failures.note(connection, whose, each, now)\n",
            "            pass\n",
            "test_somebody_who_guesses_has_to_wait_even_for_the_right_password",
        ),
        (
            "an account of one's own clears the address",
            "            failures.forget(connection, counts[0][0])\n",
            "            for one, _ in counts:\n                failures.forget(connection, one)\n",
            "test_an_account_of_one_s_own_does_not_clear_the_address",
        ),
        (
            "guessing from many addresses is not slowed",
            '        (hashed(f"account:{email}"), FOR_ONE_ACCOUNT),\n',
            "",
            "test_guessing_from_many_addresses_is_slowed_and_never_stopped",
        ),
        (
            "guessing at many accounts is not slowed",
            '        (hashed(f"address:{network}"), FROM_ONE_ADDRESS),\n',
            "",
            "test_guessing_at_many_accounts_from_one_address_is_slowed",
        ),
        (
            "a stolen browser need not wait",
            'return [(hashed(f"browser:{entered.browser}:{email}"), FROM_ONE_PLACE)]',
            "return [(hashed(email), Allowance(10**9, 90))]",
            "test_a_stolen_browser_has_to_wait_as_well",
        ),
        (
            "a stranger locks people out of the browser that they always use",
            "if entered.browser and known_browsers.known(connection, entered.browser, email, now):",
            "if False:",
            "test_a_browser_that_is_known_is_in_nobody_s_way",
        ),
    ),
    *broken(
        "practicecloud/people/known_browsers.py",
        _ENTRANCE,
        (
            "a browser is known for ever",
            "                browser.c.until > now,\n",
            "",
            "test_a_browser_is_known_for_a_time_and_only_the_latest_are",
        ),
        (
            "a browser is known for everybody",
            "                person.c.email == normal_email(email),\n",
            "",
            "test_several_people_share_a_browser_and_each_is_known_there",
        ),
        (
            "anybody chooses the cookie of a browser",
            "    if connection.scalar(ours) is None:\n",
            "    if False:\n",
            "test_a_cookie_that_is_not_from_here_is_replaced",
        ),
    ),
)
