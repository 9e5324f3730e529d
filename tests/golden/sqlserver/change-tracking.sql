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

SELECT CHANGE_TRACKING_CURRENT_VERSION(), 
CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?)),
(SELECT s.begin_version
FROM sys.change_tracking_tables AS s
WHERE s.object_id = OBJECT_ID(?)), 
CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?)),
(SELECT s.begin_version
FROM sys.change_tracking_tables AS s
WHERE s.object_id = OBJECT_ID(?)), 
CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?)),
(SELECT s.begin_version
FROM sys.change_tracking_tables AS s
WHERE s.object_id = OBJECT_ID(?)), 
CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?)),
(SELECT s.begin_version
FROM sys.change_tracking_tables AS s
WHERE s.object_id = OBJECT_ID(?)), 
CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?)),
(SELECT s.begin_version
FROM sys.change_tracking_tables AS s
WHERE s.object_id = OBJECT_ID(?)), 
CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?)),
(SELECT s.begin_version
FROM sys.change_tracking_tables AS s
WHERE s.object_id = OBJECT_ID(?)), 
CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?)),
(SELECT s.begin_version
FROM sys.change_tracking_tables AS s
WHERE s.object_id = OBJECT_ID(?)), 
CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?)),
(SELECT s.begin_version
FROM sys.change_tracking_tables AS s
WHERE s.object_id = OBJECT_ID(?)), 
CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?)),
(SELECT s.begin_version
FROM sys.change_tracking_tables AS s
WHERE s.object_id = OBJECT_ID(?));

COMMIT TRANSACTION;

SELECT COUNT_BIG(*)
FROM [dbo].[Contact] AS c
WHERE c.[ContactID] IS NOT NULL;

SELECT TOP (?) c.[ContactID], c.[ClientCode], c.[ContactType], c.[Title], c.[FirstName], c.[MiddleName], c.[LastName], c.[Suffix], c.[Name], c.[Salutation], c.[Addressee], c.[Category], c.[IsClient], c.[Status], c.[ABN], c.[Notes1], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name]
FROM [dbo].[Contact] AS c
LEFT JOIN [dbo].[Client] AS j0 ON c.[ContactID] = j0.[ContactID]
LEFT JOIN [dbo].[FamilyGroup] AS j1 ON c.[FamilyGroupID] = j1.[FamilyGroupID]
WHERE c.[ContactID] IS NOT NULL
ORDER BY c.[ContactID], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name];

SELECT t.[ContactID], t.[PhoneType], t.[Number], t.[PhoneID]
FROM [dbo].[ContactPhone] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[PhoneID];

SELECT t.[ContactID], t.[Email], t.[EmailID]
FROM [dbo].[ContactEmail] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[EmailID];

SELECT t.[ContactID], t.[Alias], t.[AliasID]
FROM [dbo].[ContactAlias] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[AliasID];

SELECT v.[ContactID], t.[Line1], t.[Line2], v.[AddressType], t.[City], t.[State], t.[PostCode], t.[Country]
FROM [dbo].[ContactAddress] AS v
JOIN [dbo].[Address] AS t ON v.[AddressID] = t.[AddressID]
WHERE v.[ContactID] >= CAST(? AS int) AND v.[ContactID] <= CAST(? AS int)
ORDER BY t.[AddressID], v.[AddressType];

SELECT t.[ContactID], t.[OtherContactID], t.[Relation], t.[AssociationID]
FROM [dbo].[Association] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[AssociationID];

