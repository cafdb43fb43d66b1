using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using MoodleNodeAgent.Cli.Operators;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Who may operate the site from another machine.</summary>
internal static class OperatorsCommand
{
    private const string RequestLabel = "CERTIFICATE REQUEST";

    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect) =>
        new("operators", "Who may operate the site from another machine.")
        {
            List(terminal, connect), Request(terminal), Add(terminal, connect), Install(terminal), Remove(terminal, connect),
        };

    private static Command List(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("list", "Lists operators with their roles.") { json };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var reply = await connection.Operators.ListOperatorsAsync(
                new ListOperatorsRequest(), cancellationToken: cancellation);
            if (result.GetValue(json))
            {
                terminal.Output.WriteLine(JsonFormatter.Default.Format(reply));
                return ExitCode.Done;
            }

            TextTable.Write(terminal.Output, "", [.. reply.Operators.Select(one => new[]
            {
                one.Name, one.Role.ToString().ToLowerInvariant(),
                $"until {one.End.ToDateTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}",
            })]);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Request(Terminal terminal)
    {
        var site = SiteArgument();
        var command = new Command(
            "request", "Makes a key on this machine and prints a request for an admin; the key stays here.") { site };
        command.SetAction(result =>
        {
            var folder = FolderOf(terminal, result.GetRequiredValue(site));
            terminal.Output.WriteLine(PemEncoding.WriteString(RequestLabel, folder.Request()));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Add(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var name = new Argument<string>("name") { Description = "Such as alice or alice@example.edu.", HelpName = "NAME" };
        var role = new Option<string>("--role")
        {
            Description = "viewer looks; operator changes the site; admin also sees passwords and lets others in.",
            HelpName = "ROLE",
            Required = true,
        };
        role.AcceptOnlyFromAmong("viewer", "operator", "admin");
        var request = new Option<string>("--request")
        {
            Description = "File with what \"moodlectl operators request\" printed.",
            HelpName = "FILE",
            Required = true,
        };
        var address = new Option<string?>("--address")
        {
            Description = "HOST:PORT under which that operator reaches this coordinator. Default: its address in the VCN.",
            HelpName = "HOST:PORT",
        };
        var command = new Command("add", "Lets somebody in, or changes their role; prints a card for them.")
        {
            name, role, request, address,
        };
        command.SetAction(async (result, cancellation) =>
        {
            var pkcs10 = ReadRequest(result.GetRequiredValue(request));
            using var connection = connect(result);
            var reply = await connection.Operators.AddOperatorAsync(
                new AddOperatorRequest
                {
                    Name = result.GetRequiredValue(name),
                    Role = Enum.Parse<OperatorRole>(result.GetRequiredValue(role), ignoreCase: true),
                    CertificateRequest = ByteString.CopyFrom(pkcs10),
                },
                cancellationToken: cancellation);
            terminal.Output.WriteLine(OperatorFolder.Write(OperatorCard.Of(reply, result.GetValue(address))));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Install(Terminal terminal)
    {
        var site = SiteArgument();
        var card = new Argument<string>("card") { Description = "File with the card from the admin.", HelpName = "FILE" };
        var command = new Command("install", "Keeps the card; from then on commands on this machine reach the site.")
        {
            site, card,
        };
        command.SetAction(result =>
        {
            var name = result.GetRequiredValue(site);
            FolderOf(terminal, name).Install(OperatorFolder.ReadCard(result.GetRequiredValue(card)));
            terminal.Output.WriteLine($"Installed. Try: moodlectl --at {name} status");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Remove(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var name = new Argument<string>("name") { Description = "The operator.", HelpName = "NAME" };
        var command = new Command("remove", "Shuts somebody out at once.") { name };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            await connection.Operators.RemoveOperatorAsync(
                new RemoveOperatorRequest { Name = result.GetRequiredValue(name) }, cancellationToken: cancellation);
            terminal.Output.WriteLine($"{result.GetRequiredValue(name)} is out.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> SiteArgument()
    {
        var site = new Argument<string>("site") { Description = "Name of the site.", HelpName = "SITE" };
        site.Validators.Add(result =>
        {
            var name = result.GetValueOrDefault<string>();
            if (name is null or "." or ".." || name.Contains('/', StringComparison.Ordinal))
            {
                result.AddError($"\"{name}\" cannot be the name of a site.");
            }
        });
        return site;
    }

    private static OperatorFolder FolderOf(Terminal terminal, string site) =>
        new(Path.Combine(terminal.ConfigFolder, site));

    private static byte[] ReadRequest(string file)
    {
        try
        {
            var text = File.ReadAllText(file);
            if (PemEncoding.TryFind(text, out var fields) && text[fields.Label] == RequestLabel)
            {
                return Convert.FromBase64String(text[fields.Base64Data]);
            }

            throw new CommandFailure(
                ExitCode.Usage, $"{file} is no certificate request. It has to be what \"moodlectl operators request\" printed.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, $"Cannot read {file}: {failure.Message}");
        }
    }
}
