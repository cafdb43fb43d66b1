using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Brings code and database of the running site to another release.</summary>
internal static class UpgradeCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var arguments = new SiteFileArguments();
        var bare = new Option<bool>("--without-backup") { Description = "Makes no backup before." };
        var command = new Command(
            "upgrade", "Brings the site to the release that its file names now: backup, maintenance page, code, database.")
        {
            bare,
        };
        arguments.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var input = await arguments.LoadAsync(result, terminal, cancellation);
            using var connection = connect(result);
            await ArchiveUpload.SendAsync(connection.Client, input.Archive, cancellation);
            using var call = connection.Care.Upgrade(
                new UpgradeRequest { Site = input.Message, WithoutBackup = result.GetValue(bare) },
                cancellationToken: cancellation);
            return await CareText.RunAsync(
                call, $"The site is on {input.Site.Release.Version}.", terminal, cancellation);
        });
        return command;
    }
}
