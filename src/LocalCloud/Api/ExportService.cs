using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Exports: a path of an export set that shows a file system.</summary>
internal sealed class ExportService(Cloud cloud, MountTargetService targets)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreateExport", Create);
        handlers.Add("GetExport", call => ApiAnswer.Of(call.Target(Kinds.Export)));
        handlers.Add("ListExports", List);
        handlers.Add("UpdateExport", Update);
        handlers.Add("DeleteExport", Delete);
    }

    private ApiAnswer Create(ApiCall call)
    {
        JsonObject body = call.Body;
        Resource set = cloud.Related(Kinds.ExportSet, body.Text("exportSetId"));
        Resource system = cloud.Related(Kinds.FileSystem, body.Text("fileSystemId"));
        if (system.State != "ACTIVE")
        {
            throw ApiError.IncorrectState($"The file system {system.Id} is in state {system.State}.");
        }

        if (system.Document.Text("availabilityDomain") != set.Document.Text("availabilityDomain"))
        {
            throw ApiError.InvalidParameter(
                "The file system and the mount target are in different availability domains.");
        }

        string path = body.Text("path");
        CheckPath(path);
        CheckOthers(set, system, path);
        Resource target = Target(set.Id);
        Resource export = cloud.Add(Kinds.Export, set.CompartmentId, "", body, new JsonObject
        {
            ["exportOptions"] = Options(body), ["exportSetId"] = set.Id, ["fileSystemId"] = system.Id, ["path"] = path,
            ["isIdmapGroupsForSysAuth"] = body.Flag("isIdmapGroupsForSysAuth"), ["locks"] = new JsonArray(),
        });
        foreach (string name in (string[])["displayName", "compartmentId", "freeformTags", "definedTags"])
        {
            export.Document.Remove(name);
        }

        cloud.Start(Change.Create(export, cloud.Latencies.Export) with
        {
            Queue = target, Work = token => targets.ApplyAsync(target, token),
        });
        return ApiAnswer.Of(export);
    }

    private ApiAnswer List(ApiCall call)
    {
        if (!new[] { "compartmentId", "exportSetId", "fileSystemId" }.Any(name => call.QueryValue(name) is not null))
        {
            throw ApiError.MissingParameter("compartmentId, exportSetId or fileSystemId");
        }

        string? compartment = call.QueryValue("compartmentId");
        return call.List(
            cloud.Resources
                .Where(resource => resource.Kind == Kinds.Export
                    && (compartment is null || resource.CompartmentId == compartment))
                .Select(resource =>
                {
                    JsonObject summary = resource.Document.DeepClone().AsObject();
                    summary.Remove("exportOptions");
                    return summary;
                }),
            new Dictionary<string, string?> { ["compartmentId"] = null });
    }

    private ApiAnswer Update(ApiCall call)
    {
        Resource export = call.Target(Kinds.Export, "ACTIVE");
        Resource target = Target(export.Document.Text("exportSetId"));
        if (call.Body["exportOptions"] is not null)
        {
            export.Document["exportOptions"] = Options(call.Body);
        }

        export.Document.Take(call.Body, "isIdmapGroupsForSysAuth");
        cloud.Start(new Change
        {
            Resource = export, During = "ACTIVE", After = "ACTIVE", IfFailed = "ACTIVE", Takes = TimeSpan.Zero,
            Queue = target, Work = token => targets.ApplyAsync(target, token),
        });
        return ApiAnswer.Of(export);
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Resource export = call.Target(Kinds.Export, "ACTIVE");
        Resource target = Target(export.Document.Text("exportSetId"));
        cloud.Start(Change.Delete(export, cloud.Latencies.Export) with
        {
            Queue = target, Work = token => targets.ApplyAsync(target, token),
        });
        return ApiAnswer.Empty;
    }

    private Resource Target(string exportSetId) => cloud.All(Kinds.MountTarget)
        .First(target => target.Document.TextOrNull("exportSetId") == exportSetId);

    private static void CheckPath(string path)
    {
        string[] elements = path.Split('/')[1..];
        bool isRoot = path == "/";
        bool isFine = path.StartsWith('/') && (isRoot || elements.All(element =>
            element is not ("" or "." or "..") && Encoding.UTF8.GetByteCount(element) <= 255
                && !element.Contains('\0')));
        if (!isFine)
        {
            throw ApiError.InvalidParameter(
                $"Invalid value for parameter path: {path}. Start with /, end without one, and leave out . and ..");
        }
    }

    private void CheckOthers(Resource set, Resource system, string path)
    {
        foreach (JsonObject other in cloud.All(Kinds.Export).Select(export => export.Document)
                     .Where(other => other.Text("exportSetId") == set.Id))
        {
            string taken = other.Text("path");
            if ((taken.TrimEnd('/') + "/").StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal)
                || (path.TrimEnd('/') + "/").StartsWith(taken.TrimEnd('/') + "/", StringComparison.Ordinal))
            {
                throw ApiError.Conflict($"The path {path} is a prefix of the export path {taken}, or the reverse.");
            }

            if (other.Text("fileSystemId") == system.Id)
            {
                throw ApiError.Conflict($"The file system {system.Id} is in the export set {set.Id} already.");
            }
        }
    }

    // No list at all is open to everyone; a member left out of an entry takes the strict value.
    private static JsonArray Options(JsonObject body)
    {
        if (body["exportOptions"] is null)
        {
            return [Option(new JsonObject
            {
                ["source"] = "0.0.0.0/0", ["requirePrivilegedSourcePort"] = false, ["identitySquash"] = "NONE",
            })];
        }

        return new JsonArray([.. body.Parts("exportOptions").Select(Option)]);
    }

    private static JsonObject Option(JsonObject given)
    {
        string source = given.Text("source");
        if (!IPAddress.TryParse(source, out _))
        {
            SubnetAddresses.ParseCidr("exportOptions.source", source);
        }

        return new JsonObject
        {
            ["source"] = source,
            ["requirePrivilegedSourcePort"] = given.Flag("requirePrivilegedSourcePort", true),
            ["access"] = given.TextOrNull("access") ?? "READ_WRITE",
            ["identitySquash"] = given.TextOrNull("identitySquash") ?? "ROOT",
            ["anonymousUid"] = given.Number("anonymousUid", 65534),
            ["anonymousGid"] = given.Number("anonymousGid", 65534),
            ["isAnonymousAccessAllowed"] = given.Flag("isAnonymousAccessAllowed"),
            ["allowedAuth"] = given["allowedAuth"]?.DeepClone() ?? new JsonArray("SYS"),
        };
    }
}
