using System.Runtime.CompilerServices;
using System.Text;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>The table of operations in src/LocalCloud/README.md. UPDATE_README=1 writes it.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "<!-- operations: written by ReadmeTests -->\n";
    private const string End = "<!-- end of operations -->\n";

    private static readonly HashSet<string> IdentityCollections =
        ["availabilityDomains", "faultDomains", "compartments", "tenancies", "dynamicGroups", "policies"];

    [Fact]
    public async Task The_readme_lists_the_operations_as_they_are()
    {
        await using var cloud = new TestCloud();
        string path = Readme();
        string readme = await File.ReadAllTextAsync(path);
        int start = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        string table = Table(cloud.Operations);
        if (Environment.GetEnvironmentVariable("UPDATE_README") == "1")
        {
            await File.WriteAllTextAsync(path, readme[..start] + table + readme[end..]);
            return;
        }

        Assert.Equal(table, readme[start..end]);
    }

    private static string Table(IEnumerable<(Operation Operation, bool IsThere)> operations)
    {
        var text = new StringBuilder();
        foreach (var service in operations.GroupBy(pair => Service(pair.Operation)))
        {
            text.Append($"\n### {service.Key}\n\n| operation | request | success |\n|---|---|---|\n");
            foreach ((Operation operation, bool isThere) in service)
            {
                string status = isThere ? $"{operation.SuccessStatus}" : "not there: 501";
                text.Append(
                    $"| {operation.Name.Split(':')[^1]} | `{operation.Method} {string.Join('/', operation.Path)}`");
                text.Append($" | {status} |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Service(Operation operation) => operation.Path[1] switch
    {
        "20160918" => IdentityCollections.Contains(operation.Path[2]) ? "identity" : "core",
        "20171215" => "file storage",
        "20190415" => "MySQL",
        "20200501" => "network load balancer",
        "20190729" => "limits",
        "v1" => "auth",
        _ => "object storage",
    };

    private static string Readme([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/LocalCloud/README.md"));
}
