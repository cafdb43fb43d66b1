using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Journal;

/// <summary>Runs that go on after a reboot. Their specs may hold secrets, so they are encrypted, and removed when the run
/// goes on.</summary>
/// <param name="folder">Created, closed to all but its owner, when it is needed.</param>
internal sealed class SuspendedRuns(string folder)
{
    private const string Ending = ".suspended";
    private readonly SealedFolder files = new(folder);

    public void Save(RunRequest request) => files.Write(request.RunId + Ending, request.ToByteArray());

    /// <summary>Runs that were suspended; each is told once, so that a run that dies after all is not begun again.</summary>
    public IReadOnlyList<RunRequest> Take()
    {
        List<RunRequest> runs = [];
        foreach (var path in files.Files(Ending))
        {
            if (Read(path) is { } request)
            {
                runs.Add(request);
            }

            File.Delete(path);
        }

        if (runs.Count > 0)
        {
            files.Sync();
        }

        return runs;
    }

    public void Forget(string runId) => files.Remove(runId + Ending);

    /// <summary>Null: damaged, or of another node; the run is then told as interrupted.</summary>
    private RunRequest? Read(string path)
    {
        try
        {
            return files.Read(path) is { } plain ? RunRequest.Parser.ParseFrom(plain) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
