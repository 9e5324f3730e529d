"""Buttons and links of the look, in each state."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.app.window.cloth import Cloth, Layers
from practicesync.app.window.drawn import Layer, Shape
from practicesync.app.window.keyboard import SEEN
from practicesync.app.window.theme import LINK_PADDING

_KEYBOARD = f"focus {SEEN}"


def buttons(cloth: Cloth) -> None:
    """Make them for windows and cards."""
    for place, under in cloth.places():
        _main(cloth, f"{place}Main.TButton", under)
        _quiet(cloth, f"{place}Quiet.TButton", under)
        _link(cloth, f"{place}Link.TButton", under)


def _main(cloth: Cloth, name: str, under: str) -> None:
    colours, px = cloth.colours, cloth.theme.px
    faces = {
        "disabled": (Layer(colours.track),),
        "pressed": (Layer(colours.accent_pressed),),
        _KEYBOARD: (Layer(colours.text), Layer(under, px(2)), Layer(colours.accent, px(4))),
        "active": (Layer(colours.accent_hover),),
    }
    _button(cloth, name, under, (Layer(colours.accent),), faces)
    cloth.style.configure(name, foreground=colours.on_accent, padding=cloth.padding(15, 8))
    cloth.style.map(name, foreground=[("disabled", colours.quiet)])


def _quiet(cloth: Cloth, name: str, under: str) -> None:
    colours, inner = cloth.colours, cloth.line()
    line = Layer(colours.button_line)
    faces = {
        "disabled": (line, Layer(under, inner)),
        _KEYBOARD: (Layer(colours.text), Layer(colours.button, cloth.theme.px(2))),
        "pressed": (line, Layer(colours.track, inner)),
        "active": (line, Layer(colours.button_hover, inner)),
    }
    _button(cloth, name, under, (line, Layer(colours.button, inner)), faces)
    cloth.style.configure(name, foreground=colours.text, padding=cloth.padding(15, 8))
    cloth.style.map(name, foreground=[("disabled", colours.quiet)])


def _link(cloth: Cloth, name: str, under: str) -> None:
    colours, fonts = cloth.colours, cloth.theme.fonts
    ring = (Layer(colours.text), Layer(under, cloth.theme.px(2)))
    _button(cloth, name, under, (), {_KEYBOARD: ring})
    padding = cloth.padding(LINK_PADDING, 3)
    cloth.style.configure(name, foreground=colours.accent, font=fonts.text, padding=padding)
    cloth.style.map(
        name,
        foreground=[("disabled", colours.quiet)],
        font=[("active", fonts.underlined), ("pressed", fonts.underlined)],
    )


def _button(cloth: Cloth, name: str, under: str, face: Layers, faces: Mapping[str, Layers]) -> None:
    radius = cloth.theme.px(4)
    states = {state: Shape(under, radius, layers) for state, layers in faces.items()}
    cloth.element(f"{name}.face", Shape(under, radius, face), states)
    cloth.layout(name, f"{name}.face", "Button.padding", "Button.label")
    cloth.style.configure(name, background=under, anchor="center")
