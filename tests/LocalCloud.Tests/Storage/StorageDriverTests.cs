using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using Microsoft.Extensions.Logging.Abstractions;
using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Storage;

[Trait("Ring", "hosts")]
[Trait("Feature", "8")]
public sealed class StorageDriverTests : IAsyncLifetime
{
    private const string TargetId = "ocid1.mounttarget.oc1.test.a";
    private const string FileSystemId = "ocid1.filesystem.oc1.test.a";
    private const string OtherFileSystemId = "ocid1.filesystem.oc1.test.b";
    private const string Target = "10.9.1.9";
    private const string Web1 = "10.9.1.11";
    private const string Web2 = "10.9.1.12";
    private const string Export = "/moodledata";

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("mna-nfs-");
    private readonly Dictionary<string, NetworkPlace> _clients = [];
    private BridgedNetwork _network = null!;
    private StorageDriver _driver = null!;

    private string Files => Path.Combine(_state.FullName, "storage", "filesystems", FileSystemId);

    public async Task InitializeAsync()
    {
        _network = await BridgedNetwork.StartAsync();
        foreach (string address in (string[])[Web1, Web2])
        {
            _clients[address] = await _network.AttachAsync(address, "vcn", address, default);
        }

        _driver = new StorageDriver(
            _network, _state.FullName, TimeProvider.System, NullLogger<StorageDriver>.Instance);
        await _driver.CreateFileSystemAsync(FileSystemId, default);
        await _driver.CreateFileSystemAsync(OtherFileSystemId, default);
    }

    public async Task DisposeAsync()
    {
        try
        {
            await _driver.DisposeAsync();
        }
        finally
        {
            await _network.DisposeAsync();
            _state.Delete(recursive: true);
        }
    }

