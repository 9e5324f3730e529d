"""The menu of a line to type in, which a person with a mouse pastes with."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

import pytest

from practicesync.app.window.edit_menu import with_edit_menu
from practicesync.app.window.styles import dressed


@pytest.fixture
def typed(root):
    root.deiconify()
    entry = ttk.Entry(root)
    entry.pack()
    root.update()
    return entry


def menu_of(entry):
    with_edit_menu(entry, dressed(entry.winfo_toplevel(), 1.0, dark=False))
    [menu] = [one for one in entry.winfo_children() if isinstance(one, tk.Menu)]
    return menu


def labels(menu):
    return [menu.entrycget(number, "label") for number in range(menu.index("end") + 1)]


def choose(menu, label):
    menu.invoke(labels(menu).index(label))
    menu.update()


def test_what_was_copied_elsewhere_is_pasted(root, typed):
    menu = menu_of(typed)
    root.clipboard_append("https://contacts.example")
    choose(menu, "Paste")

    assert typed.get() == "https://contacts.example"


def test_what_was_marked_is_copied_and_cut(root, typed):
    menu = menu_of(typed)
    typed.insert(0, "PRACSRV01")
    choose(menu, "Select all")
    choose(menu, "Copy")
    assert (root.clipboard_get(), typed.get()) == ("PRACSRV01", "PRACSRV01")

    choose(menu, "Cut")
    assert typed.get() == ""


def test_a_password_is_pasted_but_never_copied(typed):
    typed.configure(show="*")

    assert labels(menu_of(typed)) == ["Paste", "Select all"]
