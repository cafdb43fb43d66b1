using System.Xml.Linq;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Diagrams;

[Trait("Feature", "68")]
public sealed class SiteDiagramTests
{
    [Fact]
    public void Every_part_of_the_site_stands_in_the_picture_with_its_health_as_a_word()
    {
        var texts = TextsOf(SiteDiagram.Render(ExampleStatus.Create()));

        foreach (var text in new[]
        {
            "Site demo (sample)", "Users", "Network load balancer", "127.77.0.10:8080", "1 of 2 healthy", "web-1",
            "10.0.1.11", "connected", "web-2", "not connected", "File Storage", "10.0.1.10:/moodledata",
            "MySQL primary", "10.0.2.10:3306", "Read replica 1", "Replica balancer",
        })
        {
            Assert.Contains(text, texts);
        }
    }

    [Fact]
    public void A_replica_that_is_not_read_from_is_shown_so()
    {
        var status = ExampleStatus.Create();
        status.Database.Endpoints[1].Health = new ReplicaHealth { Reason = "40 s behind" };

        var box = XDocument.Parse(SiteDiagram.Render(status)).Descendants()
            .Single(item => item.Attribute("class")?.Value == "box bad" && item.Value.Contains("Read replica 1", StringComparison.Ordinal));

        Assert.EndsWith("not read from", box.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_outside_are_text_and_never_markup()
    {
        var status = ExampleStatus.Create();
        status.SiteUrl = "http://x/<script>alert(1)</script>";
        status.Nodes[0].Name = "\"><image href=x onerror=alert(1)>";

        var picture = XDocument.Parse(SiteDiagram.Render(status));

        Assert.DoesNotContain(picture.Descendants(), item => item.Name.LocalName is "script" or "image");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public void No_box_lies_on_another_and_all_are_inside(int nodes)
    {
        var status = ExampleStatus.Create();
        status.Nodes.Clear();
        for (var number = 1; number <= nodes; number++)
        {
            status.Nodes.Add(new NodeStatus { Name = $"web-{number}", Address = $"10.0.1.{number}", Connected = true });
        }

        var root = XDocument.Parse(SiteDiagram.Render(status)).Root!;

        var size = root.Attribute("viewBox")!.Value.Split(' ').Select(int.Parse).ToArray();
        var boxes = root.Descendants()
            .Where(item => item.Attribute("class")?.Value.StartsWith("box", StringComparison.Ordinal) == true)
            .Select(item => item.Elements().First())
            .Select(box => (X: Number(box, "x"), Y: Number(box, "y"), W: Number(box, "width"), H: Number(box, "height")))
            .ToList();
        Assert.Equal(nodes + 6, boxes.Count);
        Assert.All(boxes, box => Assert.True(box.X >= 0 && box.X + box.W <= size[2] && box.Y + box.H <= size[3]));
        Assert.Empty(
            from one in boxes
            from other in boxes
            where one != other && one.X < other.X + other.W && other.X < one.X + one.W
                && one.Y < other.Y + other.H && other.Y < one.Y + one.H
            select (one, other));
    }

    [Fact]
    public async Task The_diagram_command_writes_the_picture_to_a_file()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Status = ExampleStatus.Create();

        Assert.Equal(0, await session.RunAsync("diagram", "-o", session.PathOf("site.svg")));

        Assert.Equal("svg", XDocument.Load(session.PathOf("site.svg")).Root!.Name.LocalName);
    }

    [Fact]
    public async Task When_there_is_no_site_yet_nothing_is_drawn_and_the_error_says_what_to_do()
    {
        await using var session = await Session.StartAsync();

        Assert.Equal(1, await session.RunAsync("diagram", "-o", session.PathOf("site.svg")));

        Assert.Contains("moodlectl apply", session.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(session.PathOf("site.svg")));
    }

    private static HashSet<string> TextsOf(string picture) =>
        [.. XDocument.Parse(picture).Descendants().Where(item => item.Name.LocalName == "text").Select(item => item.Value)];

    private static int Number(XElement box, string name) => int.Parse(box.Attribute(name)!.Value, null);
}
