SET NOCOUNT ON; SET LOCK_TIMEOUT 5000;

SET DEADLOCK_PRIORITY LOW;

SELECT c.name, t.name, c.max_length, c.precision, c.scale, c.collation_name
FROM sys.columns AS c
JOIN sys.types AS t ON t.user_type_id = c.system_type_id
WHERE c.object_id = OBJECT_ID(?)
ORDER BY c.column_id;

SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)),
       CAST(SERVERPROPERTY('Edition') AS nvarchar(128)),
       d.name, d.compatibility_level, d.snapshot_isolation_state,
       HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'VIEW DATABASE STATE')
FROM sys.databases AS d
WHERE d.database_id = DB_ID();

SELECT c.name
FROM sys.indexes AS i
JOIN sys.index_columns AS x ON x.object_id = i.object_id AND x.index_id = i.index_id
JOIN sys.columns AS c ON c.object_id = x.object_id AND c.column_id = x.column_id
WHERE i.is_primary_key = 1 AND i.object_id = OBJECT_ID(?)
ORDER BY x.key_ordinal;

SELECT CAST(r.recovery_fork_guid AS nvarchar(36))
FROM sys.database_recovery_status AS r
WHERE r.database_id = DB_ID();

SET TRANSACTION ISOLATION LEVEL SNAPSHOT;

BEGIN TRANSACTION;

SELECT COUNT_BIG(*)
FROM [dbo].[Contact] AS c
WHERE c.[ContactID] IS NOT NULL;

COMMIT TRANSACTION;

SELECT TOP (?) c.[ContactID], c.[ClientCode], c.[ContactType], c.[Title], c.[FirstName], c.[MiddleName], c.[LastName], c.[Suffix], c.[Name], c.[Salutation], c.[Addressee], c.[Category], c.[IsClient], c.[Status], c.[ABN], c.[Notes1], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(c.[ClientCode]) AS binary(4)) + CAST(c.[ClientCode] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[ContactType]) AS binary(4)) + CAST(c.[ContactType] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Title]) AS binary(4)) + CAST(c.[Title] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[FirstName]) AS binary(4)) + CAST(c.[FirstName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[MiddleName]) AS binary(4)) + CAST(c.[MiddleName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[LastName]) AS binary(4)) + CAST(c.[LastName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Suffix]) AS binary(4)) + CAST(c.[Suffix] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Name]) AS binary(4)) + CAST(c.[Name] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Salutation]) AS binary(4)) + CAST(c.[Salutation] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Addressee]) AS binary(4)) + CAST(c.[Addressee] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Category]) AS binary(4)) + CAST(c.[Category] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[IsClient]) AS binary(4)) + CAST(c.[IsClient] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Status]) AS binary(4)) + CAST(c.[Status] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[ABN]) AS binary(4)) + CAST(c.[ABN] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Notes1]) AS binary(4)) + CAST(c.[Notes1] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[PartnerName]) AS binary(4)) + CAST(j0.[PartnerName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[OfficeName]) AS binary(4)) + CAST(j0.[OfficeName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[DepartmentName]) AS binary(4)) + CAST(j0.[DepartmentName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j1.[Name]) AS binary(4)) + CAST(j1.[Name] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[Contact] AS c
LEFT JOIN [dbo].[Client] AS j0 ON c.[ContactID] = j0.[ContactID]
LEFT JOIN [dbo].[FamilyGroup] AS j1 ON c.[FamilyGroupID] = j1.[FamilyGroupID]
WHERE c.[ContactID] IS NOT NULL
ORDER BY c.[ContactID], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name];

