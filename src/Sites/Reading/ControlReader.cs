namespace MoodleNodeAgent.Sites.Reading;

/// <summary>Reads the section control.</summary>
internal static class ControlReader
{
    // The fifth address of the public subnet: OCI keeps the first two.
    private const uint Host = 5;

    public static ControlSpec? Read(Section root, CloudSpec cloud, NetworkSpec network)
    {
        if (root.Value("control") is null)
        {
            return null;
        }

        var control = root.Map("control");
        var shape = control.Text("shape");
        var ocpus = control.Number("ocpus", "1");
        var memory = control.Number("memory_gb", "6");
        if (ocpus is < 1 or > 16)
        {
            control.Report("ocpus", $"{ocpus} cannot be. Write 1 to 16; 1 is enough.");
        }

        if (memory is < 1 or > 128)
        {
            control.Report("memory_gb", $"{memory} cannot be. Write 1 to 128; 6 is enough.");
        }

        var operators = ReadOperators(control, cloud);
        control.RejectUnknownKeys();
        return new ControlSpec
        {
            Shape = shape ?? "VM.Standard.A1.Flex",
            Ocpus = ocpus ?? 1,
            MemoryGb = memory ?? 6,
            Operators = operators,
            Address = AddressRange.Parse(network.PublicCidr) is { } subnet
                ? $"{subnet with { First = subnet.First + Host }}".Split('/')[0]
                : "",
        };
    }

    private static List<string> ReadOperators(Section control, CloudSpec cloud)
    {
        var items = control.List("operators", "[203.0.113.0/24]");
        if (items is null && cloud.Provider == "local")
        {
            return ["127.0.0.0/8"];
        }

        if (items is not { Count: > 0 })
        {
            control.ReportBelow(
                "operators",
                "nobody could reach the control host. Write the ranges that operators come from, such as [203.0.113.0/24].");
            return [];
        }

        var operators = new List<string>();
        for (var index = 0; index < items.Count; index++)
        {
            if (AddressRange.Parse(items[index].Text) is { } range && range == range.Network)
            {
                operators.Add($"{range}");
            }
            else
            {
                control.ReportItem(
                    "operators",
                    index,
                    items[index],
                    $"{Section.Quote(items[index].Text)} is no IPv4 range. Write one such as 203.0.113.0/24.");
            }
        }

        return operators;
    }
}
