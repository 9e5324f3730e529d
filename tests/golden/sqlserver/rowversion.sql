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

SELECT CAST(MIN_ACTIVE_ROWVERSION() AS bigint), CAST(@@DBTS AS bigint);

SET TRANSACTION ISOLATION LEVEL SNAPSHOT;

BEGIN TRANSACTION;

SELECT COUNT_BIG(*)
FROM [dbo].[Contact] AS c
WHERE c.[ContactID] IS NOT NULL;

COMMIT TRANSACTION;

SELECT TOP (?) c.[ContactID], c.[ClientCode], c.[ContactType], c.[Title], c.[FirstName], c.[MiddleName], c.[LastName], c.[Suffix], c.[Name], c.[Salutation], c.[Addressee], c.[Category], c.[IsClient], c.[Status], c.[ABN], c.[Notes1], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name], j0.[ContactID], j1.[FamilyGroupID]
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

SELECT v.[ContactID], t.[Line1], t.[Line2], v.[AddressType], t.[City], t.[State], t.[PostCode], t.[Country], v.[ContactID], v.[AddressID], t.[AddressID]
FROM [dbo].[ContactAddress] AS v
JOIN [dbo].[Address] AS t ON v.[AddressID] = t.[AddressID]
WHERE v.[ContactID] >= CAST(? AS int) AND v.[ContactID] <= CAST(? AS int)
ORDER BY t.[AddressID], v.[AddressType];

SELECT t.[ContactID], t.[OtherContactID], t.[Relation], t.[AssociationID]
FROM [dbo].[Association] AS t
WHERE t.[ContactID] >= CAST(? AS int) AND t.[ContactID] <= CAST(? AS int)
ORDER BY t.[AssociationID];

SELECT TOP (?) c.[ContactID], c.[ClientCode], c.[ContactType], c.[Title], c.[FirstName], c.[MiddleName], c.[LastName], c.[Suffix], c.[Name], c.[Salutation], c.[Addressee], c.[Category], c.[IsClient], c.[Status], c.[ABN], c.[Notes1], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name], j0.[ContactID], j1.[FamilyGroupID]
FROM [dbo].[Contact] AS c
LEFT JOIN [dbo].[Client] AS j0 ON c.[ContactID] = j0.[ContactID]
LEFT JOIN [dbo].[FamilyGroup] AS j1 ON c.[FamilyGroupID] = j1.[FamilyGroupID]
WHERE c.[ContactID] IS NOT NULL AND c.[ContactID] > CAST(? AS int)
ORDER BY c.[ContactID], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name];

SELECT TOP (?) t.[RowVersion], t.[ContactID]
FROM [dbo].[Contact] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[ContactID]
FROM [dbo].[Contact] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8)) AND t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[ContactID]
FROM [dbo].[Client] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[ContactID]
FROM [dbo].[Client] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8)) AND t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[FamilyGroupID], o.[ContactID]
FROM [dbo].[FamilyGroup] AS t
JOIN [dbo].[Contact] AS o ON o.[FamilyGroupID] = t.[FamilyGroupID]
WHERE t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion], o.[ContactID];

SELECT TOP (?) t.[RowVersion], t.[FamilyGroupID], o.[ContactID]
FROM [dbo].[FamilyGroup] AS t
JOIN [dbo].[Contact] AS o ON o.[FamilyGroupID] = t.[FamilyGroupID]
WHERE t.[RowVersion] > CAST(? AS binary(8)) AND (t.[RowVersion] >= CAST(? AS binary(8)) AND ((t.[RowVersion] > CAST(? AS binary(8))) OR (t.[RowVersion] = CAST(? AS binary(8)) AND o.[ContactID] > CAST(? AS int))))
ORDER BY t.[RowVersion], o.[ContactID];

SELECT TOP (?) t.[RowVersion], t.[PhoneID], t.[ContactID]
FROM [dbo].[ContactPhone] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[PhoneID], t.[ContactID]
FROM [dbo].[ContactPhone] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8)) AND t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[EmailID], t.[ContactID]
FROM [dbo].[ContactEmail] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[EmailID], t.[ContactID]
FROM [dbo].[ContactEmail] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8)) AND t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[AliasID], t.[ContactID]
FROM [dbo].[ContactAlias] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[AliasID], t.[ContactID]
FROM [dbo].[ContactAlias] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8)) AND t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[ContactID], t.[AddressID]
FROM [dbo].[ContactAddress] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[ContactID], t.[AddressID]
FROM [dbo].[ContactAddress] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8)) AND t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[AddressID], o.[ContactID]
FROM [dbo].[Address] AS t
JOIN [dbo].[ContactAddress] AS o ON o.[AddressID] = t.[AddressID]
WHERE t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion], o.[ContactID];

