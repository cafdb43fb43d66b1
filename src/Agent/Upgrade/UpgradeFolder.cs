using System.Text;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Upgrade;

/// <summary>What the executor and the guard tell each other about an upgrade of the agent: each file has one writer, and
/// outlives both.</summary>
internal sealed class UpgradeFolder(string folder)
{
    /// <summary>Name of the folder within the executor's own.</summary>
    public const string Name = "upgrade";

    private const uint OwnerOnly = 0b110_000_000;
    private const string Failed = ".failed";

    /// <summary>Package of the version before, with its signature checked.</summary>
    public string Kept => Path.Join(folder, "kept");

    /// <summary>Where dnf puts that package. dnf removes from there what it fetched, at its next transaction.</summary>
    public string Fetched => Path.Join(folder, "fetched");

    private string OrderFile => Path.Join(folder, "order");

    private string ConfirmedFile => Path.Join(folder, "confirmed");

    /// <summary>The upgrade that is under way; null: none.</summary>
    public AgentUpgradeOrder? Order()
    {
        try
        {
            return AgentUpgradeOrder.Parser.ParseFrom(File.ReadAllBytes(OrderFile));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Executor: begins an upgrade, and forgets all of an earlier one.</summary>
    public void Begin(AgentUpgradeOrder order)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        AtomicFile.Write(OrderFile, order.ToByteArray(), OwnerOnly);
    }

    /// <summary>Executor: the coordinator has acknowledged the run of the upgrade. Other runs are none of its business.
    /// </summary>
    public void Confirm(string runId)
    {
        if (Order()?.RunId == runId)
        {
            AtomicFile.Write(ConfirmedFile, Encoding.UTF8.GetBytes(runId), OwnerOnly);
        }
    }

    /// <summary>Guard: whether that has happened.</summary>
    public bool IsConfirmed(AgentUpgradeOrder order) =>
        File.Exists(ConfirmedFile) && File.ReadAllText(ConfirmedFile) == order.RunId;

    /// <summary>Guard: keeps the package that was fetched.</summary>
    /// <returns>False: there is none.</returns>
    public bool Keep()
    {
        if (!Directory.Exists(Fetched) || Directory.GetFiles(Fetched, "*.rpm") is not [var fetched])
        {
            return false;
        }

        Directory.CreateDirectory(Kept);
        File.Move(fetched, Path.Join(Kept, Path.GetFileName(fetched)), overwrite: true);
        return true;
    }

    /// <summary>Guard: why the version before is there again, or was never left.</summary>
    public void Fail(AgentUpgradeOrder order, string reason) =>
        AtomicFile.Write(Path.Join(folder, order.RunId + Failed), Encoding.UTF8.GetBytes(reason), OwnerOnly);

    /// <summary>Executor: why the upgrade of a run failed; null: it did not, or not yet.</summary>
    public string? FailureOf(string runId) =>
        Path.Join(folder, runId + Failed) is var file && File.Exists(file) ? File.ReadAllText(file) : null;

    /// <summary>Executor: all that failed; each is told once.</summary>
    public IReadOnlyList<(string RunId, string Reason)> TakeFailures()
    {
        List<(string, string)> failures = [];
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Failed) : [])
        {
            failures.Add((Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)));
            File.Delete(file);
        }

        return failures;
    }

    /// <summary>Guard: the upgrade is over, one way or the other.</summary>
    public void End()
    {
        // The order first: without it nothing begins again at the next boot.
        File.Delete(OrderFile);
        File.Delete(ConfirmedFile);
        foreach (var packages in new[] { Kept, Fetched }.Where(Directory.Exists))
        {
            Directory.Delete(packages, recursive: true);
        }
    }
}
