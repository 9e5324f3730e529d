-- The demo practice in SQL Server: the tables that the database layout "demo" reads.
-- Run it in a database of its own. Every table has a rowversion column, so that each way of
-- finding changes can be tried; for "rowversion" name it as version in each part of the layout.

CREATE TABLE dbo.FamilyGroup (
    FamilyGroupID int NOT NULL PRIMARY KEY,
    Name nvarchar(200) NULL,
    RowVersion rowversion NOT NULL
);

CREATE TABLE dbo.Contact (
    ContactID int NOT NULL PRIMARY KEY,
    ClientCode nvarchar(60) NULL,
    ContactType nchar(1) NULL,
    Title nvarchar(50) NULL,
    FirstName nvarchar(100) NULL,
    MiddleName nvarchar(100) NULL,
    LastName nvarchar(100) NULL,
    Suffix nvarchar(50) NULL,
    Name nvarchar(1000) NULL,
    Salutation nvarchar(200) NULL,
    Addressee nvarchar(200) NULL,
    Category nvarchar(100) NULL,
    IsClient bit NULL,
    Status nchar(1) NULL,
    FamilyGroupID int NULL,
    ABN nvarchar(20) NULL,
    Notes1 nvarchar(max) NULL,
    RowVersion rowversion NOT NULL
);

CREATE TABLE dbo.Client (
    ContactID int NOT NULL PRIMARY KEY,
    PartnerName nvarchar(200) NULL,
    OfficeName nvarchar(200) NULL,
    DepartmentName nvarchar(200) NULL,
    RowVersion rowversion NOT NULL
);

CREATE TABLE dbo.ContactPhone (
    PhoneID int NOT NULL PRIMARY KEY,
    ContactID int NULL,
    PhoneType nvarchar(50) NULL,
    Number nvarchar(50) NULL,
    RowVersion rowversion NOT NULL
);

CREATE TABLE dbo.ContactEmail (
    EmailID int NOT NULL PRIMARY KEY,
    ContactID int NULL,
    Email nvarchar(400) NULL,
    RowVersion rowversion NOT NULL
);

CREATE TABLE dbo.ContactAlias (
    AliasID int NOT NULL PRIMARY KEY,
    ContactID int NULL,
    Alias nvarchar(200) NULL,
    RowVersion rowversion NOT NULL
);

CREATE TABLE dbo.Address (
    AddressID int NOT NULL PRIMARY KEY,
    Line1 nvarchar(200) NULL,
    Line2 nvarchar(200) NULL,
    City nvarchar(100) NULL,
    State nvarchar(50) NULL,
    PostCode nvarchar(20) NULL,
    Country nvarchar(100) NULL,
    RowVersion rowversion NOT NULL
);

CREATE TABLE dbo.ContactAddress (
    ContactID int NOT NULL,
    AddressID int NOT NULL,
    AddressType nvarchar(50) NULL,
    RowVersion rowversion NOT NULL,
    PRIMARY KEY (ContactID, AddressID)
);

CREATE TABLE dbo.Association (
    AssociationID int NOT NULL PRIMARY KEY,
    ContactID int NULL,
    OtherContactID int NULL,
    Relation nvarchar(100) NULL,
    RowVersion rowversion NOT NULL
);

CREATE TABLE dbo.Employee (
    EmployeeID int NOT NULL PRIMARY KEY,
    Name nvarchar(200) NULL,
    Email nvarchar(254) NULL,
    Status nchar(1) NULL,
    SecurityRole nvarchar(20) NULL,
    RowVersion rowversion NOT NULL
);
