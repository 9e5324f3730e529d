"""What may go online of one contact, and why one is set aside."""

from tests.mutants.mutant import broken

_CLEANING = "unit/core/test_cleaning.py"

CONTACTS = (
    *broken(
        "practicesync/core/cleaning.py",
        _CLEANING,
        (
            "a text that is too long is sent",
            "if len(text) > LIMITS[field]:",
            "if len(text) > LIMITS[field] * 99:",
            "test_a_text_one_letter_too_long_is_refused_under_its_field",
            "test_a_child_text_one_letter_too_long_is_refused_under_its_field",
        ),
        (
            "a text of the longest length is refused",
            "if len(text) > LIMITS[field]:",
            "if len(text) >= LIMITS[field]:",
            "test_a_text_one_letter_too_long_is_refused_under_its_field",
        ),
        (
            "a text that is too long is refused under no field",
            "raise Rejected(Code.FIELD_TOO_LONG, field)",
            'raise Rejected(Code.FIELD_TOO_LONG, "")',
            "test_a_text_one_letter_too_long_is_refused_under_its_field",
        ),
        (
            "a key that can't be written as UTF-8 is sent",
            "if not is_sendable(key):",
            "if False:",
            "test_a_key_that_cannot_be_sent_is_refused",
        ),
        (
            "a key is cleaned into another contact's",
            "return Key(_limited(key, field))",
            "return Key(_limited(tidy(key), field))",
            "test_a_key_is_never_cleaned",
        ),
        (
            "a contact without a name is sent",
            'if not name:\n        raise Rejected(Code.NAME_MISSING, "name")',
            'if False:\n        raise Rejected(Code.NAME_MISSING, "name")',
            "golden/test_contacts.py::test_row_becomes_its_contact",
        ),
        (
            "a name that was made of its parts may be too long",
            'return _limited(name, "name")',
            "return name",
            "test_a_name_made_of_its_parts_is_refused_where_it_is_too_long",
        ),
        (
            "an extra that is too long is sent",
            'if len(text) > LIMITS["extras"]:',
            "if False:",
            "test_an_extra_one_letter_too_long_is_refused_under_its_name",
        ),
        (
            "too many extras are sent",
            'if len(extras) > MOST["extras"]:',
            "if False:",
            "test_too_many_extras_are_refused",
        ),
        (
            "too many entries of a list are sent",
            "if len(found) > MOST[name]:",
            "if False:",
            "test_one_entry_too_many_is_refused_under_its_list",
        ),
        (
            "too many lines of an address are sent",
            'if len(lines) > MOST["addresses.lines"]:',
            "if False:",
            "test_too_many_lines_of_an_address_are_refused",
        ),
        (
            "an alias that is too long is sent",
            '_limited(tidy(child.get("alias")), "aliases")',
            'tidy(child.get("alias"))',
            "test_a_child_text_one_letter_too_long_is_refused_under_its_field",
        ),
        (
            "an e-mail address that is too long is sent",
            '_limited(email, "emails")',
            "email",
            "test_an_e_mail_address_that_is_too_long_is_refused",
        ),
        (
            "a phone number that is too long is sent",
            '_limited(tidy(child.get("number")), "phones.number")',
            'tidy(child.get("number"))',
            "test_a_child_text_one_letter_too_long_is_refused_under_its_field",
        ),
        (
            "two numbers of one type are sent",
            "phones.setdefault(type_.casefold(), phone)",
            "phones.setdefault(type_ + number, phone)",
            "golden/test_contacts.py::test_row_becomes_its_contact",
        ),
        (
            "what is no e-mail address is sent as one",
            "found, other = mailboxes(text)",
            "found, other = [text], False",
            "golden/test_contacts.py::test_row_becomes_its_contact",
        ),
        (
            "an association without the other contact is sent",
            "if not (isinstance(contact, str) and contact and relation):",
            "if not isinstance(contact, str):",
            "golden/test_contacts.py::test_row_becomes_its_contact",
        ),
    ),
    *broken(
        "practicesync/core/contact.py",
        _CLEANING,
        (
            "the online side is sent longer names than it takes",
            '"name": 200,',
            '"name": 201,',
            "unit/practicecloud/test_contact.py::test_the_longest_text_is_taken_and_a_longer_one_refused",
        ),
        (
            "the online side is sent more phones than it takes",
            '"phones": 20,',
            '"phones": 21,',
            "unit/practicecloud/test_contact.py::test_the_most_entries_are_taken_and_one_more_refused",
        ),
    ),
    *broken(
        "practicesync/core/text.py",
        _CLEANING,
        (
            "control characters are sent",
            ".translate(_DROPPED)",
            "",
            "test_anything_becomes_a_sendable_contact_or_is_refused_by_field",
        ),
        (
            "half a surrogate pair is sent",
            '_SURROGATE.sub("\\ufffd", text)',
            "text",
            "test_anything_becomes_a_sendable_contact_or_is_refused_by_field",
        ),
    ),
    *broken(
        "practicesync/core/abn.py",
        _CLEANING,
        (
            "any eleven digits are a valid ABN",
            "if (total - _WEIGHTS[0]) % 89 == 0 else None",
            "if total else None",
            "test_every_single_wrong_digit_of_an_abn_is_noticed",
        ),
    ),
    *broken(
        "practicesync/core/key.py",
        "unit/core/test_key.py",
        (
            "a key that is no JSON is read as something",
            "raise Misconfigured(Code.KEY_UNREADABLE) from wrong",
            "return (key,)",
            "test_what_is_no_key_text_is_refused_and_not_quoted",
        ),
        (
            "a key of other things than texts is read",
            "if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):",
            "if not isinstance(parts, list):",
            "test_what_is_no_key_text_is_refused_and_not_quoted",
        ),
        (
            "a key leads to another path",
            'return quote(key, safe="")',
            "return quote(key)",
            "test_a_key_is_one_segment_of_a_path",
            "test_a_path_holds_the_whole_key",
        ),
        (
            "a key that is a surname is told to support",
            "part if _TELLS_NOTHING.fullmatch(part) else _hidden(part, mac)",
            "part",
            "unit/core/test_key_meant.py::test_a_key_that_is_a_word_is_hidden_from_support",
        ),
        (
            "a key that begins like a number is told to support",
            "_TELLS_NOTHING.fullmatch(part)",
            "_TELLS_NOTHING.match(part)",
            "unit/core/test_key_meant.py::test_a_key_that_is_a_word_is_hidden_from_support",
        ),
    ),
    *broken(
        "practicesync/core/plan.py",
        "unit/core/test_plan.py",
        (
            "what is online as something else is not sent",
            "if held is not None and held.digest == digest:",
            "if held is not None and held.digest is not None:",
            "test_what_is_not_known_to_be_online_as_it_is_goes_there",
        ),
        (
            "what may be online and is gone is not deleted",
            "if held is None or held.digest is None:",
            "if held is None or not held.digest:",
            "test_what_is_gone_and_may_be_online_is_deleted",
        ),
    ),
    *broken(
        "practicesync/core/digest.py",
        "unit/core/test_digest.py",
        (
            "a digest is not under the practice's key",
            "hmac.digest(self._key, content, hashlib.sha256)[:SIZE]",
            "hashlib.sha256(content).digest()[:SIZE]",
            "test_a_digest_is_the_first_half_of_an_hmac",
            "test_another_key_has_another_name_digest_and_stamp",
        ),
        (
            "a row's plain hash is kept",
            "return Stamp(self._mac(hash_))",
            "return Stamp(hash_)",
            "test_neither_name_nor_stamp_tells_what_it_is_made_of",
            "unit/engine/test_known.py::test_a_plain_hash_is_never_kept",
        ),
        (
            "members are in the order of Unicode",
            'key=lambda name: str(name).encode("utf-16-be")',
            "key=str",
            "test_names_are_in_the_order_of_utf_16_not_of_unicode",
        ),
    ),
    *broken(
        "practicesync/engine/planning.py",
        "unit/engine/test_cycle.py",
        (
            "a contact that can't be sent stops all others",
            "settled.append(Parked(row.key, why.code, why.field, stamp))\n            continue",
            "raise",
            "test_what_can_not_be_sent_is_parked_and_the_rest_flows",
        ),
        (
            "a contact that can't be sent is forgotten",
            "settled.append(Parked(row.key, why.code, why.field, stamp))",
            "pass",
            "test_what_can_not_be_sent_is_parked_and_the_rest_flows",
        ),
        (
            "a contact that the online side refuses counts as sent",
            "return Parked(key, code, field, online.stamp)",
            "return online",
            "contract/test_sink.py::test_what_breaks_a_limit_is_refused_and_the_others_go_on",
            "unit/engine/test_runner_person.py::test_what_could_not_be_sent_asks_for_attention",
            "faults/test_trying.py::test_a_contact_that_is_refused_does_not_hold_up_what_comes_behind_it",
        ),
        (
            "what is online as it is counts as changed",
            'return "added" if known is None or known.digest is None else "changed"',
            'return "added"',
            "test_history_tells_added_from_changed",
        ),
    ),
    *broken(
        "practicesync/adapters/assembly.py",
        "contract/test_source.py",
        (
            "a change of a child is no change",
            "content = (found.columns[width:], children)",
            "content = (found.columns[width:], ())",
            "test_hash_changes_with_everything_that_the_layout_names",
        ),
    ),
)
