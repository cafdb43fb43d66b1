using Grpc.Core;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Follows an apply or a destroy to its end. Ctrl-C once: what is in flight ends, and the end is shown; twice: at
/// once.</summary>
internal static class Watching
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    public static async Task<ApplyEnded> WatchAsync(
        OperatorConnection connection, Terminal terminal, Func<CancellationToken, AsyncServerStreamingCall<ApplyEvent>> start,
        CancellationToken interruption)
    {
        using var call = start(terminal.SecondInterrupt);
        await using var asking = interruption.Register(() =>
        {
            terminal.Error.WriteLine("Stopping: what is in flight ends. Ctrl-C again stops at once.");
            _ = StopAsync(connection, now: false);
        });
        IApplyView view = terminal.Live is { } console
            ? new ApplyTable(console, terminal.Clock)
            : new ApplyLines(terminal.Output);
        try
        {
            return await view.ShowAsync(call.ResponseStream.ReadAllAsync(terminal.SecondInterrupt))
                ?? throw new CommandFailure(
                    ExitCode.Failed,
                    "The coordinator ended the apply without a result. Look at its log and repeat the command.");
        }
        catch (Exception failure) when (terminal.SecondInterrupt.IsCancellationRequested
            && failure is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            await StopAsync(connection, now: true);
            throw new OperationCanceledException(failure.Message, failure, terminal.SecondInterrupt);
        }
    }

    private static async Task StopAsync(OperatorConnection connection, bool now)
    {
        using var patience = new CancellationTokenSource(StopPatience, TimeProvider.System);
        try
        {
            await connection.Lifecycle.StopAsync(
                new StopRequest { Now = now }, cancellationToken: patience.Token);
        }
        catch (RpcException)
        {
            // A coordinator that does not answer does not go on either, or ends by itself.
        }
    }
}
