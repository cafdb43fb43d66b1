using System.Globalization;

namespace MoodleNodeAgent.Sites.Reading;

/// <summary>Reads the section nodes.</summary>
internal static class NodesReader
{
    private const int MostNodes = 200;
    private const string OnlyImage = "Oracle Linux 9";

    private static readonly Dictionary<string, NodeShape> Shapes = new()
    {
        ["VM.Standard.A1.Flex"] = new(80, 512),
        ["VM.Standard.A2.Flex"] = new(78, 946),
    };

    public static NodesSpec Read(Section nodes)
    {
        var count = nodes.Integer("count", "2") ?? 2;
        if (count is < 1 or > MostNodes)
        {
            nodes.Report("count", $"{count} nodes cannot be. Write 1 to {MostNodes}.");
        }

        var ocpus = nodes.Number("ocpus", "2") ?? 2;
        var memory = nodes.Number("memory_gb", "12") ?? 12;
        var shapes = ReadShapes(nodes, ocpus, memory);
        var image = nodes.Text("image") ?? OnlyImage;
        if (image != OnlyImage)
        {
            nodes.Report("image", $"{Section.Quote(image)} is not supported yet. Use {OnlyImage}.");
        }

        if (nodes.Flag("public_ip") == true)
        {
            nodes.Report(
                "public_ip",
                "nodes with public addresses are not supported yet; the balancer is the way to them. Write false.");
        }

        nodes.RejectUnknownKeys();
        return new NodesSpec
        {
            Count = Math.Clamp(count, 1, MostNodes),
            Shapes = shapes,
            Ocpus = ocpus,
            MemoryGb = memory,
            Image = image,
        };
    }

    private static List<string> ReadShapes(Section nodes, double ocpus, double memory)
    {
        if (nodes.List("shapes", "[VM.Standard.A1.Flex]") is not { } items)
        {
            CheckSize(nodes, "VM.Standard.A1.Flex", ocpus, memory);
            return ["VM.Standard.A1.Flex"];
        }

        if (items.Count == 0)
        {
            nodes.Report("shapes", "the list is empty. Write at least one shape, such as [VM.Standard.A1.Flex].");
        }

        for (var index = 0; index < items.Count; index++)
        {
            var shape = items[index].Text;
            if (!Shapes.ContainsKey(shape))
            {
                nodes.ReportItem(
                    "shapes",
                    index,
                    items[index],
                    $"{Section.Quote(shape)} is not among the Ampere shapes that this version knows. "
                    + Suggestion.Remedy(shape, Shapes.Keys));
            }
            else if (items.Take(index).Any(earlier => earlier.Text == shape))
            {
                nodes.ReportItem("shapes", index, items[index], $"{shape} stands here twice. Remove one.");
            }
            else
            {
                CheckSize(nodes, shape, ocpus, memory);
            }
        }

        return [.. items.Select(item => item.Text)];
    }

    private static void CheckSize(Section nodes, string shape, double ocpus, double memory)
    {
        var limits = Shapes[shape];
        if (ocpus < 1 || ocpus > limits.MaximumOcpus)
        {
            nodes.Report("ocpus", $"{Show(ocpus)} OCPUs cannot be with {shape}. Write 1 to {limits.MaximumOcpus}.");
        }
        else if (memory < ocpus || memory > ocpus * 64)
        {
            nodes.Report(
                "memory_gb",
                $"{Show(memory)} GB cannot be with {Show(ocpus)} OCPUs of {shape}. Write 1 to 64 GB for each OCPU: "
                + $"{Show(ocpus)} to {Show(Math.Min(ocpus * 64, limits.MaximumMemoryGb))}.");
        }
        else if (memory > limits.MaximumMemoryGb)
        {
            nodes.Report(
                "memory_gb",
                $"{Show(memory)} GB cannot be with {shape}. Write at most {limits.MaximumMemoryGb}.");
        }
    }

    private static string Show(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private sealed record NodeShape(int MaximumOcpus, int MaximumMemoryGb);
}
