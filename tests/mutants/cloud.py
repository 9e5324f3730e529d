"""Whom the online side lets in, and what it stores."""

from tests.mutants.mutant import broken

_BATCH = "unit/practicecloud/test_batch.py"
_CONTACT = "unit/practicecloud/test_contact.py"
_DEVICES = "unit/practicecloud/test_devices.py"
_TOKENS = "unit/practicecloud/test_tokens.py"
_API = "system/test_cloud_api.py"
_SIGN_IN = "system/test_cloud_sign_in.py"
_DEVICE = "system/test_cloud_device.py"
_PAGE = "system/test_cloud_page.py"

CLOUD = (
    *broken(
        "practicecloud/cloud.py",
        _API,
        (
            "another practice's token opens this one",
            "if found.practice_id != practice_id or (scope and scope not in found.scopes):",
            "if scope and scope not in found.scopes:",
            "test_another_practices_token_learns_nothing",
        ),
        (
            "a token without the scope will do",
            "if found.practice_id != practice_id or (scope and scope not in found.scopes):",
            "if found.practice_id != practice_id:",
            "test_a_token_without_the_scope_is_refused",
        ),
        (
            "a refresh token's predecessor stays good for ever",
            "                tokens.first_use(connection, found)\n",
            "                pass\n",
            f"{_SIGN_IN}::test_the_first_call_with_a_new_token_retires_the_one_before",
        ),
    ),
    *broken(
        "practicecloud/online/activation.py",
        _BATCH,
        (
            "another server takes over unasked",
            "if held is not None and held.active and not again and not wish.take_over:",
            "if False:",
            "test_another_server_waits_until_it_takes_over",
        ),
        (
            "a worker begins what nobody has activated",
            "if not wish.first and (held is None or not held.active):",
            "if False:",
            "test_a_worker_begins_anew_without_an_administrator_but_not_after_the_end",
            f"{_API}::test_going_on_begins_nothing",
        ),
        (
            "anybody who may write activates",
            'needed = "contacts:write" if again else "practice:admin"',
            'needed = "contacts:write"',
            "test_a_worker_begins_anew_without_an_administrator_but_not_after_the_end",
            f"{_API}::test_the_first_activation_and_a_take_over_need_an_administrator",
        ),
        (
            "anybody who may read activates",
            '    if needed not in access.scopes:\n        raise Problem("forbidden")\n    epoch',
            "    epoch",
            f"{_API}::test_the_first_activation_and_a_take_over_need_an_administrator",
        ),
        (
            "two workers have one epoch",
            "epoch = held.epoch + 1 if held is not None else 1",
            "epoch = held.epoch if held is not None else 1",
            "test_a_new_epoch_fences_the_old_one_off",
        ),
        (
            "a server that is not in charge ends another's activation",
            "if installation and held is not None and "
            "held.active and held.installation != installation:",
            "if False:",
            f"{_API}::test_a_server_that_is_not_in_charge_stops_no_other",
        ),
        (
            "a sign-in that may write ends any activation",
            'if not admin and not (own and "contacts:write" in access.scopes):',
            'if not admin and "contacts:write" not in access.scopes:',
            "test_a_sign_in_that_may_write_ends_its_own_activation_only",
        ),
        (
            "the online copy stays although it was to be erased",
            "    if not keep:\n",
            "    if False:\n",
            "test_deactivating_keeps_or_erases_the_online_copy",
        ),
        (
            "the online copy is erased although it was to stay",
            "    if not keep:\n",
            "    if True:\n",
            "test_deactivating_keeps_or_erases_the_online_copy",
        ),
        (
            "each activation brings another digest key",
            "    if key is None:\n",
            "    if True:\n",
            f"{_API}::test_a_worker_gets_the_next_epoch_and_the_same_key",
        ),
    ),
    *broken(
        "practicecloud/online/batch.py",
        _BATCH,
        (
            "an older version is stored over a newer one",
            "if known is not None and (one.item.epoch, one.item.sequence) <= known.version:",
            "if False:",
            "test_a_version_that_is_not_newer_is_stale_and_changes_nothing",
            "test_a_late_upsert_does_not_bring_a_deleted_contact_back",
        ),
        (
            "the same version is stored twice",
            "(one.item.epoch, one.item.sequence) <= known.version",
            "(one.item.epoch, one.item.sequence) < known.version",
            "test_a_version_that_is_not_newer_is_stale_and_changes_nothing",
        ),
        (
            "a number counts whatever its epoch",
            "(one.item.epoch, one.item.sequence) <= known.version",
            "one.item.sequence <= known.version[1]",
            "contract/test_sink.py::test_a_higher_epoch_is_newer_whatever_the_number",
        ),
        (
            "an older worker writes on",
            "if any(epoch != activation.epoch for epoch in epochs):",
            "if any(epoch > activation.epoch for epoch in epochs):",
            "test_a_new_epoch_fences_the_old_one_off",
        ),
        (
            "an epoch that was never issued is taken",
            "if any(epoch != activation.epoch for epoch in epochs):",
            "if any(epoch < activation.epoch for epoch in epochs):",
            "test_an_epoch_that_was_never_issued_is_refused",
        ),
        (
            "after the end contacts are taken",
            "if activation is None or not activation.active:",
            "if activation is None:",
            "contract/test_sink.py::test_without_an_activation_nothing_is_taken",
            f"{_API}::test_after_deactivation_nothing_is_taken",
        ),
        (
            "a contact is stored under another's id",
            "if contact.id != item.id:",
            "if False:",
            "test_an_item_under_another_contacts_id_is_refused",
        ),
        (
            "a contact that is refused stops its batch",
            'return Outcome(item.id, "rejected", refused.code, refused.field)',
            "raise",
            "test_a_refused_item_lets_the_others_through",
        ),
        (
            "a deletion that brings a contact is taken",
            "            if not empty:\n                raise",
            "            if False:\n                raise",
            "test_a_deletion_that_brings_a_contact_is_refused",
        ),
        (
            "any number of items is taken",
            "items: Annotated[tuple[Item, ...], Meta(max_length=MOST_ITEMS)]",
            "items: tuple[Item, ...]",
            f"{_API}::test_more_than_500_items_are_refused",
        ),
        (
            "the highest version is not remembered",
            ".values(last_epoch=highest[0], last_sequence=highest[1])",
            ".values(last_epoch=0, last_sequence=0)",
            "test_the_next_worker_is_told_the_highest_version",
        ),
    ),
    *broken(
        "practicecloud/contact.py",
        _CONTACT,
        (
            "an id of any form is taken",
            'if not texts or json.dumps(parts, ensure_ascii=False, separators=(",", ":")) != '
            "contact_id:",
            "if not texts:",
            "test_anything_else_is_no_id",
        ),
        (
            "a text with NUL is taken, which PostgreSQL refuses as a bug",
            "    if _NUL_ESCAPED in text:\n        _refuse_nul(contact)\n",
            "",
            "test_a_text_that_a_database_does_not_take_is_refused_with_its_field",
        ),
        (
            "a contact with NUL from before holds its whole practice up",
            "return _without_nul(contact) if _NUL_ESCAPED in body else contact",
            "return contact",
            "unit/practicecloud/test_preparation.py::test_a_contact_with_nul_from_an_earlier_version_holds_up_nobody",
        ),
        (
            "an id with NUL is taken",
            'any("\\x00" in text for text, _ in _texts(parts, "id")):',
            "False:",
            "test_anything_else_is_no_id",
        ),
        (
            "an id of any length is taken",
            '    if len(contact_id) > 400:\n        raise RefusedContact(TOO_LONG, "id")\n',
            "",
            "test_an_id_that_is_too_long_is_refused",
        ),
        (
            "two numbers of one type are taken",
            "if types and max(Counter(types).values()) > 1:",
            "if False:",
            "test_a_wrong_shape_is_refused_with_its_field",
        ),
        (
            "a contact without a name is refused for something else",
            'if field == "name":\n        return RefusedContact(NAME_MISSING, "name")\n',
            'if False:\n        return RefusedContact(NAME_MISSING, "name")\n',
            "test_a_contact_without_a_name_is_refused_for_its_name",
        ),
        (
            "a refusal quotes the value",
            'return RefusedContact(REFUSED, field or "contact")',
            "return RefusedContact(REFUSED, complaint)",
            "test_a_refusal_never_quotes_the_value",
            "test_a_wrong_shape_is_refused_with_its_field",
        ),
        (
            "the online side has another order of members",
            'key=lambda name: name.encode("utf-16-be")',
            "key=str",
            "test_encoding_and_digest_are_the_contracts",
            "test_the_agent_encodes_alike",
        ),
    ),
    *broken(
        "practicecloud/oauth/client.py",
        _SIGN_IN,
        (
            "a code goes to any address",
            "return port is not None and int(port.group(1)) < 65536",
            "return True",
            "test_an_address_that_is_not_the_agents_is_never_redirected_to",
        ),
        (
            "a code goes to an address that begins like the agent's",
            "port = _REDIRECT.fullmatch(redirect_uri)",
            "port = _REDIRECT.match(redirect_uri)",
            "test_an_address_that_is_not_the_agents_is_never_redirected_to",
        ),
    ),
    *broken(
        "practicecloud/oauth/grants.py",
        _SIGN_IN,
        (
            "a plain challenge will do",
            'if grant.request.payload.data.get("code_challenge_method") != "S256":',
            "if False:",
            "test_a_request_that_is_not_good_goes_back_as_an_error_without_a_code",
        ),
        (
            "a code needs no verifier",
            "self.register_grant(_CodeGrant, [_PkceRequired(required=True)])",
            "self.register_grant(_CodeGrant)",
            "test_a_code_needs_the_verifier_and_the_address_it_was_made_for",
            "test_a_request_that_is_not_good_goes_back_as_an_error_without_a_code",
        ),
        (
            "a code is good twice",
            "        if row.used_at is not None:\n"
            "            if row.family_id:\n"
            "                tokens.revoke_family(self.connection, row.family_id, self.now)\n"
            "            return None\n",
            "",
            "test_a_code_is_good_once_and_its_second_use_ends_the_sign_in",
        ),
        (
            "the second use of a code ends nothing",
            "                tokens.revoke_family(self.connection, row.family_id, self.now)\n"
            "            return None\n        self",
            "                pass\n            return None\n        self",
            "test_a_code_is_good_once_and_its_second_use_ends_the_sign_in",
        ),
        (
            "a code is good for ever",
            "if row is None or row.expires_at <= self.now:",
            "if row is None:",
            "unit/practicecloud/test_codes.py::test_a_code_is_good_for_a_minute",
        ),
        (
            "a used refresh token ends nothing",
            "            copies.noticed(connection, found, now)\n            return None",
            "            return None",
            "test_a_refresh_token_used_after_its_successor_ends_the_sign_in",
        ),
        (
            "a used refresh token is good for ever",
            "        if found.retired:\n",
            "        if False:\n",
            "test_a_refresh_token_used_after_its_successor_ends_the_sign_in",
        ),
        (
            "revoking a token ends nothing",
            "        del request\n"
            "        tokens.revoke_family(self.server.connection, "
            "token.issue.family_id, self.server.now)",
            "        del request",
            "test_revoking_one_token_ends_the_sign_in_and_no_other",
        ),
        (
            "a parameter may hold any sign",
            'if name != "state" and not _PLAIN.fullmatch(text):',
            "if False:",
            "test_an_address_that_is_not_the_agents_is_never_redirected_to",
            "test_any_other_token_request_is_refused",
        ),
    ),
    *broken(
        "practicecloud/people/tokens.py",
        _TOKENS,
        (
            "an access token is good for ever",
            "good = table.c.access_until > now",
            "good = table.c.access_until > 0",
            "test_tokens_end_with_their_time",
        ),
        (
            "a refresh token is good for ever",
            "good = table.c.refresh_until > now",
            "good = table.c.refresh_until > 0",
            "test_tokens_end_with_their_time",
        ),
        (
            "a twin from a lost answer stays good",
            "old = sa.or_(table.c.id == found.parent_id, sibling)",
            "old = table.c.id == found.parent_id",
            "test_a_twin_from_a_lost_answer_is_retired_by_the_first_use",
        ),
        (
            "a parent stays good when its child is used",
            "old = sa.or_(table.c.id == found.parent_id, sibling)",
            "old = sibling",
            "test_use_after_the_successors_first_use_revokes_the_family",
        ),
        (
            "revoked tokens are good",
            ".where(which, family.c.revoked_at.is_(None))",
            ".where(which)",
            "test_use_after_the_successors_first_use_revokes_the_family",
        ),
        (
            "somebody who became staff writes on",
            "frozenset(row.scope.split()) & SCOPES_OF_ROLE[row.role]",
            "frozenset(row.scope.split())",
            "test_somebody_who_became_staff_writes_no_more",
        ),
        (
            "a token is kept as it is",
            '"access_hash": hashed(pair.access),',
            '"access_hash": pair.access.encode(),',
            "test_nothing_at_rest_holds_a_token",
        ),
        (
            "staff may write",
            '"staff": frozenset({"contacts:read"})',
            '"staff": frozenset(SCOPES)',
            "test_somebody_who_became_staff_writes_no_more",
            f"{_SIGN_IN}::test_staff_may_allow_reading_but_not_writing",
        ),
    ),
    *broken(
        "practicecloud/oauth/consent.py",
        _SIGN_IN,
        (
            "staff may activate",
            "if set(scope.split()) <= SCOPES_OF_ROLE[member.role]\n        and",
            "if",
            "test_staff_may_allow_reading_but_not_writing",
            f"{_DEVICE}::test_staff_may_not_allow_it",
        ),
        (
            "a practice that is not the person's is granted",
            "or chosen not in {one.practice_id for one in choices}:",
            "or not choices:",
            "test_a_practice_that_is_not_the_persons_can_not_be_chosen",
        ),
        (
            "a no is a yes",
            'if form.get("decision") != "allow" or',
            "if",
            "test_a_person_who_declines_is_reported_as_such",
        ),
        (
            "another practice than the one asked for can be chosen",
            'and asked_for in ("", member.practice_id)',
            "",
            f"{_DEVICE}::test_another_practice_than_the_one_asked_for_can_not_be_chosen",
        ),
    ),
    *broken(
        "practicecloud/pages/oauth.py",
        _SIGN_IN,
        (
            "a consent from any page is taken",
            'if person is None or not browser.form_is_ours(secret, form.get("csrf", "")):',
            "if person is None:",
            "test_a_consent_that_did_not_come_from_our_page_is_refused",
        ),
        (
            "a parameter that is there twice counts",
            "if len(request.query_params.getlist(name)) == 1",
            "if True",
            "test_a_parameter_that_is_there_twice_is_none",
        ),
        (
            "a person is led to the address of a link that is not good",
            "    if error.redirect_uri:\n        return oauth.refuse(error)\n",
            "    if error.redirect_uri:\n"
            "        return browser.page('refused.html', 400, reason='link')\n",
            "test_a_request_that_is_not_good_goes_back_as_an_error_without_a_code",
        ),
    ),
    *broken(
        "practicecloud/web/browser.py",
        _SIGN_IN,
        (
            "any form counts as ours",
            "return bool(secret) and "
            "hmac.compare_digest(form_token(secret).encode(), sent.encode())",
            "return True",
            "test_a_consent_that_did_not_come_from_our_page_is_refused",
            "test_a_sign_in_that_did_not_come_from_our_page_is_refused",
        ),
        (
            "a form without a cookie counts as ours",
            "return bool(secret) and hmac",
            "return hmac",
            "unit/practicecloud/test_browser.py::test_a_form_without_a_cookie_is_not_ours",
        ),
        (
            "scripts may read the cookie",
            'secure=True, httponly=True, samesite="lax")\n\n\ndef drop',
            'secure=True, httponly=False, samesite="lax")\n\n\ndef drop',
            "test_cookies_are_kept_from_scripts_other_sites_and_plain_http",
        ),
        (
            "the cookie goes over plain HTTP",
            'secure=True, httponly=True, samesite="lax")\n\n\ndef drop',
            'secure=False, httponly=True, samesite="lax")\n\n\ndef drop',
            "test_cookies_are_kept_from_scripts_other_sites_and_plain_http",
        ),
        (
            "markup in a name runs",
            "autoescape=True",
            "autoescape=False",
            f"{_PAGE}::test_markup_in_a_name_is_shown_and_never_runs",
        ),
    ),
    *broken(
        "practicecloud/pages/pages.py",
        _PAGE,
        (
            "anybody ends a visit",
            "        secret = browser.cookie(request, browser.VISIT)\n"
            '        if not browser.form_is_ours(secret, form.get("csrf", "")):',
            "        secret = browser.cookie(request, browser.VISIT)\n        if False:",
            "test_signing_out_ends_the_visit",
        ),
    ),
    *broken(
        "practicecloud/people/people.py",
        "unit/practicecloud/test_people.py",
        (
            "somebody is let into a practice that there is not",
            "    if practice_name(connection, practice_id) is None:\n"
            "        raise UnknownPractice\n",
            "",
            "test_an_unknown_practice_takes_nobody_in",
        ),
    ),
    *broken(
        "practicecloud/oauth/devices.py",
        _DEVICES,
        (
            "the agent's code is good twice",
            "    if row.used_at is not None:\n",
            "    if False:\n",
            "test_the_agents_code_is_good_once_and_its_second_use_ends_the_sign_in",
        ),
        (
            "the second use of the agent's code ends nothing",
            "            tokens.revoke_family(connection, row.family_id, now)\n",
            "            pass\n",
            "test_the_agents_code_is_good_once_and_its_second_use_ends_the_sign_in",
        ),
        (
            "a code of a server is good for ever",
            "return bool(self.row.expires_at <= self._now)",
            "return False",
            "test_what_was_allowed_in_time_but_fetched_too_late_is_gone",
            "test_a_code_ends_with_its_time",
        ),
        (
            "a code may be typed after its end",
            "waits = sa.and_(mine, table.c.expires_at > now, table.c.approved.is_(None))",
            "waits = sa.and_(mine, table.c.approved.is_(None))",
            "test_a_code_ends_with_its_time",
        ),
        (
            "a code may be typed twice",
            "waits = sa.and_(mine, table.c.expires_at > now, table.c.approved.is_(None))",
            "waits = sa.and_(mine, table.c.expires_at > now)",
            "test_the_code_that_is_typed_is_good_once",
        ),
        (
            "who asks too often is not slowed down",
            "early = now - row.polled_at < row.pause - 0.5",
            "early = False",
            "test_who_asks_too_often_is_slowed_down_for_good",
        ),
        (
            "who asks too often is forgiven",
            "pause = row.pause + PAUSE if early else row.pause",
            "pause = row.pause",
            "test_who_asks_too_often_is_slowed_down_for_good",
        ),
        (
            "any number of requests is kept",
            "if (connection.scalar(open_now) or 0) >= MOST_OPEN:",
            "if False:",
            "test_no_more_requests_are_kept_than_there_is_room_for",
        ),
        (
            "one address takes the room for everybody's sign-ins",
            "    failures.note(connection, whose, FROM_ONE_ADDRESS, now)\n",
            "",
            "test_nobody_alone_takes_the_room_that_others_need_for_their_sign_ins",
            "test_requests_that_are_no_good_count_as_well",
        ),
        (
            "each address of a home may begin as many sign-ins",
            'hashed(f"device:{failures.network_of(address)}")',
            'hashed(f"device:{address}")',
            "test_nobody_alone_takes_the_room_that_others_need_for_their_sign_ins",
        ),
        (
            "one office's sign-ins keep all others waiting",
            'hashed(f"device:{failures.network_of(address)}")',
            'hashed("device")',
            "test_nobody_alone_takes_the_room_that_others_need_for_their_sign_ins",
        ),
        (
            "a proxy on this computer without addresses stops every sign-in",
            "    if failures.is_this_computer(address):\n        return\n",
            "",
            "test_programs_on_this_computer_are_not_one_address",
        ),
        (
            "a code is kept as it is",
            '"user_hash": hashed(data["user_code"]),',
            '"user_hash": data["user_code"].encode(),',
            "test_nothing_at_rest_holds_a_code",
        ),
    ),
    *broken(
        "practicecloud/oauth/device_grants.py",
        _DEVICES,
        (
            "a server may ask for any scope",
            "        if allowed is None:\n            raise InvalidScopeError\n",
            "        allowed = allowed or scope\n",
            "test_a_request_that_is_not_good_gets_no_code",
        ),
        (
            "a no gives tokens",
            "return (device.grant, True) if approved else (None, False)",
            "return (device.grant, True)",
            "test_a_no_is_told_to_the_agent",
        ),
        (
            "nobody's decision gives tokens",
            "        if approved is None:\n            return None\n",
            "",
            "test_a_code_is_asked_for_allowed_and_worth_tokens",
        ),
    ),
    *broken(
        "practicecloud/pages/device_pages.py",
        _DEVICE,
        (
            "a form from any page allows a server",
            "return browser.signed_in(self._cloud, request) if ours else None",
            "return browser.signed_in(self._cloud, request)",
            "test_a_form_that_is_not_ours_decides_nothing",
        ),
        (
            "a practice that can't be chosen is taken for a no",
            'if grant is None and form.get("decision") == "allow":\n'
            '                return browser.page("refused.html", 403, reason="practice")\n'
            "            devices",
            "devices",
            "test_another_practice_than_the_one_asked_for_can_not_be_chosen",
            "test_staff_may_not_allow_it",
        ),
    ),
    *broken(
        "practicecloud/web/wire.py",
        _API,
        (
            "a packed body may unpack without end",
            "body = packed.decompress(sent.body, MOST_BODY + 1)",
            "body = packed.decompress(sent.body)",
            "unit/practicecloud/test_requests.py::test_what_unpacks_without_end_takes_little_memory",
        ),
        (
            "a body that was cut off is taken",
            "    if not packed.eof or packed.unused_data:\n"
            '        raise invalid("body", "cut off")\n',
            "",
            "test_a_damaged_packing_is_refused",
        ),
        (
            "another packing is taken as it is",
            '    if sent.encoding != "gzip":\n'
            '        raise invalid("Content-Encoding", "gzip or none")\n',
            '    if sent.encoding != "gzip":\n        return sent.body\n',
            "unit/practicecloud/test_requests.py::test_another_packing_is_refused_whatever_is_in_it",
        ),
        (
            "a refusal quotes the request",
            'return place if mark and place.replace("[...]", "").isascii() else "body"',
            "return complaint",
            "test_a_batch_in_the_wrong_form_is_refused_without_quoting_it",
        ),
        (
            "a field that is there twice counts",
            '    if len(fields) != len(pairs):\n        raise invalid("form", "field twice")\n',
            "",
            "unit/practicecloud/test_requests.py::test_a_field_of_a_form_that_is_there_twice_is_refused",
        ),
    ),
    *broken(
        "practicecloud/web/envelope.py",
        _API,
        (
            "a body of any size is read",
            "            if left < 0:\n                raise BodyTooLarge\n",
            "",
            "test_a_body_above_the_bound_is_refused",
        ),
        (
            "an error's text is logged",
            'log.error("Unexpected: error=%s at=%s request=%s", name, place, request_id)',
            'log.error("Unexpected: error=%s at=%s request=%s", error, place, request_id)',
            "unit/practicecloud/test_envelope.py::test_an_error_is_logged_by_its_kind_and_place",
        ),
    ),
    *broken(
        "practicecloud/store/storage.py",
        "unit/practicecloud/test_storage.py",
        (
            "an error of the database quotes a contact",
            "hide_parameters=True",
            "hide_parameters=False",
            "test_an_error_of_the_database_hides_the_parameters",
        ),
        (
            "what is deleted stays in the file",
            '    "secure_delete=ON",',
            '    "secure_delete=OFF",',
            "test_sqlite_keeps_what_it_has_confirmed_and_erases_what_is_deleted",
        ),
        (
            "what was confirmed may be lost with the power",
            '"synchronous=FULL",',
            '"synchronous=OFF",',
            "test_sqlite_keeps_what_it_has_confirmed_and_erases_what_is_deleted",
        ),
        (
            "two batches at once lose one",
            '"BEGIN IMMEDIATE" if writes else "BEGIN"',
            '"BEGIN"',
            f"{_BATCH}::test_two_batches_at_once_leave_the_newest",
            f"{_API}::test_two_batches_at_once_are_both_stored",
        ),
    ),
    *broken(
        "practicecloud/commands/serve.py",
        "system/test_cloud_process.py",
        (
            "the online side speaks an old protocol",
            "context.minimum_version = ssl.TLSVersion.TLSv1_2",
            "context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED",
            "unit/practicecloud/test_serve.py::test_an_old_protocol_is_not_spoken",
        ),
    ),
    *broken(
        "practicecloud/search/lookup.py",
        "unit/practicecloud/test_preparation.py",
        (
            "a made-up place is a bug",
            "except (ValueError, msgspec.MsgspecError):",
            "except msgspec.MsgspecError:",
            "test_a_made_up_place_is_refused",
        ),
    ),
)
