"""Shapes with smooth edges, as PNG, drawn at the very size at which they are shown."""

from __future__ import annotations

import io
from importlib.resources import files

import msgspec
from PIL import Image, ImageDraw

from practicesync.core.phase import Sign

_FINER = 4
"""How many times finer a shape is drawn than it is shown."""

_AROUND = 8
_TURN = Image.Transpose.TRANSPOSE

_ICONS = files("practicesync.app") / "icons"
_ICON_SIZES = (16, 20, 24, 32, 40, 48, 64, 96, 256)


class Layer(msgspec.Struct, frozen=True):
    """A rounded rectangle in one colour, so many pixels within the edge of the shape."""

    colour: str
    inset: int = 0


class Stripe(msgspec.Struct, frozen=True):
    """A bar along the left edge, cut by the shape's corners."""

    colour: str
    width: int


class Mark(msgspec.Struct, frozen=True):
    """A line with round ends through points, which are parts of width and height."""

    colour: str
    width: int
    points: tuple[tuple[float, float], ...]


class Shape(msgspec.Struct, frozen=True):
    """Layers on top of one another, the outermost first; `under` is seen beside the corners."""

    under: str
    radius: int
    layers: tuple[Layer, ...] = ()
    stripe: Stripe | None = None
    mark: Mark | None = None


def png(shape: Shape, width: int, height: int) -> bytes:
    """Return the shape at that size."""
    size = (width * _FINER, height * _FINER)
    image = Image.new("RGB", size, shape.under)
    for layer in shape.layers:
        image.paste(layer.colour, mask=_mask(size, shape.radius, layer.inset))
    if shape.stripe:
        edge = (0, 0, shape.stripe.width * _FINER, size[1])
        mask = _mask(size, shape.radius, 0).crop(edge)
        image.paste(shape.stripe.colour, edge, mask)
    if shape.mark:
        _line(ImageDraw.Draw(image), shape.mark, size)
    return _encoded(image.resize((width, height), Image.Resampling.BOX))


def stretched(shape: Shape, width: int, height: int) -> bytes:
    """Return the same, drawn small and stretched in its middle: for what is large and plain."""
    around = max(shape.radius, shape.stripe.width if shape.stripe else 0) + _AROUND
    side = 2 * around + 1
    with Image.open(io.BytesIO(png(shape, side, side))) as small:
        wide = _widened(small, around, width)
        return _encoded(_widened(wide.transpose(_TURN), around, height).transpose(_TURN))


def _widened(image: Image.Image, around: int, width: int) -> Image.Image:
    """Return the image that wide: what is `around` its middle stays as it is."""
    wide = Image.new(image.mode, (width, image.height))
    middle = image.crop((around, 0, around + 1, image.height))
    wide.paste(middle.resize((width, image.height)))
    wide.paste(image.crop((0, 0, around, image.height)), (0, 0))
    wide.paste(image.crop((around + 1, 0, image.width, image.height)), (width - around, 0))
    return wide


def icon(sign: Sign, size: int, *, dark: bool) -> bytes:
    """Return a sign at that size, from the drawing that is made for it or is next larger."""
    made = min((one for one in _ICON_SIZES if one >= size), default=_ICON_SIZES[-1])
    name = f"{sign.shape.value}{'-dark' if dark else ''}-{made}.png"
    content = (_ICONS / name).read_bytes()
    if made == size:
        return content
    with Image.open(io.BytesIO(content)) as image:
        return _encoded(image.convert("RGBA").resize((size, size), Image.Resampling.LANCZOS))


def _mask(size: tuple[int, int], radius: int, inset: int) -> Image.Image:
    mask = Image.new("L", size, 0)
    at = inset * _FINER
    box = (at, at, size[0] - at - 1, size[1] - at - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, max(radius - inset, 0) * _FINER, fill=255)
    return mask


def _line(pen: ImageDraw.ImageDraw, mark: Mark, size: tuple[int, int]) -> None:
    points = [(x * size[0], y * size[1]) for x, y in mark.points]
    thick = mark.width * _FINER
    pen.line(points, mark.colour, thick, joint="curve")
    for x, y in points:
        pen.circle((x, y), thick / 2, mark.colour)


def _encoded(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()
