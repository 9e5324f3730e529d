"""What staff see and save of contacts, and what is noted of it."""

from tests.mutants.mutant import broken

_PAGE = "system/test_cloud_page.py"
_SAVING = "system/test_cloud_saving.py"
_MARKS = "unit/practicecloud/test_marks.py"
_VCARD = "unit/practicecloud/test_vcard.py"
_SPREADSHEET = "unit/practicecloud/test_spreadsheet.py"
_DOWNLOAD = "unit/practicecloud/test_download.py"
_DETAIL = "unit/practicecloud/test_detail.py"
_REFUSALS = "unit/practicecloud/test_refusals.py"
_ARRIVING = "unit/practicecloud/test_contact_pages.py"
_BROWSER = "system/browser/test_contacts_page.py"
_OPEN = "system/browser/test_open_page.py"

PAGES = (
    *broken(
        "practicecloud/web/browser.py",
        _ARRIVING,
        (
            "a page that lies open prolongs the visit",
            "if not by_itself and now",
            "if now",
            "test_what_an_open_page_asks_by_itself_is_no_look_and_prolongs_no_visit",
        ),
    ),
    *broken(
        "practicecloud/pages/contact_pages.py",
        _SAVING,
        (
            "staff save all contacts at once",
            "inside.member(self._cloud, request, practice_id, administrator=True)",
            "inside.member(self._cloud, request, practice_id)",
            "test_staff_save_no_spreadsheet_and_nothing_is_noted",
        ),
        (
            "contacts are saved and nobody learns of it",
            'audit.note(connection, practice_id, person.person_id, "exported", now)',
            "pass",
            "test_an_administrator_saves_all_contacts_once_each",
        ),
        (
            "a vCard is saved and nobody learns of it",
            'self._note_once(member, "exported", contact_id)',
            "pass",
            "test_staff_save_a_vcard_and_it_is_noted",
        ),
        (
            "nobody learns who was looked at",
            'self._note_once(member, "looked-at", contact_id)',
            "pass",
            "test_looking_and_searching_are_noted_without_the_words",
        ),
        (
            "the whole list is read and nobody learns of it",
            "elif wanted or asked.after:",
            "elif wanted:",
            "test_going_on_through_the_list_counts_as_a_search",
        ),
        (
            "a spreadsheet ends after its first portion",
            "        after = found.next\n",
            "        after = None\n",
            "test_an_administrator_saves_all_contacts_once_each",
        ),
    ),
    *broken(
        "practicecloud/pages/spreadsheet.py",
        _SPREADSHEET,
        (
            "a name is calculated as a formula",
            """    return f"'{cell}" if risky else cell""",
            "    return cell",
            "test_no_cell_is_taken_for_a_formula",
            f"{_SAVING}::test_an_administrator_saves_all_contacts_once_each",
        ),
        (
            "a formula behind a blank is calculated",
            "cell.lstrip().startswith(_FORMULA)",
            "cell.startswith(_FORMULA)",
            "test_no_cell_is_taken_for_a_formula",
        ),
        (
            "Excel takes UTF-8 for something else",
            "return BYTE_ORDER_MARK + written([HEADINGS])",
            "return written([HEADINGS])",
            "test_excel_is_told_that_it_is_utf8",
        ),
    ),
    *broken(
        "practicecloud/pages/vcard.py",
        _VCARD,
        (
            "a semicolon in a name begins the next part",
            '";": "\\\\;", ',
            "",
            "test_a_company_is_no_person",
            "test_no_text_ends_its_line_or_its_part",
        ),
        (
            "a line break in a name ends its line",
            ', "\\n": "\\\\n"})',
            "})",
            "test_addresses_emails_code_and_abn_are_in_it",
        ),
        (
            "a long name is one long line",
            "if length + len(octets) > LINE_OCTETS:",
            "if False:",
            "test_no_line_is_longer_than_75_octets_and_no_sign_is_cut",
        ),
        (
            "lines are counted in signs",
            "        length += len(octets)\n",
            "        length += 1\n",
            "test_no_line_is_longer_than_75_octets_and_no_sign_is_cut",
        ),
        (
            "an emoji of a family falls apart",
            'return unicodedata.category(sign) != "Cc"',
            'return unicodedata.category(sign) not in ("Cc", "Cf")',
            "test_an_emoji_family_and_writing_from_the_right_stay_whole",
        ),
    ),
    *broken(
        "practicecloud/pages/download.py",
        _DOWNLOAD,
        (
            "a contact's name is a path",
            'if unicodedata.category(sign)[0] in "LMN" or sign in "-_&()" else " "',
            'if sign.isprintable() else " "',
            "test_a_file_has_a_name_that_is_safe_everywhere",
            "test_no_name_leaves_its_place_in_the_header",
        ),
        (
            "a file is called as a device",
            "if not safe or _RESERVED.fullmatch(safe) else safe",
            "if not safe else safe",
            "test_a_file_has_a_name_that_is_safe_everywhere",
        ),
    ),
    *broken(
        "practicecloud/pages/detail.py",
        _DETAIL,
        (
            "a phone dials an extension as part of the number",
            "return bare if plain.isascii() and plain.isdigit() and len(plain)",
            "return bare if len(plain)",
            "test_only_one_whole_number_can_be_dialled",
        ),
        (
            "two contacts of one name are not pointed out",
            "lookup.same_name(connection, practice_id, contact),",
            "[],",
            f"{_PAGE}::test_another_contact_of_the_same_name_is_pointed_out",
        ),
    ),
    *broken(
        "practicecloud/search/marks.py",
        _MARKS,
        (
            "a mark stands where nothing was found",
            "if start == 0 or not folded[start - 1].isalnum() or not word[0].isalnum():",
            "if True:",
            "test_a_word_is_marked_where_one_begins_with_it",
        ),
        (
            "only the first of several is marked",
            "start = folded.find(word, start + 1)",
            "start = -1",
            "test_a_word_is_marked_where_one_begins_with_it",
        ),
    ),
    *broken(
        "practicecloud/pages/listing.py",
        _MARKS,
        (
            "the list does not show why a contact was found",
            "        if found:\n",
            "        if False:\n",
            "test_a_line_shows_the_field_that_was_found",
        ),
        (
            "another number is shown than was asked for",
            'return next(asked, numbers[0] if numbers else "")',
            'return numbers[0] if numbers else ""',
            "test_the_number_that_was_asked_for_is_shown",
        ),
    ),
    *broken(
        "practicecloud/web/browser.py",
        _PAGE,
        (
            "scripts in the page itself may run",
            "script-src 'self'; connect-src",
            "script-src 'self' 'unsafe-inline'; connect-src",
            "test_markup_in_a_name_is_shown_and_never_runs",
            f"{_BROWSER}::test_the_watch_sees_a_script_that_the_policy_refuses",
        ),
    ),
    *broken(
        "practicecloud/web/refusals.py",
        _REFUSALS,
        (
            "people are answered as programs are",
            'if scope["path"].startswith(FOR_PROGRAMS):',
            "if True:",
            "test_people_are_told_in_words",
        ),
        (
            "programs are answered as people are",
            'if scope["path"].startswith(FOR_PROGRAMS):',
            "if False:",
            "test_programs_are_told_by_problem_details",
        ),
    ),
    *broken(
        "practicecloud/templates/servers.html",
        "unit/practicecloud/test_server_pages.py",
        (
            "who has stopped contacts sync is told to install it",
            "{% elif begun %}",
            "{% elif false %}",
            "test_a_practice_that_was_stopped_is_told_to_activate_again",
        ),
    ),
    *broken(
        "practicecloud/templates/forgotten.html",
        "unit/practicecloud/test_words_for_people.py",
        (
            "a page speaks of what only the program knows",
            "they choose your address.",
            "they choose your profile.",
            "test_no_word_of_the_trade_is_shown",
        ),
    ),
    *broken(
        "practicecloud/templates/contacts.html",
        _ARRIVING,
        (
            "contacts that are missing so far seem not to be there",
            '{% elif arriving.step == "processing" %}',
            "{% elif false %}",
            "test_while_contacts_are_prepared_the_list_says_how_many_can_be_found",
        ),
    ),
    *broken(
        "practicecloud/static/contacts.js",
        _BROWSER,
        (
            "an answer that comes late is shown",
            "    asking?.abort();\n",
            "",
            "test_the_answer_to_what_was_typed_last_is_shown",
        ),
        (
            "the sign-in form is taken for an answer",
            "  if (answer.redirected) {",
            "  if (false) {",
            "test_whose_visit_has_ended_is_asked_to_sign_in",
        ),
        (
            "a page that is typed into stays green",
            "    takeStanding(page);\n    asked = question;\n",
            "    asked = question;\n",
            f"{_OPEN}::test_typing_shows_how_sync_stands_now",
        ),
        (
            "a page on which contacts are opened stays green",
            "  takeStanding(page);\n  document.title",
            "  document.title",
            f"{_OPEN}::test_opening_a_contact_shows_how_sync_stands_now",
        ),
        (
            "a page that comes to the front stays green",
            'document.addEventListener("visibilitychange", look);\n',
            "",
            f"{_OPEN}::test_a_page_that_comes_to_the_front_shows_how_sync_stands_now",
        ),
        (
            "a page that is only looked at stays green",
            "setInterval(look, LOOKING);\n",
            "",
            f"{_OPEN}::test_a_page_that_is_only_looked_at_shows_how_sync_stands_now",
        ),
        (
            "an open page hides what has to be read first",
            'take(page, "alarms");',
            "true;",
            f"{_OPEN}::test_a_page_that_comes_to_the_front_shows_what_has_to_be_read_first",
        ),
        (
            "moments that are fetched stay on another clock",
            "  byOwnClock(here);\n",
            "",
            f"{_OPEN}::test_a_page_that_comes_to_the_front_shows_how_sync_stands_now",
        ),
        (
            "a click ends the search that is under way",
            "const askDetail = asker();",
            "const askDetail = askList;",
            f"{_OPEN}::test_a_click_takes_nothing_from_a_search_that_is_under_way",
        ),
        (
            "what was typed and taken back is shown",
            "    askList.stop(); // typed",
            "    // typed",
            f"{_OPEN}::test_what_is_typed_back_to_what_is_shown_is_not_overtaken",
        ),
        (
            "a slash can't be typed",
            'if (event.key === "/" && slash.checked && (!typing || at === slash)) {',
            'if (event.key === "/" && slash.checked) {',
            "test_keys_alone_will_do",
        ),
    ),
    *broken(
        "practicecloud/static/contacts.js",
        "system/browser/test_open_page.py",
        (
            "a page that reaches nobody stays green",
            "    if (missed >= PATIENCE) showUnreached();\n",
            "",
            "test_a_page_that_reaches_nobody_keeps_no_colour_of_before",
        ),
        (
            "a page gives up after one answer that got lost",
            "const PATIENCE = 2;",
            "const PATIENCE = 1;",
            "test_a_page_that_reaches_nobody_keeps_no_colour_of_before",
        ),
        (
            "answers that got lost days apart count together",
            "  missed = 0;\n",
            "",
            "test_misses_count_from_the_last_answer",
        ),
    ),
    *broken(
        "practicecloud/static/desk.js",
        _BROWSER,
        (
            "moments stay on another clock",
            "    if (Number.isNaN(at.getTime())) continue;\n",
            "    continue;\n",
            "test_moments_are_shown_by_the_readers_own_clock",
        ),
    ),
)
