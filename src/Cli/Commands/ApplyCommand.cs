using System.CommandLine;
using MoodleNodeAgent.Cli.Control;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Makes the site what its file says.</summary>
internal static class ApplyCommand
{
    public static Command Create(
        Terminal terminal, Func<ParseResult, OperatorConnection> connect, Func<ParseResult, bool> isCoordinatorNamed,
        Func<string, OperatorConnection> connectTo)
    {
        var arguments = new SiteFileArguments();
        var launching = new LaunchArguments();
        var command = new Command("apply", "Creates the site, or makes it what its file says now.");
        arguments.AddTo(command);
        launching.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var saved = SavedPlan.TryRead(arguments.PathIn(result));
            using var input = saved is null
                ? await arguments.LoadAsync(result, terminal, cancellation)
                : await SiteFileInput.LoadAsync(
                    saved.File, new ArchiveChoice(saved.Archive, saved.ArchiveSha256), terminal, cancellation);
            var hasControlHost = input.Site.Control is not null && !isCoordinatorNamed(result);
            if (hasControlHost)
            {
                await LaunchAsync(
                    new ControlLaunch(terminal, launching.In(result), input.Site.Name), input, cancellation);
            }

            using var connection = hasControlHost ? connectTo(input.Site.Name) : connect(result);
            await CheckPortsAsync(connection, input, cancellation);
            await ArchiveUpload.SendAsync(connection.Client, input.Archive, cancellation);
            return await ApplyAsync(connection, input, saved?.Fingerprint ?? "", terminal, cancellation);
        });
        return command;
    }

    private static Task LaunchAsync(ControlLaunch launch, SiteFileInput input, CancellationToken cancellation) =>
        launch.IsNeeded ? launch.RunAsync(input, cancellation) : Task.CompletedTask;

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

    /// <summary>Applies and shows it; the exit code.</summary>
    internal static async Task<int> ApplyAsync(
        OperatorConnection connection, SiteFileInput input, string expectedPlan, Terminal terminal,
        CancellationToken cancellation)
    {
        var request = new ApplyRequest { Site = input.Message, ExpectedPlan = expectedPlan };
        var ended = await Watching.WatchAsync(
            connection, terminal, token => connection.Client.Apply(request, cancellationToken: token), cancellation);
        if (!ended.Succeeded)
        {
            terminal.Error.WriteLine($"The apply failed: {ended.Error}");
            return cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failed;
        }

        terminal.Output.WriteLine(ended.Changed ? "Done." : "No changes.");
        if (ended.Status is { } status)
        {
            StatusText.Write(terminal.Output, status);
        }

        return ExitCode.Done;
    }
}
