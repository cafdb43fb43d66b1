using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using MoodleNodeAgent.Cli.Commands;
using MoodleNodeAgent.Cli.Operators;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Control;

/// <summary>Brings a site to its control host: from nothing, or from wherever an earlier attempt ended.</summary>
internal sealed class ControlLaunch(Terminal terminal, LaunchSettings settings, string site)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);

    private readonly OperatorFolder folder = new(Path.Combine(terminal.ConfigFolder, site));

    private string State => Path.Combine(terminal.ConfigFolder, site, "launch");

    /// <summary>Whether this machine has no way to the site's coordinator yet.</summary>
    public bool IsNeeded => !folder.IsComplete;

    /// <summary>Does what is left to do; at its end there is a card, and the control host has the site.</summary>
    /// <exception cref="CommandFailure">It cannot be done now; the same command goes on from there.</exception>
    public async Task RunAsync(SiteFileInput input, CancellationToken cancellation)
    {
        var request = folder.Request();
        MakeState();
        using var alone = Enter();
        terminal.Output.WriteLine($"The site {site} has no control host that this machine knows: launching it.");
        await using (var coordinator = await LaunchingCoordinator.StartAsync(
            settings, State, folder.KeyFile, terminal.Clock, cancellation))
        {
            using var connection = new OperatorConnection(coordinator.Socket);
            var ended = await Watching.WatchAsync(
                connection, terminal,
                token => connection.Client.Apply(new ApplyRequest { Site = input.Message }, cancellationToken: token),
                cancellation);
            if (!ended.Succeeded)
            {
                throw new CommandFailure(
                    cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failed,
                    $"The control host was not made: {ended.Error}");
            }

            var host = await connection.ControlHost.GetControlHostAsync(
                new GetControlHostRequest(), cancellationToken: cancellation);
            await InstallCardAsync(host, request, cancellation);
            terminal.Output.WriteLine(
                $"The site {site} is with its control host at {host.Address} ({host.Instance}); this machine has a card for it.");
        }

        // Passwords of the site were in it; the control host has them now.
        Directory.Delete(State, recursive: true);
    }

    private async Task InstallCardAsync(GetControlHostReply host, byte[] request, CancellationToken cancellation)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(folder.KeyFile, cancellation));
        using var connection = OperatorConnection.AsFirstAdmin(
            host.Address, host.ServerName, PemEncoding.WriteString("CERTIFICATE", host.Root.Span), SelfMade(key));
        var reply = await connection.Operators.AddOperatorAsync(
            new AddOperatorRequest
            {
                Name = Name(Environment.UserName), Role = OperatorRole.Admin,
                CertificateRequest = ByteString.CopyFrom(request),
            },
            deadline: terminal.Clock.GetUtcNow().Add(CallLimit).UtcDateTime, cancellationToken: cancellation);
        folder.Install(OperatorCard.Of(reply, host.Address));
    }

    private X509Certificate2 SelfMade(ECDsa key)
    {
        var now = terminal.Clock.GetUtcNow();
        return new CertificateRequest("CN=first-admin", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
    }

    private static string Name(string user)
    {
        var letters = string.Concat(user.ToLowerInvariant().Where(
            letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-' or '_' or '@'));
        return letters.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(letters[0]) ? letters : "admin";
    }

    private void MakeState()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(State);
        }
        else
        {
            Directory.CreateDirectory(State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private FileStream Enter()
    {
        try
        {
            return new FileStream(
                Path.Combine(terminal.ConfigFolder, site, "launch.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                FileShare.None);
        }
        catch (IOException)
        {
            throw new CommandFailure(
                ExitCode.Locked, $"Another moodlectl on this machine launches the control host of {site}. Wait for its end.");
        }
    }
}
