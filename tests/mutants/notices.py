"""Who is told when a server falls silent, and what no notice may do."""

from tests.mutants.mutant import broken

_STANDING = "unit/practicecloud/test_standing.py"
_TROUBLE = "unit/practicecloud/test_trouble.py"
_OUTBOX = "unit/practicecloud/test_outbox.py"
_WATCH = "unit/practicecloud/test_watch.py"
_WEBHOOK = "unit/practicecloud/test_webhook.py"
_MAIL = "system/test_mail.py"
_NOTICES = "system/test_notices.py"

NOTICES = (
    *broken(
        "practicecloud/online/beats.py",
        _STANDING,
        (
            "any server reports for the one in charge",
            "    refuse_others(lock_practice(connection, practice_id), beat.installation)\n",
            "",
            "test_only_the_server_in_charge_reports",
        ),
        (
            "what the server before has reported counts for the new one",
            "        activation.c.installation == beat.c.installation,\n",
            "",
            "test_what_the_server_before_has_reported_counts_no_more",
        ),
        (
            "every installation of a practice is alive",
            "if found is None or found.installation != installation:",
            "if found is None:",
            "test_presence_tells_nothing_of_what_there_is_not",
        ),
        (
            "a worker that has ended is alive",
            "alive = found.phase != NOT_RUNNING and -AHEAD",
            "alive = -AHEAD",
            "test_an_installation_is_alive_while_it_reports",
        ),
        (
            "a server is alive for ever",
            "and -AHEAD <= now - found.at <= ALIVE_SECONDS",
            "",
            "test_an_installation_is_alive_while_it_reports",
        ),
        (
            "a server that reported while the clock was ahead is alive for hours",
            "-AHEAD <= now - found.at <= ALIVE_SECONDS",
            "now - found.at <= ALIVE_SECONDS",
            "test_a_report_from_a_clock_that_was_ahead_is_not_heard",
        ),
    ),
    *broken(
        "practicecloud/contract/reports.py",
        _NOTICES,
        (
            "whoever may read reports",
            'self._cloud.admit(request, practice_id, "contacts:write")',
            "self._cloud.admit(request, practice_id)",
            "test_reports_speak_the_contract",
        ),
    ),
    *broken(
        "practicecloud/notices/watch.py",
        "unit/practicecloud/test_watch.py",
        (
            "a report from the future vouches for a dead server once its time has come",
            "            forget_ahead(connection, self._now())\n",
            "",
            "test_a_report_from_a_clock_that_was_ahead_vouches_for_nobody_when_its_time_comes",
        ),
    ),
    *broken(
        "practicecloud/online/standing.py",
        _STANDING,
        (
            "a server that was signed out stays green",
            "    if _is_signed_out(connection, activation.family_id):",
            "    if False:",
            "test_a_server_that_was_signed_out_is_not_green_for_what_it_said_last",
        ),
        (
            "a silent server looks as it looked last",
            "if beat is not None and seen is not None and now - seen <= silent_after:",
            "if beat is not None and seen is not None:",
            "test_a_server_that_says_nothing_for_too_long_is_silent",
        ),
        (
            "a report counts for hours if the clock was ahead",
            "if beat is not None and beat.at <= now + AHEAD else None",
            "if beat is not None else None",
            "test_a_report_from_a_clock_that_was_ahead_is_not_heard",
        ),
        (
            "a server is awaited for hours if the clock was ahead",
            "if any(-AHEAD <= now - sign <= silent_after for sign in signs):",
            "if any(now - sign <= silent_after for sign in signs):",
            "test_an_activation_by_a_clock_that_was_ahead_is_not_awaited_for_hours",
        ),
        (
            "a server is blamed for what this side did not hear",
            "signs = (heard, _listening_since(connection))",
            "signs = (heard,)",
            "test_silence_is_not_blamed_on_a_server_while_this_side_was_away",
        ),
        (
            "a planned start and a pause are trouble",
            "awaited = beat.phase not in ON_PURPOSE",
            "awaited = True",
            "test_red_that_somebody_has_chosen_needs_nobody_but_its_silence_does",
            f"{_WATCH}::test_nobody_is_told_of_what_somebody_has_chosen",
        ),
        (
            "a practice that has stopped sync is expected to report",
            "silent: bool = False, awaited: bool = True\n) -> Standing:\n"
            '    return Standing("red", "cross", sentence, as_of, silent, awaited)',
            "silent: bool = False, awaited: bool = True\n) -> Standing:\n"
            '    return Standing("red", "cross", sentence, as_of, silent)',
            "test_nothing_is_expected_of_a_practice_that_is_not_activated",
        ),
    ),
    *broken(
        "practicecloud/notices/trouble.py",
        _TROUBLE,
        (
            "trouble is told at each look",
            "if held.told or now - going_on.since < settings.notice_after:",
            "if now - going_on.since < settings.notice_after:",
            "test_an_hour_of_red_is_told_once_and_its_end_once",
        ),
        (
            "trouble is told at once",
            "if held.told or now - going_on.since < settings.notice_after:",
            "if held.told:",
            "test_an_hour_of_red_is_told_once_and_its_end_once",
        ),
        (
            "trouble waits for hours to be told if the clock was ahead",
            "since=min(held.since, now), ",
            "",
            "test_trouble_that_began_while_the_clock_was_ahead_is_told_an_hour_after_it_was_set_right",
        ),
        (
            "silence counts from when it is noticed",
            "began = now if standing.as_of is None else min(standing.as_of, now)",
            "began = now",
            "test_silence_counts_from_the_last_report",
        ),
        (
            "a moment of blue begins another trouble",
            "    if now - since < settings.calm_after:\n        return better",
            "    if False:\n        return better",
            "test_red_that_is_better_for_a_moment_is_one_trouble",
        ),
        (
            "trouble is over while everything is uploaded",
            'return (None, "healed") if standing.colour == "green" else (better, "")',
            'return None, "healed"',
            "test_it_is_over_when_all_is_in_sync_and_not_before",
        ),
        (
            "contacts sync that was stopped is trouble",
            '    if not standing.awaited:\n        return None, ""\n',
            "",
            "test_who_stops_contacts_sync_hears_nothing_more",
        ),
    ),
    *broken(
        "practicecloud/notices/outbox.py",
        _OUTBOX,
        (
            "two processes deliver one message",
            "connection.execute(mine.values(taken_until=now + HANDS_ON))",
            "connection.execute(mine.values(taken_until=0.0))",
            "test_nobody_else_delivers_what_somebody_has_taken_until_that_one_must_have_ended",
        ),
        (
            "what a process had in its hands when it died is never delivered",
            '"waiting", _past(table.c.taken_until, now, HANDS_ON))',
            '"waiting", table.c.taken_until == 0.0)',
            "test_nobody_else_delivers_what_somebody_has_taken_until_that_one_must_have_ended",
        ),
        (
            "mail waits for hours if the clock was ahead",
            "    return sa.or_(moment <= now, moment > now + longest + AHEAD)",
            "    return moment <= now",
            "test_a_clock_that_was_ahead_keeps_no_message_waiting",
        ),
        (
            "a clock that is a little behind takes what is in another's hands",
            "moment > now + longest + AHEAD)",
            "moment > now + longest)",
            "test_a_clock_that_is_a_little_behind_takes_nothing_out_of_another_s_hands",
        ),
        (
            "the text of a message that was sent stays",
            '"settled_at": now, "text": "", **more',
            '"settled_at": now, **more',
            "test_a_message_is_delivered_once_and_its_text_erased",
        ),
        (
            "a message is tried again without a pause",
            '"due_at": now + pause(waiting.tries)',
            '"due_at": now',
            "test_a_message_is_tried_again_after_longer_and_longer_pauses",
        ),
        (
            "a link that is of no use any more is still sent",
            "table.c.good_until > now, ",
            "",
            "test_a_message_is_given_up_when_it_is_of_no_use_any_more",
        ),
        (
            "what is on its way is withdrawn",
            "unheard = sa.and_(table.c.about == about, _free(now))",
            'unheard = sa.and_(table.c.about == about, table.c.state == "waiting")',
            "test_what_is_on_its_way_is_not_withdrawn",
        ),
        (
            "a late process brings a settled message back",
            'mine = sa.and_(table.c.id == waiting.message_id, table.c.state == "waiting")\n'
            "    connection.execute(sa.update(table).where(mine).values(values))",
            "mine = table.c.id == waiting.message_id\n"
            '    values["state"] = "waiting"\n'
            "    connection.execute(sa.update(table).where(mine).values(values))",
            "test_a_process_that_is_late_does_not_bring_a_settled_message_back",
        ),
    ),
    *broken(
        "practicecloud/notices/courier.py",
        _OUTBOX,
        (
            "a message that is refused for good is tried again",
            "put_down = outbox.refused if trouble.for_good else outbox.failed",
            "put_down = outbox.failed",
            "test_a_message_that_is_refused_for_good_is_not_tried_again",
        ),
        (
            "each failure is logged",
            "if why and why != self._in_trouble:",
            "if why:",
            "test_trouble_with_delivery_is_logged_once_and_quotes_nobody",
        ),
    ),
    *broken(
        "practicecloud/notices/watch.py",
        _WATCH,
        (
            "this side never notices that it was away",
            "begun = row is None or not -AHEAD <= now - row.looked_at <= longest_gap",
            "begun = row is None",
            "test_nobody_is_told_of_silence_while_the_online_side_itself_was_away",
        ),
        (
            "a server is blamed for a clock that was ahead",
            "not -AHEAD <= now - row.looked_at <= longest_gap",
            "now - row.looked_at > longest_gap",
            "test_silence_is_told_although_the_last_report_came_while_the_clock_was_ahead",
        ),
        (
            "nobody looks after a server that reported while the clock was ahead",
            "        beat.c.at > now + AHEAD,\n",
            "",
            "test_silence_is_told_although_the_last_report_came_while_the_clock_was_ahead",
        ),
        (
            "trouble that nobody could be told of is never told",
            "if following is not None and not told:",
            "if False:",
            "test_it_is_told_as_soon_as_there_is_a_way_to",
        ),
        (
            "who never heard of trouble hears that it is over",
            "about=known.trouble_id, but=unheard)",
            "about=known.trouble_id)",
            "test_who_heard_of_it_hears_of_its_end_and_who_did_not_hears_nothing",
        ),
        (
            "trouble is kept before its message",
            "    over = following is None\n",
            "    over = following is None\n    connection.commit()\n",
            "test_two_watches_at_once_tell_it_once",
        ),
        (
            "one practice hides the others",
            "            self._complaints.failed(error, practice_id)\n",
            "            raise\n",
            "test_a_practice_that_can_not_be_looked_at_hides_no_other",
        ),
        (
            "red is overlooked while the server reports it",
            '        beat.c.colour == "red",\n',
            "",
            "test_red_that_the_server_reports_is_told_although_it_reports",
        ),
    ),
    *broken(
        "practicecloud/notices/notices.py",
        _WATCH,
        (
            "administrators are told although they don't want to be",
            "people = administrators(connection, story.practice_id) if wanted.by_mail else []",
            "people = administrators(connection, story.practice_id)",
            "test_a_practice_chooses_who_is_told",
        ),
    ),
    *broken(
        "practicecloud/notices/notice_settings.py",
        _WATCH,
        (
            "staff are told of the server",
            'membership.c.practice_id == practice_id, membership.c.role == "administrator")',
            "membership.c.practice_id == practice_id)",
            "test_an_hour_of_silence_is_told_to_the_administrators_once",
        ),
        (
            "another webhook gets the old one's secret",
            "keep = held.webhook_secret and webhook == held.webhook and not wish.new_secret",
            "keep = held.webhook_secret and not wish.new_secret",
            f"{_WEBHOOK}::test_another_address_or_a_wish_brings_another_secret",
        ),
        (
            "any text is an address",
            "    if not all(is_address(one) for one in addresses):",
            "    if False:",
            f"{_NOTICES}::test_mistakes_are_said_together_and_nothing_is_saved",
        ),
    ),
    *broken(
        "practicecloud/notices/webhook.py",
        _WEBHOOK,
        (
            "a webhook leads into the private network",
            "if not private and not all("
            "is_public(ipaddress.ip_address(one)) for one in addresses):",
            "if False:",
            "test_nobody_is_called_in_a_private_network",
        ),
        (
            "one public address makes a name public",
            "not all(is_public(ipaddress.ip_address(one)) for one in addresses)",
            "not any(is_public(ipaddress.ip_address(one)) for one in addresses)",
            "test_a_name_that_also_leads_into_a_private_network_is_not_called",
        ),
        (
            "the name is asked again after it was looked at",
            "plain = socket.create_connection((self._address, self.port), PATIENCE)",
            "plain = socket.create_connection((self.host, self.port), PATIENCE)",
            "test_the_address_that_was_looked_at_is_the_one_that_is_called",
        ),
        (
            "an address in another's clothes is public",
            "        return is_public(inner)\n",
            "        return True\n",
            "test_an_address_of_a_private_network_is_not_public",
        ),
        (
            "an address that is only valid in one's own network is public",
            "    if address.version == 6 and address not in _GIVEN_OUT:\n        return False\n",
            "",
            "test_an_address_of_a_private_network_is_not_public",
        ),
        (
            "an address that is for protocols alone is public",
            "    if any(address in one for one in _NOBODYS):\n        return False\n",
            "",
            "test_an_address_of_a_private_network_is_not_public",
        ),
        (
            "everybody in the network is called at once",
            "return address.is_global and not address.is_multicast",
            "return address.is_global",
            "test_an_address_of_a_private_network_is_not_public",
        ),
        (
            "a webhook without encryption will do",
            'if parts.scheme != "https":',
            "if False:",
            "test_an_address_that_will_not_do_is_told_why",
        ),
        (
            "a webhook that is gone is called for days",
            'raise NotDelivered("gone", for_good=True)',
            'raise NotDelivered("gone")',
            "test_an_error_is_tried_again_unless_the_webhook_is_gone",
        ),
        (
            "an error is taken for an answer",
            "    if not 200 <= status < 300:",
            "    if False:",
            "test_an_error_is_tried_again_unless_the_webhook_is_gone",
            "test_nobody_is_led_elsewhere",
        ),
        (
            "a slow webhook holds all others up",
            "with _ended_after(AT_MOST, connection):",
            "with contextlib.nullcontext():",
            "test_an_answer_that_drips_is_ended",
        ),
        (
            "the time of a call is not signed",
            'f"{at}.".encode() + body',
            "body",
            "test_what_is_posted_is_signed",
            "test_a_signature_is_of_the_secret_the_body_and_the_time",
        ),
    ),
    *broken(
        "practicecloud/notices/mail.py",
        _MAIL,
        (
            "any mail server is trusted",
            "    verified = ssl.create_default_context()\n",
            "    verified = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\n"
            "    verified.check_hostname = False\n"
            "    verified.verify_mode = ssl.CERT_NONE\n",
            "test_a_mail_server_that_is_not_trusted_gets_nothing",
            "test_a_mail_server_under_another_name_gets_nothing",
        ),
        (
            "mail goes out in the clear where the mail server can't encrypt",
            "            opened.starttls(context=verified)\n",
            "            if opened.has_extn('starttls'):\n"
            "                opened.starttls(context=verified)\n",
            "test_mail_never_goes_out_in_the_clear_where_encryption_was_asked_for",
        ),
        (
            "one address stands for several",
            "    if not is_address(waiting.recipient):\n",
            "    if not waiting.recipient:\n",
            "test_what_is_no_address_is_refused_before_anybody_is_asked",
        ),
    ),
    *broken(
        "practicecloud/notices/posting.py",
        _NOTICES,
        (
            "a webhook that was changed meanwhile is still called",
            "if wanted.webhook != waiting.recipient:",
            "if False:",
            f"{_WATCH}::test_a_webhook_that_was_changed_meanwhile_is_not_called",
        ),
    ),
    *broken(
        "practicecloud/pages/notices_page.py",
        _NOTICES,
        (
            "staff decide who is told",
            "found = inside.sender(self._cloud, request, form, practice_id, administrator=True)\n"
            "        if isinstance(found, Response):\n            return found\n        person,",
            "found = inside.sender(self._cloud, request, form, practice_id)\n"
            "        if isinstance(found, Response):\n            return found\n        person,",
            "test_only_administrators_of_the_practice_decide_who_is_told",
        ),
        (
            "an administrator sends strangers any number of mails",
            "        if failures.wait(connection, whose, AT_WISH, now) > 0:\n",
            "        if False:\n",
            "test_tests_and_new_addresses_are_few",
        ),
        (
            "a mistake is saved",
            "            if not mistakes:\n                keep_settings(",
            "            if True:\n                keep_settings(",
            "test_mistakes_are_said_together_and_nothing_is_saved",
        ),
        (
            "an address is not told that it was named",
            "            for address in new:\n",
            "            for address in ():\n",
            "test_a_test_goes_to_everybody_who_would_be_told",
        ),
    ),
    *broken(
        "practicecloud/settings.py",
        "unit/practicecloud/test_settings.py",
        (
            "the password is handed from process to process",
            "msgspec.json.encode(settings)",
            "msgspec.json.encode(taken_over({**__import__('os').environ, "
            "SETTINGS_VARIABLE: msgspec.json.encode(settings).decode()}))",
            "test_no_password_is_in_what_is_handed_over",
        ),
    ),
)