SELECT t.[ContactID], t.[PhoneType], t.[Number], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[PhoneType]) AS binary(4)) + CAST(t.[PhoneType] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[Number]) AS binary(4)) + CAST(t.[Number] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[ContactPhone] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[PhoneID];

SELECT t.[ContactID], t.[Email], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[Email]) AS binary(4)) + CAST(t.[Email] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[ContactEmail] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[EmailID];

SELECT t.[ContactID], t.[Alias], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[Alias]) AS binary(4)) + CAST(t.[Alias] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[ContactAlias] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[AliasID];

SELECT v.[ContactID], t.[Line1], t.[Line2], v.[AddressType], t.[City], t.[State], t.[PostCode], t.[Country], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[Line1]) AS binary(4)) + CAST(t.[Line1] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[Line2]) AS binary(4)) + CAST(t.[Line2] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(v.[AddressType]) AS binary(4)) + CAST(v.[AddressType] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[City]) AS binary(4)) + CAST(t.[City] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[State]) AS binary(4)) + CAST(t.[State] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[PostCode]) AS binary(4)) + CAST(t.[PostCode] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[Country]) AS binary(4)) + CAST(t.[Country] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[ContactAddress] AS v
JOIN [dbo].[Address] AS t ON v.[AddressID] = t.[AddressID]
WHERE v.[ContactID] >= CAST(? AS int) AND v.[ContactID] <= CAST(? AS int)
ORDER BY t.[AddressID], v.[AddressType];

SELECT t.[ContactID], t.[OtherContactID], t.[Relation], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[OtherContactID]) AS binary(4)) + CAST(t.[OtherContactID] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[Relation]) AS binary(4)) + CAST(t.[Relation] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[Association] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[AssociationID];

SELECT TOP (?) c.[ContactID], c.[ClientCode], c.[ContactType], c.[Title], c.[FirstName], c.[MiddleName], c.[LastName], c.[Suffix], c.[Name], c.[Salutation], c.[Addressee], c.[Category], c.[IsClient], c.[Status], c.[ABN], c.[Notes1], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(c.[ClientCode]) AS binary(4)) + CAST(c.[ClientCode] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[ContactType]) AS binary(4)) + CAST(c.[ContactType] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Title]) AS binary(4)) + CAST(c.[Title] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[FirstName]) AS binary(4)) + CAST(c.[FirstName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[MiddleName]) AS binary(4)) + CAST(c.[MiddleName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[LastName]) AS binary(4)) + CAST(c.[LastName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Suffix]) AS binary(4)) + CAST(c.[Suffix] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Name]) AS binary(4)) + CAST(c.[Name] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Salutation]) AS binary(4)) + CAST(c.[Salutation] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Addressee]) AS binary(4)) + CAST(c.[Addressee] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Category]) AS binary(4)) + CAST(c.[Category] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[IsClient]) AS binary(4)) + CAST(c.[IsClient] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Status]) AS binary(4)) + CAST(c.[Status] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[ABN]) AS binary(4)) + CAST(c.[ABN] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Notes1]) AS binary(4)) + CAST(c.[Notes1] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[PartnerName]) AS binary(4)) + CAST(j0.[PartnerName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[OfficeName]) AS binary(4)) + CAST(j0.[OfficeName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[DepartmentName]) AS binary(4)) + CAST(j0.[DepartmentName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j1.[Name]) AS binary(4)) + CAST(j1.[Name] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[Contact] AS c
LEFT JOIN [dbo].[Client] AS j0 ON c.[ContactID] = j0.[ContactID]
LEFT JOIN [dbo].[FamilyGroup] AS j1 ON c.[FamilyGroupID] = j1.[FamilyGroupID]
WHERE c.[ContactID] IS NOT NULL AND c.[ContactID] > CAST(? AS int)
ORDER BY c.[ContactID], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name];

SELECT s.log_end_lsn
FROM sys.dm_db_log_stats(DB_ID()) AS s;

SELECT TOP (?) c.[ContactID], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(c.[ClientCode]) AS binary(4)) + CAST(c.[ClientCode] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[ContactType]) AS binary(4)) + CAST(c.[ContactType] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Title]) AS binary(4)) + CAST(c.[Title] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[FirstName]) AS binary(4)) + CAST(c.[FirstName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[MiddleName]) AS binary(4)) + CAST(c.[MiddleName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[LastName]) AS binary(4)) + CAST(c.[LastName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Suffix]) AS binary(4)) + CAST(c.[Suffix] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Name]) AS binary(4)) + CAST(c.[Name] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Salutation]) AS binary(4)) + CAST(c.[Salutation] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Addressee]) AS binary(4)) + CAST(c.[Addressee] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Category]) AS binary(4)) + CAST(c.[Category] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[IsClient]) AS binary(4)) + CAST(c.[IsClient] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Status]) AS binary(4)) + CAST(c.[Status] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[ABN]) AS binary(4)) + CAST(c.[ABN] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Notes1]) AS binary(4)) + CAST(c.[Notes1] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[PartnerName]) AS binary(4)) + CAST(j0.[PartnerName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[OfficeName]) AS binary(4)) + CAST(j0.[OfficeName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[DepartmentName]) AS binary(4)) + CAST(j0.[DepartmentName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j1.[Name]) AS binary(4)) + CAST(j1.[Name] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[Contact] AS c
LEFT JOIN [dbo].[Client] AS j0 ON c.[ContactID] = j0.[ContactID]
LEFT JOIN [dbo].[FamilyGroup] AS j1 ON c.[FamilyGroupID] = j1.[FamilyGroupID]
WHERE c.[ContactID] IS NOT NULL
ORDER BY c.[ContactID], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name];

