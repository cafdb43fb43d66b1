using System.CommandLine;
using Grpc.Core;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Makes the site what its file says.</summary>
internal static class ApplyCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var arguments = new SiteFileArguments();
        var command = new Command("apply", "Creates the site, or makes it what its file says now.");
        arguments.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var input = await arguments.LoadAsync(result, terminal, cancellation);
            using var connection = connect(result);
            await CheckPortsAsync(connection, input, cancellation);
            await ArchiveUpload.SendAsync(connection.Client, input.Archive, cancellation);
            return await ApplyAsync(connection, input, terminal, cancellation);
        });
        return command;
    }

    private static async Task CheckPortsAsync(
        OperatorConnection connection, SiteFileInput input, CancellationToken cancellation)
    {
        if (input.Site.Cloud.Provider != "local")
        {
            return;
        }

        var plan = await connection.Client.PlanAsync(
            new PlanRequest { Site = input.Message }, cancellationToken: cancellation);
        Problems.ThrowIfAny(plan);
        var taken = PortCheck.Find(input.Result, input.Site, plan);
        if (taken.Count > 0)
        {
            throw new CommandFailure(ExitCode.Usage, SiteFileInput.Lines(taken));
        }
    }

    private static async Task<int> ApplyAsync(
        OperatorConnection connection, SiteFileInput input, Terminal terminal, CancellationToken cancellation)
    {
        using var call = connection.Client.Apply(
            new ApplyRequest { Site = input.Message }, cancellationToken: cancellation);
        IApplyView view = terminal.Live is { } console
            ? new ApplyTable(console, terminal.Clock)
            : new ApplyLines(terminal.Output);
        var ended = await view.ShowAsync(call.ResponseStream.ReadAllAsync(cancellation))
            ?? throw new CommandFailure(
                ExitCode.Failed, "The coordinator ended the apply without a result. Look at its log and apply again.");
        if (!ended.Succeeded)
        {
            terminal.Error.WriteLine($"The apply failed: {ended.Error}");
            return ExitCode.Failed;
        }

        terminal.Output.WriteLine(ended.Changed ? "Done." : "No changes.");
        if (ended.Status is { } status)
        {
            StatusText.Write(terminal.Output, status);
        }

        return ExitCode.Done;
    }
}
