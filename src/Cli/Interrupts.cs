using System.Runtime.InteropServices;

namespace MoodleNodeAgent.Cli;

/// <summary>Ctrl-C, once and twice: the first asks for an end in order, the second for one at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource first = new();
    private readonly CancellationTokenSource second = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    /// <summary>The first Ctrl-C, or SIGTERM.</summary>
    public CancellationToken First => first.Token;

    /// <summary>The second one.</summary>
    public CancellationToken Second => second.Token;

    /// <summary>Listens to the process's signals.</summary>
    public static Interrupts OfProcess()
    {
        var interrupts = new Interrupts();
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            interrupts.registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                interrupts.Signal();
            }));
        }

        return interrupts;
    }

    /// <summary>Counts one.</summary>
    public void Signal()
    {
        if (first.IsCancellationRequested)
        {
            second.Cancel();
        }
        else
        {
            first.Cancel();
        }
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        first.Dispose();
        second.Dispose();
    }
}
