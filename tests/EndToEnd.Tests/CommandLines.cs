using System.Collections.Concurrent;

namespace MoodleNodeAgent.EndToEnd;

/// <summary>Every command line that a process of this machine had for a while, those of the hosts too: what anybody
/// there could have read.</summary>
internal sealed class CommandLines : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(40);

    private readonly ConcurrentDictionary<string, byte> seen = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private readonly Task work;

    public CommandLines() => work = Task.Run(WatchAsync);

    /// <summary>Each once, words separated by spaces.</summary>
    public IReadOnlyCollection<string> Seen => [.. seen.Keys];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await work;
        stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (string folder in Directory.EnumerateDirectories("/proc"))
            {
                if (char.IsAsciiDigit(folder[^1]))
                {
                    Look(folder);
                }
            }

            await Task.Delay(Interval, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Look(string folder)
    {
        try
        {
            string line = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
            if (line.Length > 0)
            {
                seen.TryAdd(line, 0);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It has ended.
        }
    }
}
