"""Windows show everything, to everybody, and stay where a person has them."""

from tests.mutants.mutant import broken

_WINDOW = "desktop/test_status_window.py"
_PAGES = "desktop/test_pages.py"
_CONTRAST = "desktop/test_contrast.py"
_STANDS_OUT = "test_all_words_and_marks_stand_out_in_each_state"
_PALETTE = "unit/app/test_palette.py"
_AREA = "unit/app/test_window_area.py"
_SCREEN = "unit/app/test_screen_windows.py"
_FOLDER = "practicesync/app/window/"

WINDOWS = (
    *broken(
        f"{_FOLDER}browser.py",
        "unit/app/test_browser.py",
        (
            "a browser that hangs stops the icon",
            "    opening.start()\n",
            "    opening.run()\n",
            "test_nobody_waits_for_a_browser_that_hangs",
        ),
        (
            "without a browser a click ends in a bug",
            "    except webbrowser.Error:\n",
            "    except ZeroDivisionError:\n",
            "test_without_a_browser_that_is_told",
        ),
    ),
    *broken(
        "practicesync/app/tray/desktop.py",
        "desktop/test_help_at_hand.py",
        (
            "without a browser a click does nothing",
            "        if self._browse(address) is False:\n",
            "        if self._browse(address) is True:\n",
            "test_without_a_browser_the_window_says_where_the_page_is",
        ),
    ),
    *broken(
        "practicesync/app/present/facts.py",
        "unit/app/present/test_window.py",
        (
            "nobody finds with the mouse what was left out",
            "ActKind.NOT_SENT)) if asks else None",
            "ActKind.NOT_SENT)) if False else None",
            "test_who_may_ask_finds_the_contacts_that_were_left_out",
        ),
        (
            "who may only look is offered the list of what was left out",
            "    asks = may_ask and shown.phase is not Phase.NOT_RUNNING\n",
            "    asks = shown.phase is not Phase.NOT_RUNNING\n",
            "test_who_may_ask_finds_the_contacts_that_were_left_out",
            "test_who_may_not_ask_is_offered_nothing_that_changes_anything",
        ),
    ),
    *broken(
        "practicesync/app/present/window.py",
        "unit/app/present/test_window.py",
        (
            "a window offers for one practice what another needs",
            "    mends = kinds & COMMANDS[shown.phase]  # not what another practice needs\n",
            "    mends = kinds\n",
            "test_what_another_practice_needs_is_no_remedy_for_this_one",
        ),
        (
            "a button doesn't say which of several practices it is for",
            "    return standing[0].practice_id or standing[0].name\n",
            '    return ""\n',
            "test_the_button_is_for_the_practice_that_the_sentence_is_about",
        ),
    ),
    *broken(
        _FOLDER + "edit_menu.py",
        "desktop/test_edit_menu.py",
        (
            "a password can be copied out of its line",
            '    lines = _LINES[2:] if str(typed["show"]) else _LINES\n',
            "    lines = _LINES\n",
            "test_a_password_is_pasted_but_never_copied",
        ),
    ),
    *broken(
        "practicesync/core/fitting.py",
        "unit/core/test_fitting.py",
        (
            "a starting point is proposed before the layout that was tested",
            ', one.status != "tested"\n',
            ", False\n",
            "test_of_two_that_fit_the_one_that_was_tested_comes_first",
        ),
    ),
    *broken(
        _FOLDER + "parts.py",
        _WINDOW,
        (
            "a long headline runs out of the window",
            "    width = theme.width - big - gap\n",
            "    width = theme.width\n",
            "test_nothing_is_cut_off_in_any_phase",
        ),
        (
            "what needs attention runs into its link",
            "            width -= action.winfo_reqwidth() + theme.px(12)\n",
            "            pass\n",
            "test_nothing_is_cut_off_in_any_phase",
        ),
        (
            "new numbers are not shown in what is there",
            "            value.configure(text=row.value)\n",
            "            pass\n",
            "test_other_facts_are_shown_in_what_is_there",
        ),
    ),
    *broken(
        _FOLDER + "widgets.py",
        _WINDOW,
        (
            "a sentence doesn't wrap",
            "text=words, wraplength=width,",
            "text=words,",
            "test_no_sentence_of_any_trouble_is_cut_off",
        ),
        (
            "Enter does nothing",
            '    made.bind("<Return>", lambda _: made.invoke())\n',
            "",
            "test_a_key_does_what_a_click_does",
        ),
        (
            "buttons lie below their row",
            "        widget.lift()  # after its row, and so in order for the Tab key\n",
            "",
            "test_where_the_keyboard_is_can_be_seen_once_it_is_used",
        ),
    ),
    *broken(
        _FOLDER + "part.py",
        _WINDOW,
        (
            "everything is drawn anew whenever a number changes",
            "        in_place = shown and self._shown and self._change\n",
            "        in_place = False\n",
            "test_only_what_has_changed_is_drawn_anew",
        ),
        (
            "the keyboard is lost when a part is drawn anew",
            "        if had_keyboard is not None:\n",
            "        if False:\n",
            "test_the_keyboard_stays_where_it_is_while_things_change",
        ),
        (
            "what is over leaves its room behind",
            "        else:\n            frame.grid_remove()\n",
            "",
            "test_what_is_over_is_gone",
        ),
    ),
    *broken(
        _FOLDER + "shell.py",
        _WINDOW,
        (
            "Escape does nothing",
            '        self.window.bind("<Escape>", lambda _: close())\n',
            "",
            "test_escape_closes_it_and_it_opens_where_it_was",
        ),
        (
            "an open window stays light when the system becomes dark",
            '        self.window.bind("<FocusIn>", lambda _: self.look_again(), add=True)\n',
            "",
            "test_it_becomes_dark_when_the_system_does",
        ),
        (
            "a window keeps its size on a monitor where everything is larger",
            '        self.window.bind("<Configure>", self._moved, add=True)\n',
            "",
            "test_it_becomes_larger_on_a_monitor_where_everything_is",
        ),
        (
            "a window that grows runs out of the screen",
            "                self._move(place)\n",
            '                self.window.geometry(f"{size[0]}x{size[1]}")\n',
            "test_it_moves_up_where_it_grows_below_the_screen",
        ),
        (
            "a window is higher than a small screen",
            "        most = free.height - self._theme.px(_TITLE_BAR)\n",
            "        most = 10_000\n",
            "test_on_a_small_screen_it_scrolls_to_where_the_keyboard_goes",
        ),
    ),
    *broken(
        _FOLDER + "scrolled.py",
        _WINDOW,
        (
            "the keyboard goes where nobody sees it",
            '        window.bind("<FocusIn>", lambda event: self._reveal(event.widget))\n',
            "",
            "test_on_a_small_screen_it_scrolls_to_where_the_keyboard_goes",
        ),
    ),
    *broken(
        _FOLDER + "status_window.py",
        _WINDOW,
        (
            "a window forgets where it was",
            "            remember(self._place_file, self._open.shell.place())\n",
            "",
            "test_escape_closes_it_and_it_opens_where_it_was",
        ),
        (
            "what came of a click stays for the next one",
            "        self.tell(None)\n        self._perform(act)\n",
            "        self._perform(act)\n",
            "test_what_came_of_a_click_is_told_until_the_next_one",
        ),
    ),
    *broken(
        _FOLDER + "styles_buttons.py",
        _WINDOW,
        (
            "nothing shows where the keyboard is",
            "        _KEYBOARD: (Layer(colours.text), Layer(colours.button, cloth.theme.px(2))),\n",
            "",
            "test_where_the_keyboard_is_can_be_seen_once_it_is_used",
        ),
    ),
    *broken(
        _FOLDER + "styles_buttons.py",
        _CONTRAST,
        (
            "what can't be clicked yet can't be read either",
            '    cloth.style.map(name, foreground=[("disabled", colours.quiet)])\n\n\ndef _quiet',
            '    cloth.style.map(name, foreground=[("disabled", colours.line)])\n\n\ndef _quiet',
            _STANDS_OUT,
        ),
        (
            "the main button under the mouse swallows its words",
            "(Layer(colours.accent_hover),)",
            "(Layer(colours.button_hover),)",
            _STANDS_OUT,
        ),
    ),
    *broken(
        _FOLDER + "styles_fields.py",
        _CONTRAST,
        (
            "a line to type in has no rim that can be seen",
            "(Layer(colours.quiet), Layer(inside, cloth.line()))",
            "(Layer(colours.line), Layer(inside, cloth.line()))",
            _STANDS_OUT,
        ),
    ),
    *broken(
        _FOLDER + "chart.py",
        _CONTRAST,
        (
            "bars are too pale to be seen",
            'colours.bars, "bar"',
            'colours.track, "bar"',
            _STANDS_OUT,
        ),
    ),
    *broken(
        _FOLDER + "keyboard.py",
        _WINDOW,
        (
            "whoever has a mouse sees a frame for the keyboard",
            "        self._moves = False\n",
            "        self._moves = True\n",
            "test_where_the_keyboard_is_can_be_seen_once_it_is_used",
        ),
    ),
    *broken(
        _FOLDER + "review.py",
        _PAGES,
        (
            "Enter alone deletes what waits online",
            '            Choice(name="yes", label=label),\n',
            '            Choice(name="yes", label=label, main=True),\n',
            "test_the_key_that_goes_on_removes_nothing_online",
        ),
    ),
    *broken(
        _FOLDER + "page_copied.py",
        _PAGES,
        (
            "a bar stands beside a text that is seen whole",
            "    if scrolls:\n",
            "    if high:\n",
            "test_a_text_that_is_seen_whole_has_no_bar",
        ),
        (
            "nothing shows that the keyboard is at a text",
            '    box.bind("<FocusIn>", lambda _: bar.state(["focus"]))\n',
            "",
            "test_the_keyboard_stops_at_a_text_only_where_it_scrolls_and_is_seen_there",
        ),
        (
            "the keyboard stops where there is nothing to do",
            "        takefocus=False,\n",
            "        takefocus=True,\n",
            "test_the_keyboard_stops_at_a_text_only_where_it_scrolls_and_is_seen_there",
        ),
        (
            "the last line of a long text is cut through",
            "    return high, shown < lines\n",
            "    return high - 5, shown < lines\n",
            "test_a_long_text_begins_with_whole_lines_and_scrolls",
        ),
    ),
    *broken(
        _FOLDER + "chart.py",
        _WINDOW,
        (
            "every hour looks alike",
            "round(bar.changes / most * (floor - line))",
            "floor - line",
            "test_bars_are_as_high_as_there_were_changes",
        ),
    ),
    *broken(
        _FOLDER + "palette.py",
        _PALETTE,
        (
            "quiet text is too pale to be read",
            '    quiet="#5C6270",\n',
            '    quiet="#8A909E",\n',
            "test_every_text_can_be_read",
        ),
        (
            "the main button's words can't be read in the dark",
            '    on_accent="#1B1B1F",\n',
            '    on_accent="#FFFFFF",\n',
            "test_the_words_of_the_main_button_can_be_read_in_each_state",
        ),
    ),
    *broken(
        _FOLDER + "area.py",
        _AREA,
        (
            "a window opens on a monitor that was taken away",
            "Place(max(min(wanted.x, right), free.x), max(min(wanted.y, bottom), free.y))",
            "wanted",
            "test_a_window_is_always_in_sight",
        ),
    ),
    *broken(
        _FOLDER + "screen_windows.py",
        _SCREEN,
        (
            "a second monitor has the scale of the first",
            "found = self._windll.user32.GetDpiForWindow(self._handle(window))",
            "found = 0",
            "test_each_monitor_has_its_own_scale",
        ),
    ),
)
"""Broken windows."""
