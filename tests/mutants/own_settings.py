"""What holds for every practice here: what may be changed, by whom it was changed meanwhile."""

from tests.mutants.mutant import broken

_ADJUSTING = "unit/app/test_adjusting.py"
_OWN = "unit/core/test_own_settings.py"
_SETTING_UP = "unit/app/test_setting_up.py"
_WINDOW = "system/test_window_pages.py"
_SETTINGS = "system/test_settings.py"

OWN_SETTINGS = (
    *broken(
        "practicesync/app/worker/adjusting.py",
        _ADJUSTING,
        (
            "settings that were changed since somebody looked are changed unseen",
            '        if asked.arguments.get("basis") not in (None, before.basis):\n',
            "        if False:\n",
            "test_settings_that_were_changed_since_are_looked_at_once_more",
        ),
        (
            "settings with a mistake are written",
            "        if not isinstance(settings, Settings):\n            return _wrong",
            "        if False:\n            return _wrong",
            "test_all_mistakes_are_told_and_nothing_is_written",
        ),
        (
            "whatever is asked is written into the table",
            "        if name not in BY_NAME or not isinstance(value, str):\n",
            "        if not isinstance(value, str):\n",
            "test_nothing_else_is_changed_here",
        ),
        (
            "a change waits until somebody starts Practice Sync anew",
            "            self._taken(taken)\n",
            "            pass\n",
            "test_a_change_is_written_taken_and_told",
        ),
        (
            "what nobody has changed is written, too",
            "if to != before.values[name]}",
            "}",
            "test_what_is_left_as_it_is_need_not_be_written",
        ),
        (
            "settings are begun before a practice is there",
            "        raise Misconfigured(Code.SETTINGS_MISSING, path=str(self._config))\n",
            '        return ""\n',
            "test_before_a_practice_is_set_up_there_is_nothing_to_change",
        ),
        (
            "a change over a crash is carried out twice",
            "        self._diary.note(asked.id, self._now())\n",
            "",
            "test_a_change_is_written_taken_and_told",
        ),
    ),
    *broken(
        "practicesync/app/worker/settings_file.py",
        _ADJUSTING,
        (
            "settings with a mistake are written over",
            "    if text.strip():\n        settings_in(text, path.name)\n",
            "",
            f"{_SETTING_UP}::test_settings_with_a_mistake_are_left_as_they_are",
        ),
        (
            "the settings before a change are lost",
            "    if before:\n        replace_file",
            "    if False:\n        replace_file",
            "test_the_settings_before_are_kept",
        ),
    ),
    *broken(
        "practicesync/core/own_settings.py",
        _OWN,
        (
            "five, a line and nothing are fifty seconds",
            ' and "_" not in text',
            "",
            "test_what_can_not_be_taken_is_told_in_words",
        ),
        (
            "a number that is none ends in a bug",
            "    except ValueError:\n        return text\n",
            "    except ZeroDivisionError:\n        return text\n",
            "test_what_can_not_be_taken_is_told_in_words",
        ),
        (
            "an e-mail address for support is refused",
            '    if name.startswith("links.") and "@" in text and not set(text) & set(":/"):\n',
            "    if False:\n",
            "test_what_is_typed_is_written_as_settings_have_it",
        ),
        (
            "mistakes are told as the file has them",
            "    if known is None or not place:\n",
            "    if True:\n",
            "test_what_can_not_be_taken_is_told_in_words",
        ),
    ),
    *broken(
        "practicesync/core/own_settings_written.py",
        _OWN,
        (
            "a new table takes the place of the one that is there",
            "    has_table = _TABLE in tomllib.loads(text)\n",
            '    has_table, text = False, text.replace(f"[{_TABLE}]", "")\n',
            "test_a_value_stands_where_it_stood_with_its_comment",
            "test_a_new_value_comes_into_the_table",
        ),
    ),
    *broken(
        "practicesync/app/window/settings.py",
        _WINDOW,
        (
            "a window changes what it hasn't shown",
            '{"step": "change", "basis": shown.own.basis, **others}',
            '{"step": "change", **others}',
            "test_settings_that_somebody_else_changed_meanwhile_are_shown_anew",
        ),
        (
            "what was typed on one page is lost on the next",
            "typed={**shown.typed, **answer.texts}",
            "typed=answer.texts",
            "test_what_was_typed_on_one_page_is_saved_from_the_other",
        ),
        (
            "what is wrong is told without what was typed",
            "    values = {**shown.own.values, **shown.typed}\n",
            "    values = shown.own.values\n",
            "test_all_that_can_not_be_taken_is_told_and_what_was_typed_stays",
        ),
    ),
    *broken(
        "practicesync/app/commands/settings.py",
        _SETTINGS,
        (
            "a setting of a practice is looked for among these",
            '    if name.removeprefix("practice.") in _OF_A_PRACTICE:\n',
            "    if False:\n",
            "test_what_is_refused_is_told_and_changes_nothing",
        ),
        (
            "a refused value ends as if it were taken",
            "    if own.mistakes:\n        return code\n",
            "    if own.mistakes:\n        return Exit.DONE\n",
            "test_what_is_refused_is_told_and_changes_nothing",
        ),
    ),
)
