"""Who asks too much is slowed, and nobody else."""

from tests.mutants.mutant import broken

PACE = (
    *broken(
        "practicecloud/web/pace.py",
        "unit/practicecloud/test_pace.py",
        (
            "an address may ask without end",
            "wait = self._pace.wait(counted, self._most.from_one_address, now)",
            "wait = 0.0",
            "test_an_address_that_asks_too_much_is_told_when_to_ask_again",
            "test_an_address_is_a_whole_network_of_ipv6",
        ),
        (
            "a sign-in that is used from many addresses may ask without end",
            "if wait == 0.0 and sign_in:",
            "if False:",
            "test_a_sign_in_that_asks_too_much_is_slowed_wherever_it_comes_from",
            "test_the_application_keeps_that_pace",
        ),
        (
            "this computer's own programs are slowed",
            "if is_this_computer(address):",
            "if False:",
            "test_what_this_computer_asks_itself_is_not_counted",
        ),
        (
            "who is refused waits longer for each try",
            "self._left[whose] = (left - 1.0 if enough else left, now)",
            "self._left[whose] = (left - 1.0, now)",
            "test_who_is_refused_does_not_wait_longer_for_asking",
        ),
        (
            "after a rest one may ask without end",
            "left = min(measure.at_once, left + gained)",
            "left = left + gained",
            "test_after_a_rest_it_is_as_much_as_ever_and_no_more",
        ),
        (
            "a clock that was set back takes what is left",
            "gained = max(0.0, now - as_of) * measure.a_second",
            "gained = (now - as_of) * measure.a_second",
            "test_a_clock_that_was_set_back_keeps_nobody_waiting_longer",
        ),
        (
            "a flood of addresses fills the memory",
            "            while len(self._left) > self._kept:\n",
            "            while False:\n",
            "test_no_flood_of_addresses_fills_the_memory_and_who_asks_stays_known",
        ),
    ),
    *broken(
        "practicecloud/app.py",
        "unit/practicecloud/test_pace.py",
        (
            "nobody keeps the pace",
            "    app.add_middleware(Paced, now=now)\n",
            "",
            "test_the_application_keeps_that_pace",
        ),
    ),
)
