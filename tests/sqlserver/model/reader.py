"""Goes through the tokens of a batch; whoever asks for what isn't there gets a syntax error."""

from tests.sqlserver.engine import MAX, SqlError, SqlType
from tests.sqlserver.model.lexer import END, RESERVED, Token, tokens
from tests.sqlserver.model.refusals import near, near_keyword
from tests.sqlserver.model.types import LONGEST, declared


class Reader:
    """The tokens of a batch and a place among them."""

    def __init__(self, sql: str) -> None:
        self._tokens = tokens(sql)
        self.at = 0

    @property
    def token(self) -> Token:
        return self.ahead(0)

    def ahead(self, count: int) -> Token:
        index = self.at + count
        return self._tokens[index] if index < len(self._tokens) else END

    def error(self) -> SqlError:
        """Say that the statement can't go on like this."""
        token = self.token if self.token is not END else self.ahead(-1) if self.at else END
        if token.kind == "word" and token.key in RESERVED:
            return near_keyword(token.text)
        return near(token.text.strip("N'") if token.kind == "string" else token.text)

    def next(self) -> Token:
        token = self.token
        if token is END:
            raise self.error()
        self.at += 1
        return token

    def sees(self, *keys: str) -> bool:
        """Say whether these words or signs come next, one after the other."""
        return all(self.ahead(i).key == key for i, key in enumerate(keys))

    def accept(self, *keys: str) -> bool:
        if not self.sees(*keys):
            return False
        self.at += len(keys)
        return True

    def expect(self, *keys: str) -> None:
        for key in keys:
            if not self.accept(key):
                raise self.error()

    def one_of(self, *keys: str) -> str | None:
        """The one of these that comes next, if any."""
        key = self.token.key
        if key not in keys:
            return None
        self.at += 1
        return key

    def sees_identifier(self) -> bool:
        kind, _, key = self.token
        return kind == "quoted" or (kind == "word" and key not in RESERVED)

    def identifier(self) -> str:
        if not self.sees_identifier():
            raise self.error()
        return self.next().text

    def name(self) -> tuple[str, ...]:
        """A name of up to four parts: `[dbo].[Contact]`."""
        parts = [self.identifier()]
        while self.accept("."):
            parts.append(self.identifier())
        return tuple(parts)

    def names(self) -> tuple[str, ...]:
        """Names in brackets: `(a, b)`."""
        self.expect("(")
        found = [self.identifier()]
        while self.accept(","):
            found.append(self.identifier())
        self.expect(")")
        return tuple(found)

    def integer(self) -> int:
        sign = -1 if self.accept("-") else 1
        if self.token.kind != "number" or not self.token.text.isdigit():
            raise self.error()
        return sign * int(self.next().text)

    def type(self, casting: bool = False) -> SqlType:
        """A type: `nvarchar(50)`, `varbinary(max)`, `decimal(19, 4)`; raises 243 or 1002."""
        token = self.next()
        arguments = self._type_arguments() if self.accept("(") else []
        if token.text.lower() == "sysname":
            return SqlType("nvarchar", 128)
        kind = declared(token.text.lower(), arguments, casting)
        if kind is None:
            raise SqlError(243, f"Type {token.text} is not a defined system type.")
        if kind.name in LONGEST and kind.length > LONGEST[kind.name]:
            raise SqlError(
                131,
                f"The size ({kind.length}) given to the type '{kind.name}' exceeds the maximum "
                f"allowed for any data type (8000).",
                15,
            )
        return kind

    def _type_arguments(self) -> list[int]:
        if self.accept("max"):
            arguments = [MAX]
        else:
            arguments = [self.integer()]
            if self.accept(","):
                arguments.append(self.integer())
        self.expect(")")
        return arguments