    [Fact]
    [Trait("Feature", "30")]
    public async Task A_snapshot_shows_the_files_of_its_time_with_their_owners_and_another_one_is_not_in_it()
    {
        Directory.CreateDirectory(Path.Combine(Files, "notes"));
        string note = Path.Combine(Files, "notes", "one");
        await File.WriteAllTextAsync(note, "first");
        File.SetUnixFileMode(note, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Posix.GiveTo(note, 48, 48);

        await _driver.CreateSnapshotAsync(FileSystemId, "monday", default);
        await File.WriteAllTextAsync(note, "second");
        await _driver.CreateSnapshotAsync(FileSystemId, "tuesday", default);

        string monday = Path.Combine(Files, ".snapshot", "monday");
        Assert.Equal("first", await File.ReadAllTextAsync(Path.Combine(monday, "notes", "one")));
        Assert.Equal(["notes"], Directory.EnumerateFileSystemEntries(monday).Select(Path.GetFileName));
        BufferedCommandResult kept = await Cli.Wrap("stat")
            .WithArguments(["-c", "%u %g %a", Path.Combine(monday, "notes", "one")]).ExecuteBufferedAsync();
        Assert.Equal("48 48 440", kept.StandardOutput.Trim());
        await _driver.DeleteSnapshotAsync(FileSystemId, "monday", default);
        await _driver.DeleteSnapshotAsync(FileSystemId, "tuesday", default);
        Assert.Equal(["notes"], Directory.EnumerateFileSystemEntries(Files).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_listed_source_writes_as_root_and_another_source_is_refused()
    {
        await ApplyAsync(Make(Export, FileSystemId, Option(Web1)));

        await WriteAsync(Web1, "a");
        Assert.Equal("0:0", await OwnerAsync("a"));
        Assert.Contains("a", await ListAsync(Web1), StringComparison.Ordinal);
        BufferedCommandResult refused = await TryListAsync(Web2);
        Assert.False(refused.IsSuccess);
        Assert.Contains("MNT3ERR_ACCES", refused.StandardError, StringComparison.Ordinal);
        string ports = await InAsync(Web1, "rpcinfo", "-p", Target);
        Assert.Matches("tcp +2048 +mountd", ports);
        Assert.Matches("tcp +2049 +nfs", ports);
        Assert.Matches("udp +2050 +nlockmgr", ports);
    }

    [Fact]
    public async Task Squashing_decides_who_owns_what_a_client_writes()
    {
        File.SetUnixFileMode(Files, (UnixFileMode)Convert.ToInt32("777", 8));
        await ApplyAsync(Make(
            Export,
            FileSystemId,
            Option(Web1) with { IdentitySquash = "ROOT", AnonymousUid = 1001, AnonymousGid = 1002 },
            Option(Web2) with { IdentitySquash = "ALL", AnonymousUid = 48, AnonymousGid = 48 }));

        await WriteAsync(Web1, "root-squashed");
        await WriteAsync(Web2, "all-squashed");

        Assert.Equal("1001:1002", await OwnerAsync("root-squashed"));
        Assert.Equal("48:48", await OwnerAsync("all-squashed"));
    }

    [Fact]
    public async Task The_first_option_that_matches_wins()
    {
        await ApplyAsync(Make(Export, FileSystemId, Option("10.9.1.0/24") with { IsReadOnly = true }, Option(Web1)));

        Assert.True((await TryListAsync(Web1)).IsSuccess);
        Assert.False((await TryWriteAsync(Web1, "a")).IsSuccess);
    }

    [Fact]
    public async Task Changed_exports_take_effect_and_the_links_follow()
    {
        await ApplyAsync(Make(Export, FileSystemId, Option(Web1)));
        await WriteAsync(Web1, "a");

        await ApplyAsync(
            Make(Export, FileSystemId, Option("0.0.0.0/0")), Make("/other", OtherFileSystemId, Option(Web1)));
        Assert.Contains("a", await ListAsync(Web2), StringComparison.Ordinal);
        Assert.True((await TryListAsync(Web1, "/other")).IsSuccess);
        Assert.True(File.Exists(Path.Combine(_state.FullName, $"storage/exports/{Target}/moodledata/a")));

        await ApplyAsync(Make("/other", OtherFileSystemId, Option(Web1)), Make(Export, FileSystemId));
        Assert.False((await TryListAsync(Web1)).IsSuccess);
        Assert.False(Path.Exists(Path.Combine(_state.FullName, $"storage/exports/{Target}/moodledata")));
    }

    [Fact]
    public async Task When_the_server_dies_it_comes_back_with_its_exports()
    {
        await ApplyAsync(Make(Export, FileSystemId, Option(Web1)));

        KillServer();

        long start = Stopwatch.GetTimestamp();
        while (!(await TryListAsync(Web1)).IsSuccess)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "It did not come back in 20 s.");
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task When_an_export_cannot_be_served_the_call_fails_and_leaves_no_process()
    {
        IOException error = await Assert.ThrowsAsync<IOException>(
            () => ApplyAsync(Make(Export, FileSystemId, Option("not-an-address/77"))));

        Assert.Contains(Export, error.Message, StringComparison.Ordinal);
        Assert.Empty(new ProcessRecords(_state.FullName).Names);
    }

    [Fact]
    public async Task A_deleted_mount_target_answers_no_more_and_leaves_the_files()
    {
        await ApplyAsync(Make(Export, FileSystemId, Option(Web1)));
        await WriteAsync(Web1, "a");

        await _driver.DeleteMountTargetAsync(TargetId, default);

        Assert.Empty(new ProcessRecords(_state.FullName).Names);
        Assert.True(File.Exists(Path.Combine(Files, "a")));
        await _driver.DeleteFileSystemAsync(FileSystemId, default);
        Assert.False(Directory.Exists(Files));
    }

    private static ExportOptionSpec Option(string source) => new()
    {
        Source = source,
        RequirePrivilegedSourcePort = false,
        IsReadOnly = false,
        IdentitySquash = "NONE",
        AnonymousUid = 65534,
        AnonymousGid = 65534,
    };

    private static ExportSpec Make(string path, string fileSystemId, params ExportOptionSpec[] options) => new()
    {
        ExportId = $"ocid1.export{path}",
        FileSystemId = fileSystemId,
        Path = path,
        Options = options,
    };

    private Task ApplyAsync(params ExportSpec[] exports) => _driver.ApplyMountTargetAsync(
        new MountTargetSpec
        {
            MountTargetId = TargetId,
            VcnId = "vcn",
            SubnetId = "subnet",
            Address = Target,
            Exports = exports,
        },
        default);

    private Task<BufferedCommandResult> TryInAsync(string client, params string[] command) => Cli.Wrap("nsenter")
        .WithArguments([$"--net={_clients[client].Path}", "timeout", "10", .. command])
        .WithValidation(CommandResultValidation.None)
        .ExecuteBufferedAsync();

    private async Task<string> InAsync(string client, params string[] command)
    {
        BufferedCommandResult result = await TryInAsync(client, command);
        Assert.True(result.IsSuccess, result.StandardError);
        return result.StandardOutput;
    }

    private Task<BufferedCommandResult> TryListAsync(string client, string export = Export) =>
        TryInAsync(client, "nfs-ls", $"nfs://{Target}{export}");

    private async Task<string> ListAsync(string client)
    {
        BufferedCommandResult result = await TryListAsync(client);
        Assert.True(result.IsSuccess, result.StandardError);
        return result.StandardOutput;
    }

    private async Task<BufferedCommandResult> TryWriteAsync(string client, string name)
    {
        string source = Path.Combine(_state.FullName, "source");
        await File.WriteAllTextAsync(source, "text");
        return await TryInAsync(client, "nfs-cp", source, $"nfs://{Target}{Export}/{name}");
    }

    private async Task WriteAsync(string client, string name)
    {
        BufferedCommandResult result = await TryWriteAsync(client, name);
        Assert.True(result.IsSuccess, result.StandardError);
        Assert.Equal("text", await File.ReadAllTextAsync(Path.Combine(Files, name)));
    }

    private async Task<string> OwnerAsync(string name) => (await new CommandRunner().RunAsync(
        "stat", ["--format=%u:%g", Path.Combine(Files, name)], default)).Trim();

    private void KillServer()
    {
        var records = new ProcessRecords(_state.FullName);
        string name = Assert.Single(records.Names, name => name.StartsWith("NFS", StringComparison.Ordinal));
        records.Find(name)!.Signal(Posix.SignalKill);
    }
}
