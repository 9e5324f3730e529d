"""How the help could lead a person to the wrong page, or to none."""

from tests.mutants.mutant import broken

_TESTS = "unit/app/test_help_pages.py"

HELP = (
    *broken(
        "practicesync/app/help_place.py",
        _TESTS,
        (
            "a message of a newer version opens a page that isn't there",
            "or not path.is_file()",
            "or False",
            "test_what_has_no_page_leads_to_the_list_of_all_messages",
        ),
        (
            "an anchor leads out of the help's folder",
            "not _NAME.fullmatch(anchor or _START)",
            "not anchor and False",
            "test_what_has_no_page_leads_to_the_list_of_all_messages",
        ),
        (
            "the practice's own support page isn't used",
            'links.support or page("support")',
            'page("support")',
            "test_pages_of_the_practices_own_take_the_place_of_ours",
        ),
        (
            "the practice's own guide opens at its top whatever the message",
            "if links.guide and act.argument:",
            "if False:",
            "test_pages_of_the_practices_own_take_the_place_of_ours",
        ),
        (
            "privacy opens the start of the help",
            'page("security")',
            "page()",
            "test_every_link_of_menu_and_window_opens_a_page_of_its_own",
        ),
    ),
    *broken(
        "practicesync/app/help_pages/help.css",
        "system/browser/test_help_in_a_browser.py",
        (
            "a page that is printed from a dark screen is white on white",
            "@media screen and (prefers-color-scheme: dark) {",
            "@media (prefers-color-scheme: dark) {",
            "test_it_prints_dark_on_white_whatever_the_screen_is",
        ),
        (
            "nobody sees where the keyboard is",
            ":focus-visible { outline: 3px solid var(--link)",
            ":focus-visible { outline: 3px none var(--link)",
            "test_the_keyboard_reaches_the_text_first_and_every_link_after_it",
        ),
        (
            "quiet words are too faint to read",
            "--text: #1b1b1f; --quiet: #5c6270;",
            "--text: #1b1b1f; --quiet: #9c9ca0;",
            "test_anybody_can_read_it",
        ),
    ),
    *broken(
        "practicesync/app/help_pages/other.html",
        _TESTS,
        (
            "the list at the top of a long page lacks a heading",
            '<li><a href="#a-backup-was-restored">A backup was restored</a></li>\n',
            "",
            "test_a_page_with_many_headings_begins_with_a_list_of_them",
        ),
    ),
    *broken(
        "practicesync/app/help_pages/icon.html",
        _TESTS,
        (
            "a link of the help leads to a heading that is not there",
            'href="services.html#sql-server-doesnt-answer"',
            'href="services.html#sql-server-does-not-answer"',
            "test_every_link_of_the_help_leads_somewhere",
        ),
        (
            "a link of the help leads to a page that is not there",
            'href="services.html#sql-server-doesnt-answer"',
            'href="service.html"',
            "test_every_link_of_the_help_leads_somewhere",
        ),
    ),
    *broken(
        "practicesync/app/present/window.py",
        _TESTS,
        (
            "How to fix this opens the start of the help",
            "Act(ActKind.HELP, shown.help)",
            "Act(ActKind.HELP)",
            "test_how_to_fix_this_opens_the_help_of_what_is_shown",
        ),
    ),
    *broken(
        "practicesync/app/tray/desktop.py",
        "desktop/test_help_at_hand.py",
        (
            "a click on help opens nothing",
            "elif act.kind in READ:",
            "elif False:",
            "test_how_to_fix_this_opens_the_page_of_what_is_shown",
            "test_each_link_of_the_window_opens_its_page",
        ),
        (
            "the pages that the practice has chosen are forgotten",
            "self._links = seen.status.links if seen.status else Links()",
            "self._links = Links()",
            "test_what_the_practice_has_chosen_opens_in_place_of_ours",
        ),
    ),
    *broken(
        "practicesync/app/worker/shift.py",
        "system/test_own_pages.py",
        (
            "the pages that the practice has chosen stay in the settings",
            "links = Links(**settings.agent.links.model_dump())",
            "links = Links()",
            "test_the_settings_pages_are_shown_and_changed_while_it_runs",
        ),
    ),
    *broken(
        "practicesync/app/present/allowed.py",
        _TESTS,
        (
            "nobody else can sign in for an employee who has left",
            "(_WORKS | {ActKind.ACTIVATE}) - {ActKind.CHECK}",
            "_WORKS - {ActKind.CHECK}",
            "test_what_the_help_of_a_message_names_is_there_while_it_is_shown",
        ),
    ),
)
