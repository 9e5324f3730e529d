"""The errors of SQL Server that the model raises, with the numbers and words of the real one.

https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
"""

from tests.sqlserver.engine import SqlError


class NotModelled(AssertionError):
    """The model doesn't know whether SQL Server would do this: extend the model, don't guess."""


def near(text: str) -> SqlError:
    return SqlError(102, f"Incorrect syntax near '{text}'.", 15)


def near_keyword(text: str) -> SqlError:
    return SqlError(156, f"Incorrect syntax near the keyword '{text.upper()}'.", 15)


def no_column(name: str) -> SqlError:
    return SqlError(207, f"Invalid column name '{name}'.")


def no_object(name: str) -> SqlError:
    return SqlError(208, f"Invalid object name '{name}'.")


def ambiguous(name: str) -> SqlError:
    return SqlError(209, f"Ambiguous column name '{name}'.")


def unbound(name: str) -> SqlError:
    return SqlError(4104, f'The multi-part identifier "{name}" could not be bound.')


def no_function(name: str) -> SqlError:
    return SqlError(195, f"'{name}' is not a recognized built-in function name.", 15, 10)


def not_a_condition(text: str) -> SqlError:
    return SqlError(
        4145,
        "An expression of non-boolean type specified in a context where a condition is expected, "
        f"near '{text}'.",
        15,
    )


def incompatible(left: str, right: str, operator: str) -> SqlError:
    return SqlError(
        402, f"The data types {left} and {right} are incompatible in the {operator} operator."
    )


def clash(left: str, right: str) -> SqlError:
    return SqlError(206, f"Operand type clash: {left} is incompatible with {right}", 16, 2)


def not_implicit(source: str, target: str) -> SqlError:
    return SqlError(
        257,
        f"Implicit conversion from data type {source} to {target} is not allowed. "
        "Use the CONVERT function to run this query.",
        16,
        3,
    )


def not_explicit(source: str, target: str) -> SqlError:
    return SqlError(
        529, f"Explicit conversion from data type {source} to {target} is not allowed.", 16, 2
    )


def not_converted(source: str, value: str, target: str) -> SqlError:
    """The real one quotes the value, too: that is why its text may never reach a log."""
    return SqlError(
        245,
        f"Conversion failed when converting the {source} value '{value}' to data type {target}.",
    )


def not_converted_quietly(source: str, target: str) -> SqlError:
    return SqlError(8114, f"Error converting data type {source} to {target}.", 16, 5)


def no_guid() -> SqlError:
    return SqlError(
        8169,
        "Conversion failed when converting from a character string to uniqueidentifier.",
        16,
        2,
    )


def no_date() -> SqlError:
    return SqlError(
        241, "Conversion failed when converting date and/or time from character string."
    )


def overflow(target: str) -> SqlError:
    return SqlError(
        8115, f"Arithmetic overflow error converting expression to data type {target}.", 16, 2
    )


def small_overflow(target: str, value: int) -> SqlError:
    return SqlError(220, f"Arithmetic overflow error for data type {target}, value = {value}.", 16)


def text_overflow(source: str, value: str, target: str) -> SqlError:
    return SqlError(
        248, f"The conversion of the {source} value '{value}' overflowed an {target} column."
    )


def truncated() -> SqlError:
    return SqlError(8152, "String or binary data would be truncated.", 16, 13)


def divided_by_zero() -> SqlError:
    return SqlError(8134, "Divide by zero error encountered.")


def more_than_one() -> SqlError:
    return SqlError(
        512,
        "Subquery returned more than 1 value. This is not permitted when the subquery follows =, "
        "!=, <, <= , >, >= or when the subquery is used as an expression.",
    )


def no_null(column: str, table: str, verb: str) -> SqlError:
    return SqlError(
        515,
        f"Cannot insert the value NULL into column '{column}', table '{table}'; "
        f"column does not allow nulls. {verb} fails.",
        16,
        2,
    )


def duplicate(constraint: str, table: str, value: str) -> SqlError:
    return SqlError(
        2627,
        f"Violation of PRIMARY KEY constraint '{constraint}'. Cannot insert duplicate key in "
        f"object '{table}'. The duplicate key value is ({value}).",
        14,
    )


def denied(permission: str, table: str, database: str, schema: str = "dbo") -> SqlError:
    return SqlError(
        229,
        f"The {permission} permission was denied on the object '{table}', "
        f"database '{database}', schema '{schema}'.",
        14,
        5,
    )


def denied_in_database(permission: str, database: str) -> SqlError:
    return SqlError(262, f"{permission} permission denied in database '{database}'.", 14, 1)


def lock_timeout() -> SqlError:
    return SqlError(1222, "Lock request time out period exceeded.", 16, 51)


def deadlock(process: int) -> SqlError:
    return SqlError(
        1205,
        f"Transaction (Process ID {process}) was deadlocked on lock resources with another process "
        "and has been chosen as the deadlock victim. Rerun the transaction.",
        13,
        51,
    )


def no_snapshot(database: str) -> SqlError:
    return SqlError(
        3952,
        f"Snapshot isolation transaction failed accessing database '{database}' because snapshot "
        "isolation is not allowed in this database. "
        "Use ALTER DATABASE to allow snapshot isolation.",
    )


def late_snapshot(database: str) -> SqlError:
    return SqlError(
        3951,
        f"Transaction failed in database '{database}' because the statement was run under snapshot "
        "isolation but the transaction did not start in snapshot isolation. You cannot change the "
        "isolation level of the transaction to snapshot after the transaction has started unless "
        "the transaction was originally started under snapshot isolation level.",
    )


def no_transaction(request: str) -> SqlError:
    number = 3902 if request == "COMMIT" else 3903
    return SqlError(
        number, f"The {request} TRANSACTION request has no corresponding BEGIN TRANSACTION."
    )


def not_tracked(table: str) -> SqlError:
    return SqlError(22105, f"Change tracking is not enabled on table '{table}'.")


def killed() -> SqlError:
    return SqlError(
        596, "Cannot continue the execution because the session is in the kill state.", 21
    )


def login_failed(user: str) -> SqlError:
    return SqlError(18456, f"Login failed for user '{user}'.", 14)


def cannot_open(database: str) -> SqlError:
    return SqlError(
        4060,
        f'Cannot open database "{database}" requested by the login. The login failed.',
        11,
    )
