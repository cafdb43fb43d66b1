using System.CommandLine;

namespace MoodleNodeAgent.Cli.Cloud;

/// <summary>--oci-config and --oci-endpoint, which all commands that ask the cloud themselves understand.</summary>
internal sealed class AccountArguments
{
    private readonly Option<string?> config = new("--oci-config")
    {
        Description = "OCI configuration file. Default: ~/.oci/config.",
        HelpName = "FILE",
    };

    private readonly Option<Uri?> endpoint = new("--oci-endpoint")
    {
        Description = "One URL for all OCI services, such as a local cloud's. Default: the region's own.",
        HelpName = "URL",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            {
                return uri;
            }

            result.AddError($"\"{result.Tokens[0].Value}\" is not a URL. Write one such as http://127.0.0.1:8080.");
            return null;
        },
    };

    public void AddTo(Command command)
    {
        command.Add(config);
        command.Add(endpoint);
    }

    public AccountSettings In(ParseResult result) => new(result.GetValue(config), result.GetValue(endpoint));
}

/// <summary>Where the account is described and reached; null: the usual places.</summary>
internal sealed record AccountSettings(string? ConfigFile, Uri? Endpoint);
