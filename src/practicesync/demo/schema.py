"""The tables of the demo practice, shaped like an AE practice database.

Declared types are SQL Server's; SQLite keeps them and stores text and whole numbers.
"""

from __future__ import annotations

SCHEMA = """
CREATE TABLE FamilyGroup (
    FamilyGroupID INTEGER PRIMARY KEY,
    Name NVARCHAR(200)
);
CREATE TABLE Contact (
    ContactID INTEGER PRIMARY KEY,
    ClientCode NVARCHAR(60) COLLATE NOCASE,
    ContactType NCHAR(1),
    Title NVARCHAR(50),
    FirstName NVARCHAR(100),
    MiddleName NVARCHAR(100),
    LastName NVARCHAR(100),
    Suffix NVARCHAR(50),
    Name NVARCHAR(400),
    Salutation NVARCHAR(200),
    Addressee NVARCHAR(200),
    Category NVARCHAR(100),
    IsClient BIT,
    Status NCHAR(1),
    FamilyGroupID INTEGER REFERENCES FamilyGroup,
    ABN NVARCHAR(20),
    Notes1 NVARCHAR(4000),
    RowVersion BIGINT
);
CREATE TABLE Client (
    ContactID INTEGER PRIMARY KEY REFERENCES Contact,
    PartnerName NVARCHAR(200),
    OfficeName NVARCHAR(200),
    DepartmentName NVARCHAR(200)
);
CREATE TABLE ContactPhone (
    PhoneID INTEGER PRIMARY KEY,
    ContactID INTEGER REFERENCES Contact,
    PhoneType NVARCHAR(50),
    Number NVARCHAR(50)
);
CREATE TABLE ContactEmail (
    EmailID INTEGER PRIMARY KEY,
    ContactID INTEGER REFERENCES Contact,
    Email NVARCHAR(400)
);
CREATE TABLE ContactAlias (
    AliasID INTEGER PRIMARY KEY,
    ContactID INTEGER REFERENCES Contact,
    Alias NVARCHAR(200)
);
CREATE TABLE Address (
    AddressID INTEGER PRIMARY KEY,
    Line1 NVARCHAR(200),
    Line2 NVARCHAR(200),
    City NVARCHAR(100),
    State NVARCHAR(50),
    PostCode NVARCHAR(20),
    Country NVARCHAR(100)
);
CREATE TABLE ContactAddress (
    ContactID INTEGER REFERENCES Contact,
    AddressID INTEGER REFERENCES Address,
    AddressType NVARCHAR(50),
    PRIMARY KEY (ContactID, AddressID)
);
CREATE TABLE Association (
    AssociationID INTEGER PRIMARY KEY,
    ContactID INTEGER REFERENCES Contact,
    OtherContactID INTEGER REFERENCES Contact,
    Relation NVARCHAR(100)
);
CREATE TABLE Employee (
    EmployeeID INTEGER PRIMARY KEY,
    Name NVARCHAR(200),
    Email NVARCHAR(254) COLLATE NOCASE,
    Status NCHAR(1),
    SecurityRole NVARCHAR(20)
);
"""

INDEXES = """
CREATE INDEX Contact_FamilyGroupID ON Contact (FamilyGroupID);
CREATE INDEX ContactPhone_ContactID ON ContactPhone (ContactID);
CREATE INDEX ContactEmail_ContactID ON ContactEmail (ContactID);
CREATE INDEX ContactAlias_ContactID ON ContactAlias (ContactID);
CREATE INDEX ContactAddress_AddressID ON ContactAddress (AddressID);
CREATE INDEX Association_ContactID ON Association (ContactID);
CREATE INDEX Association_OtherContactID ON Association (OtherContactID);
CREATE TRIGGER Contact_RowVersion AFTER UPDATE ON Contact
WHEN NEW.RowVersion IS OLD.RowVersion
BEGIN
    UPDATE Contact SET RowVersion = (SELECT MAX(RowVersion) FROM Contact) + 1
    WHERE ContactID = NEW.ContactID;
END;
CREATE INDEX Contact_RowVersion_Order ON Contact (RowVersion);
"""
"""What is made once the rows are in: it is faster so. The trigger counts as SQL Server does."""

COLUMNS = {
    "FamilyGroup": 2,
    "Contact": 18,
    "Client": 4,
    "ContactPhone": 4,
    "ContactEmail": 3,
    "ContactAlias": 3,
    "Address": 7,
    "ContactAddress": 3,
    "Association": 4,
    "Employee": 5,
}
"""How many columns each table has, in the order in which tables are filled."""

KEYS = {
    "FamilyGroup": "FamilyGroupID",
    "Contact": "ContactID",
    "ContactPhone": "PhoneID",
    "ContactEmail": "EmailID",
    "ContactAlias": "AliasID",
    "Address": "AddressID",
    "Association": "AssociationID",
}
"""The column that numbers the rows of a table which edits add to."""

OF_CONTACT = (
    "Contact",
    "Client",
    "ContactPhone",
    "ContactEmail",
    "ContactAlias",
    "ContactAddress",
    "Association",
)
"""The tables whose rows belong to a contact; a contact is deleted from the last one up."""
