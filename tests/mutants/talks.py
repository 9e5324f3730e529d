"""How a conversation at a window could go wrong: unheard, unasked, or without an end."""

from tests.mutants.mutant import broken

_WINDOW = "practicesync/app/window"
_PAGES = "desktop/test_pages.py"
_CLOSED = "desktop/test_closed_windows.py"
_ACTIVATE = "system/test_window_activate.py"
_CONNECT = "system/test_window_connect.py"
_LATER = "system/test_window_pages.py"

TALKS = (
    *broken(
        f"{_WINDOW}/page_window.py",
        _PAGES,
        (
            "a button is clicked before what it needs is given",
            'button.state(["!disabled" if given else "disabled"])',
            'button.state(["!disabled"])',
            "test_terms_are_agreed_with_before_ok_can_be_clicked",
        ),
        (
            "whoever closes the window is waited for",
            "        self._is_closed = True\n        self._talk.leave()\n",
            "        self._is_closed = True\n",
            "test_whoever_closes_the_window_has_left",
        ),
    ),
    *broken(
        f"{_WINDOW}/page_window.py",
        _CLOSED,
        (
            "a window stays for as long as its conversation is busy",
            "Shell(self._root, self._screen, self._build, self.close)",
            "Shell(self._root, self._screen, self._build, self._talk.leave)",
            "test_a_window_goes_at_once_whatever_its_conversation_is_busy_with",
        ),
        (
            "what was typed stays when the window is closed",
            "        self._answers.forget()\n",
            "",
            "test_nothing_of_a_window_that_is_closed_stays",
        ),
    ),
    *broken(
        f"{_WINDOW}/not_sent.py",
        "unit/app/test_not_sent_page.py",
        (
            "a list of thousands is drawn as one page",
            "listed[first : first + MOST_SHOWN]",
            "listed[first:]",
            "test_every_contact_of_a_long_list_is_on_one_of_its_pages",
        ),
        (
            "what was ticked on a page goes with what is ticked on the next",
            'key=f"not-sent {first}"',
            'key="not-sent list"',
            "test_what_is_ticked_on_one_page_is_not_on_the_next",
        ),
    ),
    *broken(
        f"{_WINDOW}/answers.py",
        _PAGES,
        (
            "a page forgets what was typed when something is wrong with it",
            "if page.key != self._key:",
            "if True:",
            "test_what_was_typed_stays_when_something_is_wrong_with_it",
        ),
        (
            "a field that isn't shown has to be filled",
            "return not self.holds(self._whens.get(name)) or bool(",
            "return bool(",
            "test_next_waits_for_what_is_shown_and_for_nothing_else",
        ),
    ),
    *broken(
        f"{_WINDOW}/connect_pages.py",
        "unit/app/test_connect_pages.py",
        (
            "a list of more databases than fit a window is drawn whole",
            "listed = names[:MOST_LISTED]",
            "listed = names",
            "test_of_very_many_databases_the_first_are_listed_and_any_can_be_typed",
        ),
    ),
    *broken(
        f"{_WINDOW}/connect_pages.py",
        _PAGES,
        (
            "two options look chosen",
            r'MORE, OTHER, FILE = "\x01more", "\x01other", "\x01file"',
            r'MORE, OTHER, FILE = "\0more", "\0other", "\0file"',
            "test_one_of_several_options_is_chosen_before_anybody_clicks",
        ),
    ),
    *broken(
        f"{_WINDOW}/talk.py",
        _PAGES,
        (
            "a click on a page that is gone counts for the next one",
            "if self.page is page:",
            "if True:",
            "test_a_click_on_a_page_that_is_gone_is_none",
        ),
    ),
    *broken(
        f"{_WINDOW}/wizard.py",
        _ACTIVATE,
        (
            "closing the window leaves the sign-in open",
            "        except BaseException:  # such as a window that was closed\n"
            "            self._cancel()\n",
            "        except BaseException:  # such as a window that was closed\n",
            "test_closing_the_window_gives_the_sign_in_up",
        ),
        (
            "a no to who has signed in is a yes",
            '.choice == "no":',
            '.choice == "never":',
            "test_a_no_to_who_has_signed_in_begins_anew",
        ),
    ),
    *broken(
        f"{_WINDOW}/connect.py",
        _CONNECT,
        (
            "it is written before the last yes",
            "            answer = self._judged(plan, checks)\n",
            '            self._counter.step("write", said, {"basis": plan.basis})\n'
            "            answer = self._judged(plan, checks)\n",
            "test_leaving_before_the_last_yes_writes_nothing",
        ),
    ),
    *broken(
        f"{_WINDOW}/review.py",
        _LATER,
        (
            "deletions go before anybody has said yes",
            "    talk.answer(review_page(part, talk.today))\n",
            "    talk.show(review_page(part, talk.today))\n",
            "test_deletions_go_after_a_yes_to_their_number",
        ),
    ),
    *broken(
        f"{_WINDOW}/stopping.py",
        _LATER,
        (
            "the online copy goes though it was to stay",
            '.texts["copy"] == GOES',
            '.texts["copy"] != ""',
            "test_contacts_sync_is_stopped_and_the_copy_stays_or_goes",
        ),
    ),
    *broken(
        "practicesync/app/present/wording.py",
        "unit/app/present/test_wording.py",
        (
            "a window names a command of a terminal",
            'r": `?practicesync enable-tracking --print`? prints the statements"',
            'r"nothing of the kind"',
            "test_no_sentence_names_a_command",
        ),
    ),
    *broken(
        f"{_WINDOW}/settings.py",
        "system/test_window_password.py",
        (
            "a password is asked for where none is used",
            ' if one.get("database_user")]',
            "]",
            "test_of_several_practices_those_with_a_login_are_offered",
        ),
        (
            "a password that is too long is sent all the same",
            "        if len(word) <= LONGEST:\n            break\n",
            "        break\n",
            "test_one_that_is_too_long_is_not_even_sent",
        ),
    ),
    *broken(
        "practicesync/app/present/window.py",
        "unit/app/present/test_window.py",
        (
            "a wrong password has no button that mends it",
            "    if shown.code in _PASSWORD and",
            "    if False and",
            "test_a_password_that_is_wrong_is_changed_where_it_is_told",
        ),
    ),
    *broken(
        f"{_WINDOW}/page_window.py",
        _PAGES,
        (
            "a title bar says the name of the program twice",
            "title if title.startswith(_TITLE) else ",
            "",
            "test_a_title_bar_says_the_name_of_the_program_once",
        ),
    ),
    *broken(
        f"{_WINDOW}/support.py",
        _PAGES,
        (
            "licences that aren't known leave an empty frame",
            "    if programs:\n",
            "    if True:\n",
            "test_what_is_not_known_of_licences_leaves_no_empty_frame",
        ),
    ),
    *broken(
        f"{_WINDOW}/connect.py",
        "desktop/test_sql_server.py",
        (
            "a login of SQL Server is offered as a Windows account",
            'self._plan(_with(said, user="")).login',
            "self._plan(said).login",
            "test_from_the_list_of_servers_to_settings_that_are_saved",
        ),
    ),
    *broken(
        "practicesync/adapters/state_folder.py",
        "desktop/test_who_may.py",
        (
            "everybody may leave commands in the inbox",
            "_SHARED = 0o1730",
            "_SHARED = 0o1777",
            "test_who_may_only_look_sees_state_and_log_and_is_offered_nothing_else",
        ),
    ),
)