SELECT TOP (?) c.[ContactID], c.[ClientCode], c.[ContactType], c.[Title], c.[FirstName], c.[MiddleName], c.[LastName], c.[Suffix], c.[Name], c.[Salutation], c.[Addressee], c.[Category], c.[IsClient], c.[Status], c.[ABN], c.[Notes1], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name]
FROM [dbo].[Contact] AS c
LEFT JOIN [dbo].[Client] AS j0 ON c.[ContactID] = j0.[ContactID]
LEFT JOIN [dbo].[FamilyGroup] AS j1 ON c.[FamilyGroupID] = j1.[FamilyGroupID]
WHERE c.[ContactID] IS NOT NULL AND c.[ContactID] > CAST(? AS int)
ORDER BY c.[ContactID], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[Contact], ?) AS ct
WHERE ct.SYS_CHANGE_VERSION <= ?
ORDER BY ct.SYS_CHANGE_VERSION, ct.[ContactID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[Contact], ?) AS ct
WHERE ct.SYS_CHANGE_VERSION <= ? AND (ct.SYS_CHANGE_VERSION >= CAST(? AS bigint) AND ((ct.SYS_CHANGE_VERSION > CAST(? AS bigint)) OR (ct.SYS_CHANGE_VERSION = CAST(? AS bigint) AND ct.[ContactID] > CAST(? AS int))))
ORDER BY ct.SYS_CHANGE_VERSION, ct.[ContactID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[Client], ?) AS ct
WHERE ct.SYS_CHANGE_VERSION <= ?
ORDER BY ct.SYS_CHANGE_VERSION, ct.[ContactID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[Client], ?) AS ct
WHERE ct.SYS_CHANGE_VERSION <= ? AND (ct.SYS_CHANGE_VERSION >= CAST(? AS bigint) AND ((ct.SYS_CHANGE_VERSION > CAST(? AS bigint)) OR (ct.SYS_CHANGE_VERSION = CAST(? AS bigint) AND ct.[ContactID] > CAST(? AS int))))
ORDER BY ct.SYS_CHANGE_VERSION, ct.[ContactID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[FamilyGroupID], o.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[FamilyGroup], ?) AS ct
JOIN [dbo].[Contact] AS o ON o.[FamilyGroupID] = ct.[FamilyGroupID]
WHERE ct.SYS_CHANGE_VERSION <= ?
ORDER BY ct.SYS_CHANGE_VERSION, ct.[FamilyGroupID], o.[ContactID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[FamilyGroupID], o.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[FamilyGroup], ?) AS ct
JOIN [dbo].[Contact] AS o ON o.[FamilyGroupID] = ct.[FamilyGroupID]
WHERE ct.SYS_CHANGE_VERSION <= ? AND (ct.SYS_CHANGE_VERSION >= CAST(? AS bigint) AND ((ct.SYS_CHANGE_VERSION > CAST(? AS bigint)) OR (ct.SYS_CHANGE_VERSION = CAST(? AS bigint) AND ct.[FamilyGroupID] > CAST(? AS int)) OR (ct.SYS_CHANGE_VERSION = CAST(? AS bigint) AND ct.[FamilyGroupID] = CAST(? AS int) AND o.[ContactID] > CAST(? AS int))))
ORDER BY ct.SYS_CHANGE_VERSION, ct.[FamilyGroupID], o.[ContactID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[PhoneID], t.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[ContactPhone], ?) AS ct
LEFT JOIN [dbo].[ContactPhone] AS t ON t.[PhoneID] = ct.[PhoneID]
WHERE ct.SYS_CHANGE_VERSION <= ?
ORDER BY ct.SYS_CHANGE_VERSION, ct.[PhoneID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[PhoneID], t.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[ContactPhone], ?) AS ct
LEFT JOIN [dbo].[ContactPhone] AS t ON t.[PhoneID] = ct.[PhoneID]
WHERE ct.SYS_CHANGE_VERSION <= ? AND (ct.SYS_CHANGE_VERSION >= CAST(? AS bigint) AND ((ct.SYS_CHANGE_VERSION > CAST(? AS bigint)) OR (ct.SYS_CHANGE_VERSION = CAST(? AS bigint) AND ct.[PhoneID] > CAST(? AS int))))
ORDER BY ct.SYS_CHANGE_VERSION, ct.[PhoneID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[EmailID], t.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[ContactEmail], ?) AS ct
LEFT JOIN [dbo].[ContactEmail] AS t ON t.[EmailID] = ct.[EmailID]
WHERE ct.SYS_CHANGE_VERSION <= ?
ORDER BY ct.SYS_CHANGE_VERSION, ct.[EmailID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[EmailID], t.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[ContactEmail], ?) AS ct
LEFT JOIN [dbo].[ContactEmail] AS t ON t.[EmailID] = ct.[EmailID]
WHERE ct.SYS_CHANGE_VERSION <= ? AND (ct.SYS_CHANGE_VERSION >= CAST(? AS bigint) AND ((ct.SYS_CHANGE_VERSION > CAST(? AS bigint)) OR (ct.SYS_CHANGE_VERSION = CAST(? AS bigint) AND ct.[EmailID] > CAST(? AS int))))
ORDER BY ct.SYS_CHANGE_VERSION, ct.[EmailID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[AliasID], t.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[ContactAlias], ?) AS ct
LEFT JOIN [dbo].[ContactAlias] AS t ON t.[AliasID] = ct.[AliasID]
WHERE ct.SYS_CHANGE_VERSION <= ?
ORDER BY ct.SYS_CHANGE_VERSION, ct.[AliasID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[AliasID], t.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[ContactAlias], ?) AS ct
LEFT JOIN [dbo].[ContactAlias] AS t ON t.[AliasID] = ct.[AliasID]
WHERE ct.SYS_CHANGE_VERSION <= ? AND (ct.SYS_CHANGE_VERSION >= CAST(? AS bigint) AND ((ct.SYS_CHANGE_VERSION > CAST(? AS bigint)) OR (ct.SYS_CHANGE_VERSION = CAST(? AS bigint) AND ct.[AliasID] > CAST(? AS int))))
ORDER BY ct.SYS_CHANGE_VERSION, ct.[AliasID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[ContactID], ct.[AddressID]
FROM CHANGETABLE(CHANGES [dbo].[ContactAddress], ?) AS ct
WHERE ct.SYS_CHANGE_VERSION <= ?
ORDER BY ct.SYS_CHANGE_VERSION, ct.[ContactID], ct.[AddressID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[ContactID], ct.[AddressID]
FROM CHANGETABLE(CHANGES [dbo].[ContactAddress], ?) AS ct
WHERE ct.SYS_CHANGE_VERSION <= ? AND (ct.SYS_CHANGE_VERSION >= CAST(? AS bigint) AND ((ct.SYS_CHANGE_VERSION > CAST(? AS bigint)) OR (ct.SYS_CHANGE_VERSION = CAST(? AS bigint) AND ct.[ContactID] > CAST(? AS int)) OR (ct.SYS_CHANGE_VERSION = CAST(? AS bigint) AND ct.[ContactID] = CAST(? AS int) AND ct.[AddressID] > CAST(? AS int))))
ORDER BY ct.SYS_CHANGE_VERSION, ct.[ContactID], ct.[AddressID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[AddressID], o.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[Address], ?) AS ct
JOIN [dbo].[ContactAddress] AS o ON o.[AddressID] = ct.[AddressID]
WHERE ct.SYS_CHANGE_VERSION <= ?
ORDER BY ct.SYS_CHANGE_VERSION, ct.[AddressID], o.[ContactID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[AddressID], o.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[Address], ?) AS ct
JOIN [dbo].[ContactAddress] AS o ON o.[AddressID] = ct.[AddressID]
WHERE ct.SYS_CHANGE_VERSION <= ? AND (ct.SYS_CHANGE_VERSION >= CAST(? AS bigint) AND ((ct.SYS_CHANGE_VERSION > CAST(? AS bigint)) OR (ct.SYS_CHANGE_VERSION = CAST(? AS bigint) AND ct.[AddressID] > CAST(? AS int)) OR (ct.SYS_CHANGE_VERSION = CAST(? AS bigint) AND ct.[AddressID] = CAST(? AS int) AND o.[ContactID] > CAST(? AS int))))
ORDER BY ct.SYS_CHANGE_VERSION, ct.[AddressID], o.[ContactID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[AssociationID], t.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[Association], ?) AS ct
LEFT JOIN [dbo].[Association] AS t ON t.[AssociationID] = ct.[AssociationID]
WHERE ct.SYS_CHANGE_VERSION <= ?
ORDER BY ct.SYS_CHANGE_VERSION, ct.[AssociationID];

SELECT TOP (?) ct.SYS_CHANGE_VERSION, ct.[AssociationID], t.[ContactID]
FROM CHANGETABLE(CHANGES [dbo].[Association], ?) AS ct
LEFT JOIN [dbo].[Association] AS t ON t.[AssociationID] = ct.[AssociationID]
WHERE ct.SYS_CHANGE_VERSION <= ? AND (ct.SYS_CHANGE_VERSION >= CAST(? AS bigint) AND ((ct.SYS_CHANGE_VERSION > CAST(? AS bigint)) OR (ct.SYS_CHANGE_VERSION = CAST(? AS bigint) AND ct.[AssociationID] > CAST(? AS int))))
ORDER BY ct.SYS_CHANGE_VERSION, ct.[AssociationID];

SELECT c.[ContactID], c.[ClientCode], c.[ContactType], c.[Title], c.[FirstName], c.[MiddleName], c.[LastName], c.[Suffix], c.[Name], c.[Salutation], c.[Addressee], c.[Category], c.[IsClient], c.[Status], c.[ABN], c.[Notes1], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name]
FROM [dbo].[Contact] AS c
LEFT JOIN [dbo].[Client] AS j0 ON c.[ContactID] = j0.[ContactID]
LEFT JOIN [dbo].[FamilyGroup] AS j1 ON c.[FamilyGroupID] = j1.[FamilyGroupID]
JOIN (VALUES (CAST(? AS int))) AS k(k0) ON c.[ContactID] = k.k0
ORDER BY j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name];

