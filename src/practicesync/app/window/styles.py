"""ttk in our look: it keeps the behaviour (focus, keys, states) and draws what is made here.

Its elements are images, made at the very size at which they are shown, so that edges are smooth
at every scale. Styles are named by what lies under them: ``Main.TButton`` stands in a window and
``Card.Main.TButton`` in a card.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from weakref import WeakKeyDictionary

from practicesync.app.window.cloth import LARGE, Cloth
from practicesync.app.window.drawn import Layer, Shape, Stripe
from practicesync.app.window.keyboard import Keyboard
from practicesync.app.window.palette import palette
from practicesync.app.window.styles_buttons import buttons
from practicesync.app.window.styles_fields import fields
from practicesync.app.window.theme import Theme
from practicesync.core.phase import Colour

_made: WeakKeyDictionary[tk.Misc, dict[tuple[float, bool], Theme]] = WeakKeyDictionary()
"""What each root has been dressed in so far: ttk forgets no theme, and its images must stay."""


def dressed(root: tk.Tk, scale: float, *, dark: bool) -> Theme:
    """Let every window of this root look like that from now on, and return its theme."""
    if root not in _made:
        Keyboard(root)
    known = _made.setdefault(root, {})
    style = ttk.Style(root)
    if (scale, dark) not in known:
        theme = Theme(root, palette(dark=dark), scale)
        style.theme_create(theme.name, parent="default")
        style.theme_use(theme.name)
        _dress(Cloth(style, theme))
        known[scale, dark] = theme
    style.theme_use(known[scale, dark].name)
    return known[scale, dark]


def _dress(cloth: Cloth) -> None:
    style, colours = cloth.style, cloth.colours
    style.configure(".", background=colours.ground, foreground=colours.text)
    style.configure(".", font=cloth.theme.fonts.text, borderwidth=0)
    for place, under in cloth.places():
        style.configure(f"{place}TFrame", background=under)
        _texts(cloth, place, under)
    _cards(cloth)
    _scrollbar(cloth)
    buttons(cloth)
    fields(cloth)


def _texts(cloth: Cloth, place: str, under: str) -> None:
    colours, fonts = cloth.colours, cloth.theme.fonts
    looks = {
        "": (fonts.text, colours.text),
        "Title.": (fonts.title, colours.text),
        "Strong.": (fonts.strong, colours.text),
        "Quiet.": (fonts.text, colours.quiet),
        "Small.": (fonts.small, colours.quiet),
        "Caption.": (fonts.caption, colours.quiet),
        "Wrong.": (fonts.text, colours.wrong),
    }
    for name, (font, colour) in looks.items():
        label = f"{place}{name}TLabel"
        cloth.style.configure(label, font=font, foreground=colour, background=under)


def _cards(cloth: Cloth) -> None:
    """Make frames that are cards: a fine rim, smooth corners, perhaps a stripe at the left."""
    colours, radius = cloth.colours, cloth.theme.px(6)
    layers = (Layer(colours.line), Layer(colours.card, cloth.line()))
    shapes = {"Edge": Shape(colours.ground, radius, layers)}
    for colour in Colour:
        stripe = Stripe(colours.signs[colour], cloth.theme.px(4))
        name = f"{colour.value.capitalize()}.Edge"
        shapes[name] = Shape(colours.ground, radius, layers, stripe)
    for name, shape in shapes.items():
        cloth.element(f"{name}.face", shape, size=LARGE)
        cloth.layout(f"{name}.TFrame", f"{name}.face")
        cloth.style.configure(f"{name}.TFrame", background=colours.ground)


def _scrollbar(cloth: Cloth) -> None:
    colours, radius = cloth.colours, cloth.theme.px(4)
    for place, under in cloth.places():
        name = f"{place}Vertical.TScrollbar"
        rest, held, keys = (
            Shape(under, radius, (Layer(colour, cloth.theme.px(2)),))
            for colour in (colours.button_line, colours.quiet, colours.accent)
        )
        cloth.element(f"{name}.trough", Shape(under, radius))
        cloth.element(f"{name}.thumb", rest, {"pressed": held, "active": held, "focus": keys})
        cloth.layout(name, f"{name}.trough", f"{name}.thumb")
        cloth.style.configure(name, background=under)
