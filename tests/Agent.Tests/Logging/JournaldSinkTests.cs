using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace MoodleNodeAgent.Agent.Logging;

public sealed class JournaldSinkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mna-").FullName;
    private readonly Socket journald = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Kept fallback = new();
    private readonly Logger log;

    public JournaldSinkTests()
    {
        File.WriteAllText(Path.Join(folder, "agent.toml"), """
            node = "web-1"
            coordinator = "https://control.campus.internal:7443"
            """);
        journald.Bind(new UnixDomainSocketEndPoint(SocketPath));
        journald.ReceiveTimeout = 10_000;
        log = Create(LogOrigin.Read(folder));
    }

    [Fact]
    public async Task A_run_can_be_found_by_its_fields()
    {
        using var host = new TemporaryHost { Log = Create(LogOrigin.Read(folder)) };
        var request = new RunRequest
        {
            RunId = "run-1",
            Epoch = 1,
            Mode = RunMode.Apply,
            Spec = new NodeSpec { Tasks = { new TaskSpec { Id = "app/php", File = File_("/etc/php.d/a.ini") } } },
        };

        await host.Engine().RunAsync(request, _ => Task.CompletedTask, CancellationToken.None, CancellationToken.None);

        var begun = Receive();
        Assert.Equal("Run begun: Apply, 1 tasks", begun["MESSAGE"]);
        Assert.Equal(LogEvents.RunBegun, begun["MESSAGE_ID"]);
        var changed = Receive();
        Assert.Equal(
            ("run-1", "app/php", "campus", "web-1", "6", "moodle-node-agent", LogEvents.TaskChanged),
            (changed["MNA_RUN_ID"], changed["MNA_TASK"], changed["MNA_SITE"], changed["MNA_NODE"], changed["PRIORITY"],
                changed["SYSLOG_IDENTIFIER"], changed["MESSAGE_ID"]));
        Assert.Equal(LogEvents.RunEnded, Receive()["MESSAGE_ID"]);
    }

    [Fact]
    public void A_text_with_line_ends_stays_one_value_and_becomes_no_field()
    {
        log.ForRun("run-1\nMNA_NODE=forged").Error("{Text}", "first\nPRIORITY=0\n");

        var fields = Receive();

        Assert.Equal("first\nPRIORITY=0\n", fields["MESSAGE"].Trim('"'));
        Assert.Equal("3", fields["PRIORITY"]);
        Assert.Equal("web-1", fields["MNA_NODE"]);
    }

    [Fact]
    public void A_text_of_a_megabyte_still_arrives_in_part()
    {
        log.Warning("{Text:l}", new string('x', 1024 * 1024));

        Assert.StartsWith("xxxx", Receive()["MESSAGE"], StringComparison.Ordinal);
        Assert.Empty(fallback.Messages);
    }

    [Fact]
    public void When_journald_goes_away_the_lines_go_to_the_fallback_and_come_back_with_it()
    {
        journald.Dispose();
        File.Delete(SocketPath);
        log.Information("Nobody listens");
        Assert.Equal(["Nobody listens"], fallback.Messages);

        using var again = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        again.Bind(new UnixDomainSocketEndPoint(SocketPath));
        log.Information("Back");

        Assert.True(again.Available > 0);
        Assert.Single(fallback.Messages);
    }

    [Theory]
    [InlineData("node = [", "", "")]
    [InlineData("node = \"db-1\"\ncoordinator = \"https://10.0.0.5:7443\"", "db-1", "")]
    public void Settings_that_tell_nothing_stop_no_log(string toml, string node, string site)
    {
        File.WriteAllText(Path.Join(folder, "agent.toml"), toml);

        Assert.Equal(new LogOrigin(node, site), LogOrigin.Read(folder));
        Assert.Equal(new LogOrigin("", ""), LogOrigin.Read("/nonexistent"));
    }

    public void Dispose()
    {
        journald.Dispose();
        log.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string SocketPath => Path.Join(folder, "journal.sock");

    private Logger Create(LogOrigin origin) => new LoggerConfiguration()
        .WriteTo.Sink(new JournaldSink(
            SocketPath, origin, new LoggerConfiguration().WriteTo.Sink(fallback).CreateLogger()))
        .CreateLogger();

    private static FileTask File_(string path) => new() { Path = path, Content = ByteString.CopyFromUtf8("x") };

    private Dictionary<string, string> Receive()
    {
        var buffer = new byte[256 * 1024];
        var rest = buffer.AsSpan(0, journald.Receive(buffer));
        var fields = new Dictionary<string, string>();
        while (!rest.IsEmpty)
        {
            var line = rest[..rest.IndexOf((byte)'\n')];
            var equals = line.IndexOf((byte)'=');
            var start = equals < 0 ? line.Length + 1 + sizeof(ulong) : equals + 1;
            var length = equals < 0
                ? (int)BinaryPrimitives.ReadUInt64LittleEndian(rest[(line.Length + 1)..])
                : line.Length - start;
            // Each field once: a second one of a name would be somebody's text.
            fields.Add(
                Encoding.ASCII.GetString(equals < 0 ? line : line[..equals]),
                Encoding.UTF8.GetString(rest.Slice(start, length)));
            rest = rest[(start + length + 1)..];
        }

        return fields;
    }

    private sealed class Kept : ILogEventSink
    {
        public List<string> Messages { get; } = [];

        public void Emit(LogEvent logEvent) => Messages.Add(logEvent.RenderMessage());
    }
}