SELECT t.[ContactID], t.[PhoneType], t.[Number], t.[PhoneID]
FROM [dbo].[ContactPhone] AS t
JOIN (VALUES (CAST(? AS int))) AS k(k0) ON t.[ContactID] = k.k0
ORDER BY t.[PhoneID];

SELECT t.[ContactID], t.[Email], t.[EmailID]
FROM [dbo].[ContactEmail] AS t
JOIN (VALUES (CAST(? AS int))) AS k(k0) ON t.[ContactID] = k.k0
ORDER BY t.[EmailID];

SELECT t.[ContactID], t.[Alias], t.[AliasID]
FROM [dbo].[ContactAlias] AS t
JOIN (VALUES (CAST(? AS int))) AS k(k0) ON t.[ContactID] = k.k0
ORDER BY t.[AliasID];

SELECT v.[ContactID], t.[Line1], t.[Line2], v.[AddressType], t.[City], t.[State], t.[PostCode], t.[Country]
FROM [dbo].[ContactAddress] AS v
JOIN [dbo].[Address] AS t ON v.[AddressID] = t.[AddressID]
JOIN (VALUES (CAST(? AS int))) AS k(k0) ON v.[ContactID] = k.k0
ORDER BY t.[AddressID], v.[AddressType];

SELECT t.[ContactID], t.[OtherContactID], t.[Relation], t.[AssociationID]
FROM [dbo].[Association] AS t
JOIN (VALUES (CAST(? AS int))) AS k(k0) ON t.[ContactID] = k.k0
ORDER BY t.[AssociationID];

SELECT e.[Email], e.[Email], e.[Status], e.[SecurityRole]
FROM [dbo].[Employee] AS e
WHERE LOWER(LTRIM(RTRIM(e.[Email]))) = LOWER(?)
ORDER BY e.[EmployeeID];

