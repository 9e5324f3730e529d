"""The tables of Microsoft's sample database AdventureWorks that its layout reads, and some people.

Tables, columns, types and primary keys are those of instawdb.sql in
https://github.com/microsoft/sql-server-samples; alias types stand as what they are made of, and
columns of types that the layout doesn't read (xml, geography, hierarchyid) are left out.
"""

from collections.abc import Sequence

TABLES: dict[str, str] = {
    "Person.Person": """
        BusinessEntityID int NOT NULL PRIMARY KEY,
        PersonType nchar(2) NOT NULL,
        NameStyle bit NOT NULL DEFAULT 0,
        Title nvarchar(8) NULL,
        FirstName nvarchar(50) NOT NULL,
        MiddleName nvarchar(50) NULL,
        LastName nvarchar(50) NOT NULL,
        Suffix nvarchar(10) NULL,
        EmailPromotion int NOT NULL DEFAULT 0,
        rowguid uniqueidentifier NOT NULL DEFAULT NEWID(),
        ModifiedDate datetime NOT NULL DEFAULT GETDATE()""",
    "HumanResources.Employee": """
        BusinessEntityID int NOT NULL PRIMARY KEY,
        NationalIDNumber nvarchar(15) NOT NULL,
        LoginID nvarchar(256) NOT NULL,
        JobTitle nvarchar(50) NOT NULL,
        BirthDate date NOT NULL DEFAULT '1980-01-01',
        CurrentFlag bit NOT NULL DEFAULT 1,
        ModifiedDate datetime NOT NULL DEFAULT GETDATE()""",
    "Person.EmailAddress": """
        BusinessEntityID int NOT NULL,
        EmailAddressID int NOT NULL IDENTITY(1, 1),
        EmailAddress nvarchar(50) NULL,
        rowguid uniqueidentifier NOT NULL DEFAULT NEWID(),
        ModifiedDate datetime NOT NULL DEFAULT GETDATE(),
        PRIMARY KEY (BusinessEntityID, EmailAddressID)""",
    "Person.PersonPhone": """
        BusinessEntityID int NOT NULL,
        PhoneNumber nvarchar(25) NOT NULL,
        PhoneNumberTypeID int NOT NULL,
        ModifiedDate datetime NOT NULL DEFAULT GETDATE(),
        PRIMARY KEY (BusinessEntityID, PhoneNumber, PhoneNumberTypeID)""",
    "Person.Address": """
        AddressID int NOT NULL PRIMARY KEY,
        AddressLine1 nvarchar(60) NOT NULL,
        AddressLine2 nvarchar(60) NULL,
        City nvarchar(30) NOT NULL,
        StateProvinceID int NOT NULL,
        PostalCode nvarchar(15) NOT NULL,
        rowguid uniqueidentifier NOT NULL DEFAULT NEWID(),
        ModifiedDate datetime NOT NULL DEFAULT GETDATE()""",
    "Person.BusinessEntityAddress": """
        BusinessEntityID int NOT NULL,
        AddressID int NOT NULL,
        AddressTypeID int NOT NULL,
        rowguid uniqueidentifier NOT NULL DEFAULT NEWID(),
        ModifiedDate datetime NOT NULL DEFAULT GETDATE(),
        PRIMARY KEY (BusinessEntityID, AddressID, AddressTypeID)""",
}

PEOPLE = (
    "INSERT INTO Person.Person (BusinessEntityID, PersonType, Title, FirstName, MiddleName,"
    " LastName, Suffix) VALUES (1, N'EM', N'Ms', N'First', N'J', N'Person', N'Jr'),"
    " (2, N'IN', NULL, N'Second', NULL, N'Person', NULL),"
    " (3, N'GC', NULL, N'Third', NULL, N'Person', NULL)",
    "INSERT INTO HumanResources.Employee (BusinessEntityID, NationalIDNumber, LoginID, JobTitle)"
    " VALUES (1, N'1', N'adventure-works\\first', N'Buyer')",
    "INSERT INTO Person.EmailAddress (BusinessEntityID, EmailAddress)"
    " VALUES (1, N'first@example.com'), (2, N'second@example.com')",
    "INSERT INTO Person.PersonPhone (BusinessEntityID, PhoneNumber, PhoneNumberTypeID)"
    " VALUES (1, N'5550 1000', 1), (1, N'5550 1001', 3), (2, N'5550 2000', 2)",
    "INSERT INTO Person.Address (AddressID, AddressLine1, AddressLine2, City, StateProvinceID,"
    " PostalCode) VALUES (11, N'1 First Street', N'Unit 2', N'Ballarat', 77, N'3350'),"
    " (12, N'2 Second Street', NULL, N'Seattle', 79, N'98104')",
    "INSERT INTO Person.BusinessEntityAddress (BusinessEntityID, AddressID, AddressTypeID)"
    " VALUES (1, 11, 2), (2, 11, 2), (2, 12, 5)",
)


def schema(*, versions: bool = False) -> Sequence[str]:
    """What makes the tables; with `versions` each has a rowversion column, as no one's does."""
    more = ",\n        Version rowversion" if versions else ""
    return [f"CREATE TABLE {table} ({columns}{more})" for table, columns in TABLES.items()]
