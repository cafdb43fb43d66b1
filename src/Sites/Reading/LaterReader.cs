namespace MoodleNodeAgent.Sites.Reading;
/// <summary>Reads the section control, which this version understands but cannot act upon.</summary>
internal static class LaterReader
{
    public static void Read(Section root)
    {
        if (root.Value("control") is null)
        {
            return;
        }

        var control = root.Map("control");
        root.Warn("control", "a control host is not created yet, so this section has no effect.");
        control.Text("shape");
        control.Number("ocpus", "1");
        control.Number("memory_gb", "6");
        var operators = control.List("operators", "[203.0.113.0/24]") ?? [];
        for (var index = 0; index < operators.Count; index++)
        {
            if (AddressRange.Parse(operators[index].Text) is not { } range || range != range.Network)
            {
                control.ReportItem(
                    "operators",
                    index,
                    operators[index],
                    $"{Section.Quote(operators[index].Text)} is no IPv4 range. Write one such as 203.0.113.0/24.");
            }
        }

        control.RejectUnknownKeys();
    }
}
