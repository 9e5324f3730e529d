"""Who gets in online who may not, or keeps what is not theirs any more."""

from tests.mutants.mutant import broken

_UNIT = "unit/practicecloud"
_PEOPLE_PAGE = "system/test_people_page.py"
_PASSWORD = "system/test_new_password.py"
_SIGN_IN = "system/test_cloud_sign_in.py"

ACCOUNTS = (
    *broken(
        "practicecloud/people/visits.py",
        f"{_UNIT}/test_visits.py",
        (
            "a visit has no end",
            "sa.and_(table.c.expires_at > now,",
            "sa.and_(table.c.expires_at > 0,",
            "test_a_visit_ends_with_its_time_or_with_signing_out",
        ),
        (
            "a visit goes on however long nobody looks",
            ", table.c.seen_at > now - IDLE_SECONDS)",
            ")",
            "test_a_visit_ends_when_nobody_has_looked_for_a_while",
        ),
        (
            "signing out ends nothing",
            "    connection.execute(sa.delete(table).where(table.c.cookie_hash == hashed(cookie)))",
            "    del table",
            "test_a_visit_ends_with_its_time_or_with_signing_out",
        ),
        (
            "signing out everywhere else ends the visits of everybody",
            "sa.and_(visit.c.person_id == person_id, visit.c.cookie_hash != hashed(cookie))",
            "sa.and_(visit.c.cookie_hash != hashed(cookie))",
            "test_signing_out_everywhere_else_leaves_this_visit_and_those_of_others",
        ),
    ),
    *broken(
        "practicecloud/people/passwords.py",
        f"{_UNIT}/test_passwords.py",
        (
            "any password will do",
            "    except argon2.exceptions.VerifyMismatchError:\n        return False",
            "    except argon2.exceptions.VerifyMismatchError:\n        return True",
            "test_only_the_right_password_is_right",
        ),
        (
            "the password of nobody is right",
            "return _verified(known, password) and password_hash is not None",
            "return _verified(known, password) or password_hash is None",
            "test_only_the_right_password_is_right",
        ),
        (
            "a password of one letter is taken",
            "if len(password) < SHORTEST:",
            "if len(password) < 1:",
            "test_what_will_not_do_is_said_in_a_sentence",
        ),
    ),
    *broken(
        "practicecloud/people/people.py",
        f"{_UNIT}/test_resets.py",
        (
            "a new password ends no visit",
            "    for theirs in (tables.visit, tables.known_browser):",
            "    for theirs in (tables.known_browser,):",
            "test_a_new_password_is_chosen_once_and_ends_every_visit",
        ),
        (
            "a new password leaves links to choose one",
            "    connection.execute(sa.delete(link).where(to_choose))\n",
            "    del to_choose\n",
            "test_a_new_password_ends_the_links_that_wait",
        ),
    ),
    *broken(
        "practicecloud/people/one_time.py",
        f"{_UNIT}/test_one_time.py",
        (
            "a link is good twice",
            "        end(connection, purpose, taken.whose)\n",
            "        pass\n",
            "test_a_link_is_good_once",
            "test_of_two_who_take_a_link_at_once_one_gets_it",
        ),
        (
            "a link is good for ever",
            "table.c.expires_at > now,",
            "table.c.expires_at > 0,",
            "test_a_link_ends_with_its_time",
        ),
        (
            "a link for one purpose opens the page of another",
            "        table.c.purpose == purpose,\n        table.c.token_hash",
            "        table.c.token_hash",
            "test_a_link_opens_the_page_of_its_purpose_alone",
        ),
        (
            "the token of a link is kept",
            '"made_by": maker.person_id,',
            '"made_by": token[:36],',
            "test_no_token_is_kept",
        ),
        (
            "what somebody has handed out as administrator stays good",
            "    connection.execute(sa.delete(table).where(theirs))\n",
            "    del theirs\n",
            "test_the_links_of_an_administrator_end_together",
        ),
    ),
    *broken(
        "practicecloud/people/members.py",
        f"{_UNIT}/test_members.py",
        (
            "the last administrator leaves",
            "    if not others:\n        raise LastAdministrator\n",
            "",
            "test_the_last_administrator_stays",
        ),
        (
            "two administrators remove one another",
            "    people.lock(connection, practice_id)\n",
            "",
            "test_of_two_administrators_who_remove_one_another_at_once_one_stays",
        ),
        (
            "servers work on in the name of who was removed",
            "    revoke_families_of(connection, practice_id, person_id, now)\n",
            "    del now\n",
            "test_what_somebody_allowed_as_administrator_is_over_for_good",
        ),
        (
            "links of who was removed stay good",
            "    one_time.end_made_by(connection, practice_id, person_id)\n",
            "",
            "test_what_somebody_allowed_as_administrator_is_over_for_good",
        ),
        (
            "who becomes staff keeps an administrator's rights",
            "        _end_rights(connection, practice_id, person_id, now)\n"
            "    table = tables.membership\n"
            "    theirs = sa.and_(table.c.practice_id == practice_id, "
            "table.c.person_id == person_id)\n"
            "    connection.execute(sa.update",
            "        pass\n"
            "    table = tables.membership\n"
            "    theirs = sa.and_(table.c.practice_id == practice_id, "
            "table.c.person_id == person_id)\n"
            "    connection.execute(sa.update",
            "test_what_somebody_allowed_as_administrator_is_over_for_good",
        ),
    ),
    *broken(
        "practicecloud/people/invitations.py",
        f"{_UNIT}/test_invitations.py",
        (
            "an invitation replaces the password of somebody known",
            "    if offer.known:\n        raise KnownAlready\n",
            "",
            "test_a_known_person_keeps_their_password_whoever_has_the_link",
        ),
        (
            "anybody who is signed in takes an invitation up",
            " or offer.email != person.email",
            "",
            "test_an_invitation_is_for_one_person_alone",
        ),
        (
            "a password that an administrator may know opens a further practice",
            " or (offer.choose and not password_hash)",
            "",
            "test_a_password_that_an_administrator_may_know_opens_no_further_practice",
        ),
        (
            "it is forgotten that an administrator was shown the link",
            "shared=link.maker.shared",
            "shared=False",
            "test_a_password_that_an_administrator_may_know_opens_no_further_practice",
        ),
        (
            "an invitation changes the role of who belongs already",
            "    if not _belongs(connection, offer.practice_id, person.email):\n",
            "    if True:\n",
            "test_who_was_let_in_meanwhile_keeps_their_role",
        ),
        (
            "an administrator withdraws another practice's invitations",
            "    if invited(connection, practice_id, invitation_id) is not None:\n",
            "    if practice_id:\n",
            "test_nobody_takes_up_what_was_withdrawn",
        ),
    ),
    *broken(
        "practicecloud/people/resets.py",
        f"{_UNIT}/test_resets.py",
        (
            "an administrator gets into another practice by a link",
            "return here and not belongs_elsewhere(connection, maker.practice_id, person_id)",
            "return here",
            "test_an_administrator_replaces_nobodys_password_who_belongs_elsewhere_too",
            f"{_PASSWORD}::test_no_administrator_gets_into_another_practice_by_a_link",
        ),
        (
            "an administrator replaces the password of somebody elsewhere",
            "return here and not belongs_elsewhere(connection, maker.practice_id, person_id)",
            "return here or not belongs_elsewhere(connection, maker.practice_id, person_id)",
            "test_an_administrator_replaces_nobodys_password_elsewhere",
        ),
        (
            "a link that waits leads into a practice that was joined since",
            "if link is None or (link.maker.practice_id and not _may("
            "connection, link.maker, link.whose)):",
            "if link is None:",
            "test_a_link_that_waits_does_not_lead_into_a_practice_joined_since",
        ),
    ),
    *broken(
        "practicecloud/people/beginning.py",
        f"{_UNIT}/test_beginning.py",
        (
            "a stranger with an old link begins where there is somebody",
            "if taken is None or not people.nobody_yet(connection):",
            "if taken is None:",
            "test_who_was_let_in_meanwhile_ends_the_link",
        ),
        (
            "a link is printed for ever",
            '        if not people.nobody_yet(connection):\n            return ""\n',
            "        pass\n",
            "test_who_was_let_in_meanwhile_ends_the_link",
        ),
    ),
    *broken(
        "practicecloud/oauth/servers.py",
        f"{_UNIT}/test_servers.py",
        (
            "a server that is signed out works on",
            "        tokens.revoke_family(connection, family_id, now)\n",
            "        pass\n",
            "test_what_is_revoked_works_no_more_and_the_others_do",
        ),
    ),
    *broken(
        "practicecloud/web/inside.py",
        _PEOPLE_PAGE,
        (
            "staff do what is for administrators",
            'if administrator and mine.role != "administrator":',
            "if False:",
            "test_staff_and_strangers_neither_see_nor_change_any_of_it",
        ),
        (
            "another practice's people look",
            "if one.practice_id == practice_id",
            "if one.practice_id",
            "system/test_cloud_page.py::test_another_practices_people_see_nothing",
            "test_staff_and_strangers_neither_see_nor_change_any_of_it",
        ),
        (
            "any form changes who belongs to a practice",
            'if not browser.form_is_ours(secret, form.get("csrf", "")):',
            "if False:",
            "test_a_form_that_is_not_from_our_page_changes_nothing",
        ),
    ),
    *broken(
        "practicecloud/pages/guests.py",
        _SIGN_IN,
        (
            "signing in may lead to another site",
            "return place if _OURS.fullmatch(place) else otherwise",
            "return place",
            "test_signing_in_leads_to_our_own_pages_only",
        ),
    ),
    *broken(
        "practicecloud/notices/forgotten.py",
        f"{_UNIT}/test_forgotten.py",
        (
            "anybody fills a letter box",
            "    if failures.wait(connection, whose, MAILS_TO_ONE, now) > 0:\n",
            "    if False:\n",
            f"{_PASSWORD}::test_nobody_s_letter_box_is_filled",
            "test_nobody_s_letter_box_is_filled_by_asking",
        ),
        (
            "the reset form takes longer for who has an account",
            "    outbox.put(connection, Forgotten(email), now)\n",
            "    if people.by_email(connection, email) is not None:\n"
            "        outbox.put(connection, Forgotten(email), now)\n",
            "test_the_form_does_the_same_for_who_has_an_account_and_who_has_none",
        ),
        (
            "one who asks once gets two links, the first of which is over",
            "        if not outbox.forget(connection, waiting.message_id):\n            return\n",
            "        outbox.forget(connection, waiting.message_id)\n",
            "test_of_two_who_look_up_at_once_one_mails_a_link",
        ),
        (
            "the addresses of strangers are kept",
            "        if not outbox.forget(connection, waiting.message_id):\n            return\n",
            "",
            "test_who_has_an_account_gets_a_link_and_nothing_is_kept_of_who_has_none",
        ),
        (
            "anything that is sent is kept as an address",
            "    if not is_address(email):\n        return\n",
            "",
            "test_what_is_no_address_is_not_kept",
        ),
    ),
    *broken(
        "practicecloud/pages/account_pages.py",
        _PASSWORD,
        (
            "whoever finds a browser open changes the password",
            "        if right is None:\n",
            "        if False:\n",
            "test_a_password_is_changed_by_who_knows_it_and_other_visits_end",
        ),
        (
            "any form changes a password",
            'if not browser.form_is_ours(secret, form.get("csrf", "")):',
            "if False:",
            "test_an_account_is_changed_by_a_form_of_ours_alone",
        ),
    ),
)
