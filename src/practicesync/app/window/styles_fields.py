"""What a person types and ticks: fields, tick boxes, round choices."""

from __future__ import annotations

from practicesync.app.window.cloth import Cloth, Layers
from practicesync.app.window.drawn import Layer, Mark, Shape
from practicesync.app.window.keyboard import SEEN

_TICK = ((0.26, 0.52), (0.43, 0.69), (0.75, 0.33))


def fields(cloth: Cloth) -> None:
    """Make them; fields to type in stand in windows, the rest in cards as well."""
    _typed(cloth)
    for place, under in cloth.places():
        _choice(cloth, f"{place}TCheckbutton", under)
        _choice(cloth, f"{place}TRadiobutton", under)


def _typed(cloth: Cloth) -> None:
    colours, radius = cloth.colours, cloth.theme.px(4)
    inside = colours.button
    rest = Shape(colours.ground, radius, (Layer(colours.quiet), Layer(inside, cloth.line())))
    typing = Shape(colours.ground, radius, (Layer(colours.accent), Layer(inside, cloth.line(2))))
    off = Shape(colours.ground, radius, (Layer(colours.line), Layer(colours.ground, cloth.line())))
    cloth.element("Field.face", rest, {"disabled": off, "focus": typing})
    cloth.layout("TEntry", "Field.face", "Entry.padding", "Entry.textarea")
    cloth.style.configure(
        "TEntry",
        background=colours.ground,
        fieldbackground=inside,
        foreground=colours.text,
        insertcolor=colours.text,
        selectbackground=colours.accent,
        selectforeground=colours.on_accent,
        padding=cloth.padding(10, 7),
    )
    cloth.style.map("TEntry", foreground=[("disabled", colours.quiet)])


def _choice(cloth: Cloth, name: str, under: str) -> None:
    """Make a tick box or a round choice, whose words stand at its right."""
    colours, side = cloth.colours, cloth.theme.px(18)
    is_round = name.endswith("TRadiobutton")
    radius = side // 2 if is_round else cloth.theme.px(4)
    chosen: Layers = (Layer(colours.on_accent, cloth.theme.px(5)),) if is_round else ()
    mark = None if is_round else Mark(colours.on_accent, cloth.line(2), _TICK)
    empty, thin, thick = Layer(colours.button, cloth.line(1.5)), Layer(colours.quiet), cloth.line(3)
    focus = Layer(colours.text)
    shapes = {
        f"selected focus {SEEN}": Shape(
            under, radius, (focus, Layer(colours.accent, thick), *chosen), mark=mark
        ),
        "selected": Shape(under, radius, (Layer(colours.accent), *chosen), mark=mark),
        f"focus {SEEN}": Shape(under, radius, (focus, Layer(colours.button, thick))),
    }
    cloth.image(f"{name}.box", side, Shape(under, radius, (thin, empty)), shapes, sticky="n")
    kind = name.rpartition(".T")[2].removeprefix("T")
    words = {"sticky": "nswe", "children": [(f"{kind}.label", {"sticky": "w"})]}
    boxed = [
        (f"{name}.box", {"side": "left", "sticky": "n"}),
        (f"{kind}.padding", words),
    ]
    cloth.style.layout(name, boxed)  # type: ignore[arg-type]  # its types know no dict
    left = cloth.theme.px(8)
    cloth.style.configure(name, background=under, padding=(left, 0, 0, 0))
    cloth.style.configure(name, foreground=colours.text)
    cloth.style.map(name, foreground=[("disabled", colours.quiet)])
