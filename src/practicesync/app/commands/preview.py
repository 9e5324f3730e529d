"""``practicesync preview``: what would be sent, field by field, with nothing sent."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.app.asking.parts import Part, plain_key
from practicesync.app.commands.counter import Counter
from practicesync.app.say import say, say_json
from practicesync.core.error_table import Exit
from practicesync.core.granted import Fate, Field, Preview, Previewed
from practicesync.core.words import counted, field_name

_FATES: Mapping[Fate, str] = {
    "added": "would be added online",
    "changed": "would be changed online",
    "waiting": "waits for your yes before it is changed online: one of its fields turned blank",
    "as it is": "is online just like this: nothing would be sent",
    "not sent": "would not be sent",
    "deleted": "is not in the practice any more: it would be removed online",
    "not there": "is neither in the practice nor online",
    "unknown": "would be sent again",
}


def show_preview(counter: Counter, contact: str | None) -> int:
    """Print what would be sent and return the exit code."""
    parts = counter.parts("preview", {"contact": contact}, Preview)
    for part in parts:
        if counter.as_json:
            say_json({"practice": part.practice, "preview": part.answer})
        else:
            say(preview_text(part, several=len(parts) > 1))
    return Exit.DONE


def preview_text(part: Part[Preview], *, several: bool) -> str:
    """Return what would be sent, a paragraph a contact."""
    found = part.answer
    where = f" in {part.practice}" if several else ""
    if not found.contacts:
        return f"Nothing{where} waits to be sent."
    texts = [_contact(one) for one in found.contacts]
    if found.total > len(found.contacts):
        others = counted(found.total - len(found.contacts), "other")
        texts.append(f"{others}{where} would follow.")
    return "\n\n".join(texts)


def _contact(one: Previewed) -> str:
    lines = [f"Contact {plain_key(one.key)} {_FATES[one.fate]}."]
    if one.code:
        lines += [f"  {one.sentence} ({one.code})", f"  {one.remedy}"]
    width = max((len(field_name(field.field)) for field in one.fields), default=0)
    lines += [_field(field, width) for field in one.fields]
    return "\n".join(lines)


def _field(field: Field, width: int) -> str:
    note = f"  ({field.note})" if field.note else ""
    return f"  {field_name(field.field):<{width}}  {field.value}{note}".rstrip()