SELECT t.[ContactID], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[PhoneType]) AS binary(4)) + CAST(t.[PhoneType] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[Number]) AS binary(4)) + CAST(t.[Number] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[ContactPhone] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[PhoneID];

SELECT t.[ContactID], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[Email]) AS binary(4)) + CAST(t.[Email] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[ContactEmail] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[EmailID];

SELECT t.[ContactID], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[Alias]) AS binary(4)) + CAST(t.[Alias] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[ContactAlias] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[AliasID];

SELECT v.[ContactID], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[Line1]) AS binary(4)) + CAST(t.[Line1] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[Line2]) AS binary(4)) + CAST(t.[Line2] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(v.[AddressType]) AS binary(4)) + CAST(v.[AddressType] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[City]) AS binary(4)) + CAST(t.[City] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[State]) AS binary(4)) + CAST(t.[State] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[PostCode]) AS binary(4)) + CAST(t.[PostCode] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[Country]) AS binary(4)) + CAST(t.[Country] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[ContactAddress] AS v
JOIN [dbo].[Address] AS t ON v.[AddressID] = t.[AddressID]
WHERE v.[ContactID] >= CAST(? AS int) AND v.[ContactID] <= CAST(? AS int)
ORDER BY t.[AddressID], v.[AddressType];

SELECT t.[ContactID], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[OtherContactID]) AS binary(4)) + CAST(t.[OtherContactID] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[Relation]) AS binary(4)) + CAST(t.[Relation] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[Association] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[AssociationID];

SELECT TOP (?) c.[ContactID], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(c.[ClientCode]) AS binary(4)) + CAST(c.[ClientCode] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[ContactType]) AS binary(4)) + CAST(c.[ContactType] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Title]) AS binary(4)) + CAST(c.[Title] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[FirstName]) AS binary(4)) + CAST(c.[FirstName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[MiddleName]) AS binary(4)) + CAST(c.[MiddleName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[LastName]) AS binary(4)) + CAST(c.[LastName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Suffix]) AS binary(4)) + CAST(c.[Suffix] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Name]) AS binary(4)) + CAST(c.[Name] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Salutation]) AS binary(4)) + CAST(c.[Salutation] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Addressee]) AS binary(4)) + CAST(c.[Addressee] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Category]) AS binary(4)) + CAST(c.[Category] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[IsClient]) AS binary(4)) + CAST(c.[IsClient] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Status]) AS binary(4)) + CAST(c.[Status] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[ABN]) AS binary(4)) + CAST(c.[ABN] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Notes1]) AS binary(4)) + CAST(c.[Notes1] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[PartnerName]) AS binary(4)) + CAST(j0.[PartnerName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[OfficeName]) AS binary(4)) + CAST(j0.[OfficeName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[DepartmentName]) AS binary(4)) + CAST(j0.[DepartmentName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j1.[Name]) AS binary(4)) + CAST(j1.[Name] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[Contact] AS c
LEFT JOIN [dbo].[Client] AS j0 ON c.[ContactID] = j0.[ContactID]
LEFT JOIN [dbo].[FamilyGroup] AS j1 ON c.[FamilyGroupID] = j1.[FamilyGroupID]
WHERE c.[ContactID] IS NOT NULL AND c.[ContactID] > CAST(? AS int)
ORDER BY c.[ContactID], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name];

