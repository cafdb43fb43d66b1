using System.Globalization;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Checks of CreateDbSystem and the first document of a DB system.</summary>
internal sealed class DbSystemCreation(Cloud cloud, MySqlCatalog catalog)
{
    public void Check(JsonObject body, Resource subnet)
    {
        string shape = body.Text("shapeName");
        catalog.Shape(shape);
        Resource? backup = Backup(body);

        if (body.Part("readEndpoint")?.Flag("isEnabled") == true)
        {
            catalog.CheckFitForReplicas(shape, "read endpoint");
        }

        if (backup is null)
        {
            CheckPassword(body.TextOrNull("adminUsername"), body.TextOrNull("adminPassword"));
        }
        else if (body["adminUsername"] is not null || body["adminPassword"] is not null)
        {
            throw ApiError.InvalidParameter(
                "A restored DB system keeps its users: leave out adminUsername and password.");
        }

        SubnetService.CheckGroups(cloud, body.Texts("nsgIds"), subnet);
        CheckPlacement(body);
        int least = Storage(backup);
        int storage = body.Whole("dataStorageSizeInGBs", least);
        if (storage < least || storage > 131072)
        {
            throw ApiError.InvalidParameter($"dataStorageSizeInGBs is {storage}; {least} to 131072 are allowed.");
        }

        foreach (string name in (string[])["port", "portX"])
        {
            if (body.Whole(name, 3306) is < 1024 or > 65535)
            {
                throw ApiError.InvalidParameter($"Invalid value for parameter {name}: 1024 to 65535 are allowed");
            }
        }
    }

    /// <summary>The backup that the body wants to be restored; null: none.</summary>
    public Resource? Backup(JsonObject body)
    {
        string type = body.Part("source")?.TextOrNull("sourceType") ?? "NONE";
        if (type == "NONE")
        {
            return null;
        }

        if (type != "BACKUP")
        {
            throw new ApiError(501, "MethodNotImplemented", $"The local cloud restores no DB systems from {type}.");
        }

        Resource backup = cloud.Related(Kinds.Backup, body.Part("source")!.Text("backupId"));
        if (backup.State != "ACTIVE")
        {
            throw ApiError.IncorrectState($"The backup {backup.Id} is in state {backup.State}.");
        }

        Version wanted = Version.Parse(catalog.CheckVersion(
            body.TextOrNull("mysqlVersion") ?? backup.Document.Text("mysqlVersion")));
        return wanted >= Version.Parse(backup.Document.Text("mysqlVersion"))
            ? backup
            : throw ApiError.InvalidParameter($"mysqlVersion {wanted} is older than the backup's.");
    }

    private static int Storage(Resource? backup) => backup?.Document.Whole("dataStorageSizeInGBs", 50) ?? 50;

    public void CheckPlacement(JsonObject body)
    {
        if (body.TextOrNull("availabilityDomain") is { } domain)
        {
            FileSystemService.CheckDomain(cloud, domain);
        }

        if (body.TextOrNull("faultDomain") is { } fault && !cloud.FaultDomains.Contains(fault))
        {
            throw ApiError.InvalidParameter($"Invalid value for parameter faultDomain: {fault}");
        }
    }

    public JsonObject Document(JsonObject body, Resource subnet)
    {
        string shape = body.Text("shapeName");
        bool isHighlyAvailable = body.Flag("isHighlyAvailable");
        Resource? backup = Backup(body);
        string version = catalog.CheckVersion(
            body.TextOrNull("mysqlVersion") ?? backup?.Document.Text("mysqlVersion"));
        int storage = body.Whole("dataStorageSizeInGBs", Storage(backup));
        int limit = storage switch { <= 400 => 32768, <= 800 => 65536, <= 1200 => 98304, _ => 131072 };
        var members = new JsonObject
        {
            ["description"] = body.TextOrNull("description"), ["subnetId"] = subnet.Id,
            ["nsgIds"] = body["nsgIds"]?.DeepClone() ?? new JsonArray(), ["isHighlyAvailable"] = isHighlyAvailable,
            ["isHeatWaveClusterAttached"] = false,
            ["availabilityDomain"] = body.TextOrNull("availabilityDomain") ?? cloud.AvailabilityDomains[0],
            ["faultDomain"] = body.TextOrNull("faultDomain") ?? cloud.FaultDomains[0], ["shapeName"] = shape,
            ["mysqlVersion"] = version, ["backupPolicy"] = BackupPolicy(body.Part("backupPolicy")),
            ["source"] = backup is null
                ? new JsonObject { ["sourceType"] = "NONE" }
                : new JsonObject { ["sourceType"] = "BACKUP", ["backupId"] = backup.Id },
            ["configurationId"] =
                catalog.CheckConfiguration(body.TextOrNull("configurationId"), shape, isHighlyAvailable),
            ["dataStorageSizeInGBs"] = storage,
            ["dataStorage"] = new JsonObject
            {
                ["allocatedStorageSizeInGBs"] = storage, ["dataStorageSizeInGBs"] = storage,
                ["dataStorageSizeLimitInGBs"] = limit,
                ["isAutoExpandStorageEnabled"] = body.Part("dataStorage")?.Flag("isAutoExpandStorageEnabled") ?? false,
                ["maxStorageSizeInGBs"] = body.Part("dataStorage")?["maxStorageSizeInGBs"]?.DeepClone(),
            },
            ["hostnameLabel"] = body.TextOrNull("hostnameLabel"), ["channels"] = new JsonArray(),
            ["lifecycleDetails"] = "", ["maintenance"] = Maintenance(body.Part("maintenance"), version),
            ["deletionPolicy"] = DeletionPolicy(body.Part("deletionPolicy")), ["timeUpdated"] = cloud.Now.Stamp(),
            ["crashRecovery"] = body.TextOrNull("crashRecovery") ?? "ENABLED",
            ["databaseManagement"] = body.TextOrNull("databaseManagement") ?? "DISABLED",
            ["secureConnections"] = body["secureConnections"]?.DeepClone()
                ?? new JsonObject { ["certificateGenerationType"] = "SYSTEM" },
            ["databaseMode"] = body.TextOrNull("databaseMode") ?? "READ_WRITE",
            ["accessMode"] = body.TextOrNull("accessMode") ?? "UNRESTRICTED",
            ["customerContacts"] = body["customerContacts"]?.DeepClone() ?? new JsonArray(),
            ["systemTags"] = new JsonObject(), ["endpoints"] = new JsonArray(),
        };
        if (body.Part("readEndpoint") is { } endpoint)
        {
            members["readEndpoint"] = new JsonObject
            {
                ["isEnabled"] = endpoint.Flag("isEnabled"),
                ["readEndpointHostnameLabel"] = endpoint.TextOrNull("readEndpointHostnameLabel"),
                ["excludeIps"] = endpoint["excludeIps"]?.DeepClone() ?? new JsonArray(),
            };
        }

        return members;
    }

