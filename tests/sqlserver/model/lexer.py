"""Cuts T-SQL into tokens; what it doesn't know is a syntax error.

https://learn.microsoft.com/sql/t-sql/language-elements/transact-sql-syntax-conventions-transact-sql
"""

import re
from typing import NamedTuple

from tests.sqlserver.engine import SqlError
from tests.sqlserver.model.refusals import near

# https://learn.microsoft.com/sql/t-sql/language-elements/reserved-keywords-transact-sql
_RESERVED = """
add all alter and any as asc authorization backup begin between break browse bulk by cascade
case check checkpoint close clustered coalesce collate column commit compute constraint contains
continue convert create cross current current_date current_time current_timestamp current_user
cursor database dbcc deallocate declare default delete deny desc distinct distributed double
drop else end errlvl escape except exec execute exists exit external fetch file fillfactor for
foreign freetext from full function goto grant group having holdlock identity if in index inner
insert intersect into is join key kill left like lineno merge national nocheck nonclustered not
null nullif of off offsets on open option or order outer over percent pivot plan primary print
proc procedure public raiserror read reconfigure references replication restore restrict return
revert revoke right rollback rowcount rowguidcol rule save schema select session_user set
setuser shutdown some statistics system_user table tablesample textsize then to top tran
transaction trigger truncate tsequal union unique unpivot update updatetext use user values
varying view waitfor when where while with writetext
"""
RESERVED = frozenset(_RESERVED.split())

_TOKEN = re.compile(
    r"""(?P<space>(?:\s+|--[^\n]*|/\*.*?\*/)+)
    |(?P<string>[nN]?'(?:[^']|'')*')
    |(?P<quoted>\[(?:[^\]]|\]\])+\]|"(?:[^"]|"")+")
    |(?P<binary>0[xX][0-9a-fA-F]*)
    |(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)
    |(?P<global>@@\w+)
    |(?P<parameter>@\w+)
    |(?P<word>[^\W\d][\w$\#]*)
    |(?P<sign><=|>=|<>|!=|[-+*/%(),.;=<>])""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a statement; a word is in lower case in `key`, as it was written in `text`."""

    kind: str
    text: str
    key: str


END = Token("end", "", "")


def _token(kind: str, text: str) -> Token:
    if kind == "quoted":
        closing = text[-1]
        return Token(kind, text[1:-1].replace(closing * 2, closing), "")
    if kind == "string":
        return Token(kind, text, "")
    return Token(kind, text, text.lower())


def tokens(sql: str) -> list[Token]:
    """Cut a batch into tokens, blanks and comments left out; raises 102 or 105."""
    found = []
    at = 0
    while at < len(sql):
        match = _TOKEN.match(sql, at)
        if match is None:
            if sql[at] == "'":
                raise SqlError(105, "Unclosed quotation mark after the character string.", 15)
            raise near(sql[at])
        if match.lastgroup != "space":
            found.append(_token(str(match.lastgroup), match[0]))
        at = match.end()
    return found
