using System.Runtime.InteropServices;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>Watches whether the program that started this one is there: its end of our standard input closes with it.
/// </summary>
internal sealed class ParentWatch : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource gone = new();
    private readonly List<PosixSignalRegistration> signals = [];

    private ParentWatch()
    {
    }

    /// <summary>Takes the state folder for this process. A child whose parent was killed may still be about to end, and
    /// two of them must not launch side by side.</summary>
    /// <exception cref="IOException">Another one has it, and keeps it.</exception>
    public static async Task<FileStream> EnterAsync(string folder, TimeProvider time, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "lock");
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (time.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Look, time, cancellation);
            }
            catch (IOException failure)
            {
                throw new IOException(
                    $"Another coordinator launches the control host from {folder}. Wait for its end.", failure);
            }
        }
    }

    /// <summary>Cancelled when it is gone, or asks us to end.</summary>
    public CancellationToken Gone => gone.Token;

    /// <summary>Begins to watch. SIGINT, which a terminal sends to parent and child alike, is the parent's alone.</summary>
    public static ParentWatch Start()
    {
        var watch = new ParentWatch();
        watch.signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true));
        watch.signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            watch.gone.Cancel();
        }));
        _ = watch.ReadAsync();
        return watch;
    }

    public void Dispose()
    {
        signals.ForEach(signal => signal.Dispose());
        gone.Dispose();
    }

    private async Task ReadAsync()
    {
        await using var input = Console.OpenStandardInput();
        var nothing = new byte[256];
        try
        {
            while (await input.ReadAsync(nothing) > 0)
            {
            }

            await gone.CancelAsync();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // It ended otherwise in the meantime.
        }
    }
}

/// <summary>A host's life that hears no signals: the parent's watch does.</summary>
internal sealed class ParentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