SELECT c.[ContactID], c.[ClientCode], c.[ContactType], c.[Title], c.[FirstName], c.[MiddleName], c.[LastName], c.[Suffix], c.[Name], c.[Salutation], c.[Addressee], c.[Category], c.[IsClient], c.[Status], c.[ABN], c.[Notes1], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(c.[ClientCode]) AS binary(4)) + CAST(c.[ClientCode] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[ContactType]) AS binary(4)) + CAST(c.[ContactType] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Title]) AS binary(4)) + CAST(c.[Title] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[FirstName]) AS binary(4)) + CAST(c.[FirstName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[MiddleName]) AS binary(4)) + CAST(c.[MiddleName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[LastName]) AS binary(4)) + CAST(c.[LastName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Suffix]) AS binary(4)) + CAST(c.[Suffix] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Name]) AS binary(4)) + CAST(c.[Name] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Salutation]) AS binary(4)) + CAST(c.[Salutation] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Addressee]) AS binary(4)) + CAST(c.[Addressee] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Category]) AS binary(4)) + CAST(c.[Category] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[IsClient]) AS binary(4)) + CAST(c.[IsClient] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Status]) AS binary(4)) + CAST(c.[Status] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[ABN]) AS binary(4)) + CAST(c.[ABN] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(c.[Notes1]) AS binary(4)) + CAST(c.[Notes1] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[PartnerName]) AS binary(4)) + CAST(j0.[PartnerName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[OfficeName]) AS binary(4)) + CAST(j0.[OfficeName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j0.[DepartmentName]) AS binary(4)) + CAST(j0.[DepartmentName] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(j1.[Name]) AS binary(4)) + CAST(j1.[Name] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[Contact] AS c
LEFT JOIN [dbo].[Client] AS j0 ON c.[ContactID] = j0.[ContactID]
LEFT JOIN [dbo].[FamilyGroup] AS j1 ON c.[FamilyGroupID] = j1.[FamilyGroupID]
JOIN (VALUES (CAST(? AS int))) AS k(k0) ON c.[ContactID] = k.k0
ORDER BY j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name];

SELECT t.[ContactID], t.[PhoneType], t.[Number], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[PhoneType]) AS binary(4)) + CAST(t.[PhoneType] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[Number]) AS binary(4)) + CAST(t.[Number] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[ContactPhone] AS t
JOIN (VALUES (CAST(? AS int))) AS k(k0) ON t.[ContactID] = k.k0
ORDER BY t.[PhoneID];

SELECT t.[ContactID], t.[Email], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[Email]) AS binary(4)) + CAST(t.[Email] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[ContactEmail] AS t
JOIN (VALUES (CAST(? AS int))) AS k(k0) ON t.[ContactID] = k.k0
ORDER BY t.[EmailID];

SELECT t.[ContactID], t.[Alias], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[Alias]) AS binary(4)) + CAST(t.[Alias] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[ContactAlias] AS t
JOIN (VALUES (CAST(? AS int))) AS k(k0) ON t.[ContactID] = k.k0
ORDER BY t.[AliasID];

SELECT v.[ContactID], t.[Line1], t.[Line2], v.[AddressType], t.[City], t.[State], t.[PostCode], t.[Country], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[Line1]) AS binary(4)) + CAST(t.[Line1] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[Line2]) AS binary(4)) + CAST(t.[Line2] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(v.[AddressType]) AS binary(4)) + CAST(v.[AddressType] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[City]) AS binary(4)) + CAST(t.[City] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[State]) AS binary(4)) + CAST(t.[State] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[PostCode]) AS binary(4)) + CAST(t.[PostCode] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[Country]) AS binary(4)) + CAST(t.[Country] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[ContactAddress] AS v
JOIN [dbo].[Address] AS t ON v.[AddressID] = t.[AddressID]
JOIN (VALUES (CAST(? AS int))) AS k(k0) ON v.[ContactID] = k.k0
ORDER BY t.[AddressID], v.[AddressType];

SELECT t.[ContactID], t.[OtherContactID], t.[Relation], HASHBYTES('SHA2_256', ISNULL(CAST(DATALENGTH(t.[OtherContactID]) AS binary(4)) + CAST(t.[OtherContactID] AS varbinary(max)), 0xFFFFFFFF) + ISNULL(CAST(DATALENGTH(t.[Relation]) AS binary(4)) + CAST(t.[Relation] AS varbinary(max)), 0xFFFFFFFF))
FROM [dbo].[Association] AS t
JOIN (VALUES (CAST(? AS int))) AS k(k0) ON t.[ContactID] = k.k0
ORDER BY t.[AssociationID];

SELECT e.[Email], e.[Email], e.[Status], e.[SecurityRole]
FROM [dbo].[Employee] AS e
WHERE LOWER(LTRIM(RTRIM(e.[Email]))) = LOWER(?)
ORDER BY e.[EmployeeID];