    public static void CheckPassword(string? user, string? password)
    {
        if (user is null || password is null)
        {
            throw ApiError.MissingParameter(user is null ? "adminUsername" : "adminPassword");
        }

        if (user.Length is 0 or > 32 || user is "mysql.sys" or "mysql.session" or "mysql.infoschema" or "ociadmin")
        {
            throw ApiError.InvalidParameter("Invalid value for parameter adminUsername");
        }

        bool isStrong = password.Length is >= 8 and <= 32 && password.Any(char.IsAsciiDigit)
            && password.Any(char.IsAsciiLetterLower) && password.Any(char.IsAsciiLetterUpper)
            && !password.All(char.IsAsciiLetterOrDigit);
        if (!isStrong)
        {
            throw ApiError.InvalidParameter(
                "Invalid value for parameter adminPassword: use 8 to 32 characters with a digit, a lower-case and an"
                + " upper-case letter and a special character");
        }
    }

    private static JsonObject BackupPolicy(JsonObject? given) => new()
    {
        ["isEnabled"] = given?.Flag("isEnabled", true) ?? true,
        ["softDelete"] = given?.TextOrNull("softDelete") ?? "DISABLED", ["copyPolicies"] = new JsonArray(),
        ["windowStartTime"] = given?.TextOrNull("windowStartTime") ?? "00:00",
        ["retentionInDays"] = given?.Whole("retentionInDays", 7) ?? 7, ["freeformTags"] = new JsonObject(),
        ["definedTags"] = new JsonObject(),
        ["pitrPolicy"] = given?["pitrPolicy"]?.DeepClone() ?? new JsonObject { ["isEnabled"] = false },
    };

    // Given "sun 04:00", told "SUNDAY 04:00".
    private JsonObject Maintenance(JsonObject? given, string version)
    {
        string[] parts = (given?.Text("windowStartTime") ?? "sun 04:00").Split(' ');
        DayOfWeek[] days = [.. Enum.GetValues<DayOfWeek>().Where(day =>
            parts[0].Length >= 3 && day.ToString().StartsWith(parts[0], StringComparison.OrdinalIgnoreCase))];
        if (parts.Length != 2 || days.Length != 1
            || !TimeOnly.TryParseExact(
                parts[1], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time))
        {
            throw ApiError.InvalidParameter(
                "Invalid value for parameter maintenance.windowStartTime: write \"sun 04:00\"");
        }

        DateTimeOffset today = new(cloud.Now.UtcDateTime.Date, TimeSpan.Zero);
        int ahead = 14 + (((int)days[0] - (int)today.DayOfWeek + 7) % 7);
        return new JsonObject
        {
            ["windowStartTime"] = $"{days[0].ToString().ToUpperInvariant()} {parts[1]}",
            ["versionPreference"] = given?.TextOrNull("versionPreference") ?? "OLDEST",
            ["versionTrackPreference"] = given?.TextOrNull("versionTrackPreference") ?? "FOLLOW",
            ["maintenanceScheduleType"] = given?.TextOrNull("maintenanceScheduleType") ?? "REGULAR",
            ["timeScheduled"] = (today.AddDays(ahead) + time.ToTimeSpan()).Stamp(), ["targetVersion"] = version,
            ["maintenanceDisabledWindows"] = new JsonArray(),
        };
    }

    private static JsonObject DeletionPolicy(JsonObject? given) => new()
    {
        ["automaticBackupRetention"] = given?.TextOrNull("automaticBackupRetention") ?? "DELETE",
        ["finalBackup"] = given?.TextOrNull("finalBackup") ?? "SKIP_FINAL_BACKUP",
        ["isDeleteProtected"] = given?.Flag("isDeleteProtected") ?? false,
    };
}