SELECT TOP (?) t.[RowVersion], t.[AddressID], o.[ContactID]
FROM [dbo].[Address] AS t
JOIN [dbo].[ContactAddress] AS o ON o.[AddressID] = t.[AddressID]
WHERE t.[RowVersion] > CAST(? AS binary(8)) AND (t.[RowVersion] >= CAST(? AS binary(8)) AND ((t.[RowVersion] > CAST(? AS binary(8))) OR (t.[RowVersion] = CAST(? AS binary(8)) AND o.[ContactID] > CAST(? AS int))))
ORDER BY t.[RowVersion], o.[ContactID];

SELECT TOP (?) t.[RowVersion], t.[AssociationID], t.[ContactID]
FROM [dbo].[Association] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) t.[RowVersion], t.[AssociationID], t.[ContactID]
FROM [dbo].[Association] AS t
WHERE t.[RowVersion] > CAST(? AS binary(8)) AND t.[RowVersion] > CAST(? AS binary(8))
ORDER BY t.[RowVersion];

SELECT TOP (?) c.[ContactID]
FROM [dbo].[Contact] AS c
WHERE c.[ContactID] IS NOT NULL
ORDER BY c.[ContactID];

SELECT TOP (?) c.[ContactID]
FROM [dbo].[Contact] AS c
WHERE c.[ContactID] IS NOT NULL AND c.[ContactID] > CAST(? AS int)
ORDER BY c.[ContactID];

SELECT TOP (?) t.[ContactID]
FROM [dbo].[Client] AS t
ORDER BY t.[ContactID];

SELECT TOP (?) t.[ContactID]
FROM [dbo].[Client] AS t
WHERE t.[ContactID] > CAST(? AS int)
ORDER BY t.[ContactID];

SELECT TOP (?) t.[FamilyGroupID]
FROM [dbo].[FamilyGroup] AS t
ORDER BY t.[FamilyGroupID];

SELECT TOP (?) t.[FamilyGroupID]
FROM [dbo].[FamilyGroup] AS t
WHERE t.[FamilyGroupID] > CAST(? AS int)
ORDER BY t.[FamilyGroupID];

SELECT TOP (?) t.[PhoneID]
FROM [dbo].[ContactPhone] AS t
ORDER BY t.[PhoneID];

SELECT TOP (?) t.[PhoneID]
FROM [dbo].[ContactPhone] AS t
WHERE t.[PhoneID] > CAST(? AS int)
ORDER BY t.[PhoneID];

SELECT TOP (?) t.[EmailID]
FROM [dbo].[ContactEmail] AS t
ORDER BY t.[EmailID];

SELECT TOP (?) t.[EmailID]
FROM [dbo].[ContactEmail] AS t
WHERE t.[EmailID] > CAST(? AS int)
ORDER BY t.[EmailID];

SELECT TOP (?) t.[AliasID]
FROM [dbo].[ContactAlias] AS t
ORDER BY t.[AliasID];

SELECT TOP (?) t.[AliasID]
FROM [dbo].[ContactAlias] AS t
WHERE t.[AliasID] > CAST(? AS int)
ORDER BY t.[AliasID];

SELECT TOP (?) t.[ContactID], t.[AddressID]
FROM [dbo].[ContactAddress] AS t
ORDER BY t.[ContactID], t.[AddressID];

SELECT TOP (?) t.[ContactID], t.[AddressID]
FROM [dbo].[ContactAddress] AS t
WHERE (t.[ContactID] >= CAST(? AS int) AND ((t.[ContactID] > CAST(? AS int)) OR (t.[ContactID] = CAST(? AS int) AND t.[AddressID] > CAST(? AS int))))
ORDER BY t.[ContactID], t.[AddressID];

SELECT TOP (?) t.[AddressID]
FROM [dbo].[Address] AS t
ORDER BY t.[AddressID];

SELECT TOP (?) t.[AddressID]
FROM [dbo].[Address] AS t
WHERE t.[AddressID] > CAST(? AS int)
ORDER BY t.[AddressID];

SELECT TOP (?) t.[AssociationID]
FROM [dbo].[Association] AS t
ORDER BY t.[AssociationID];

SELECT TOP (?) t.[AssociationID]
FROM [dbo].[Association] AS t
WHERE t.[AssociationID] > CAST(? AS int)
ORDER BY t.[AssociationID];

SELECT c.[ContactID], c.[ClientCode], c.[ContactType], c.[Title], c.[FirstName], c.[MiddleName], c.[LastName], c.[Suffix], c.[Name], c.[Salutation], c.[Addressee], c.[Category], c.[IsClient], c.[Status], c.[ABN], c.[Notes1], j0.[PartnerName], j0.[OfficeName], j0.[DepartmentName], j1.[Name], j0.[ContactID], j1.[FamilyGroupID]
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

SELECT v.[ContactID], t.[Line1], t.[Line2], v.[AddressType], t.[City], t.[State], t.[PostCode], t.[Country], v.[ContactID], v.[AddressID], t.[AddressID]
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

