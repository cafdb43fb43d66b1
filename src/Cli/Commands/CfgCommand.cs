using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Reads and writes the product's own settings.</summary>
internal static class CfgCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect) =>
        new("cfg", "Reads or writes a setting of the product.") { Get(terminal, connect), Set(terminal, connect) };

    private static Command Get(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var (name, component) = Words();
        var command = new Command("get", "Prints a setting.") { name, component };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            using var call = connection.Care.GetSetting(
                new GetSettingRequest { Name = result.GetRequiredValue(name), Component = result.GetValue(component) ?? "" },
                cancellationToken: cancellation);
            if (await CareText.ShowAsync(call, terminal, cancellation) is not { } value)
            {
                return ExitCode.Failed;
            }

            terminal.Output.WriteLine(value);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Set(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var (name, component) = Words();
        var value = new Argument<string>("value")
        {
            Description = "Its new value; - reads one line from standard input, so that a secret stands on no command line.",
            HelpName = "VALUE",
        };
        var command = new Command("set", "Writes a setting and empties the caches.") { name, value, component };
        command.SetAction(async (result, cancellation) =>
        {
            var text = result.GetRequiredValue(value);
            using var connection = connect(result);
            using var call = connection.Care.SetSetting(
                new SetSettingRequest
                {
                    Name = result.GetRequiredValue(name),
                    Component = result.GetValue(component) ?? "",
                    Value = text == "-" ? await Console.In.ReadLineAsync(cancellation) ?? "" : text,
                },
                cancellationToken: cancellation);
            return await CareText.RunAsync(call, "Set on all nodes.", terminal, cancellation);
        });
        return command;
    }

    private static (Argument<string> Name, Option<string?> Component) Words() =>
        (
            new Argument<string>("name") { Description = "Such as theme.", HelpName = "NAME" },
            new Option<string?>("--component") { Description = "Plugin, such as mod_forum.", HelpName = "PLUGIN" });
}
