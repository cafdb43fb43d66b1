using System.CommandLine;
using System.Net;

namespace MoodleNodeAgent.LocalCloud.Commands;

/// <summary>moodle-local-cloud serve: the API, and with a data plane what its resources become.</summary>
internal static class ServeCommand
{
    /// <summary>The arguments, with the verb serve put before them where they only say --api-only.</summary>
    public static string[] WithVerb(string[] arguments) =>
        arguments is [['-', ..], ..] && arguments.Contains("--api-only") ? ["serve", .. arguments] : arguments;

    public static Command Create()
    {
        var state = new Option<DirectoryInfo?>("--state")
        {
            Description = "Folder of the credentials (oci/config) and of all that is made. Default with --api-only:"
                + " $XDG_STATE_HOME/moodle-local-cloud.",
        };
        var policyDelay = new Option<double?>("--policy-delay")
        {
            Description = "Seconds until fresh policies work. Default: 10, divided by the latency factor.",
        };
        var virtualClock = new Option<bool>("--virtual-clock")
        {
            Description = "Lifecycles take no real time: each GET lets the next change end. Only with --api-only.",
        };
        var listen = new Option<string>("--listen")
        {
            Description = "Loopback address and port of the API; port 0: a free one.",
            DefaultValueFactory = _ => "127.0.0.1:0",
        };
        var apiOnly = new Option<bool>("--api-only") { Description = "Only the API; needs no root." };
        var factor = new Option<double>("--latency-factor")
        {
            Description = "Divides OCI's real times; 0: no latency.", DefaultValueFactory = _ => 60,
        };
        var control = new Option<string>("--control-address")
        {
            Description = "Address of the control namespace in a site's VCN; none: a site brings its own control host.",
            DefaultValueFactory = _ => "10.0.0.5",
        };
        var addresses = new Option<string>("--public-addresses")
        {
            Description = "Loopback range of the public addresses.", DefaultValueFactory = _ => "127.77.0.0/24",
        };
        var cache = new Option<DirectoryInfo?>("--cache")
        {
            Description = "Folder of base images and packages. Default: STATE/cache.",
        };
        listen.Validators.Add(result =>
        {
            if (!IPEndPoint.TryParse(result.GetValueOrDefault<string>(), out IPEndPoint? endpoint)
                || !IPAddress.IsLoopback(endpoint.Address))
            {
                result.AddError("--listen takes a loopback address and a port, such as 127.0.0.1:8080.");
            }
        });
        control.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not "none" and var text && !IPAddress.TryParse(text, out _))
            {
                result.AddError("--control-address takes an IPv4 address, such as 10.0.0.5, or none.");
            }
        });
        addresses.Validators.Add(result =>
        {
            if (!IPNetwork.TryParse(result.GetValueOrDefault<string>(), out IPNetwork network)
                || !IPAddress.IsLoopback(network.BaseAddress) || network.PrefixLength is < 16 or > 28)
            {
                result.AddError("--public-addresses takes a loopback range of /16 to /28, such as 127.77.0.0/24.");
            }
        });
        var command = new Command("serve", "Serves the API of Oracle Cloud on this machine.")
        {
            state, listen, apiOnly, factor, control, addresses, cache, policyDelay, virtualClock,
        };
        command.Validators.Add(result =>
        {
            bool isApiOnly = result.GetValue(apiOnly);
            if (result.GetValue(state) is null && !isApiOnly)
            {
                result.AddError("--state names the folder of all that is made; only --api-only has a default for it.");
            }

            if (result.GetValue(virtualClock) && !isApiOnly)
            {
                result.AddError("--virtual-clock needs --api-only: hosts and databases live in real time.");
            }

            if (result.GetValue(policyDelay) is < 0 || result.GetValue(factor) < 0)
            {
                result.AddError("--policy-delay and --latency-factor take 0 or more.");
            }
        });
        command.SetAction((result, cancellation) =>
        {
            DirectoryInfo folder = result.GetValue(state) ?? DefaultState();
            return CloudHost.RunAsync(
                new ServeOptions
                {
                    State = folder,
                    Listen = IPEndPoint.Parse(result.GetRequiredValue(listen)),
                    IsApiOnly = result.GetValue(apiOnly),
                    LatencyFactor = result.GetValue(factor),
                    PolicyDelay = result.GetValue(policyDelay) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                    HasVirtualClock = result.GetValue(virtualClock),
                    ControlAddress = result.GetRequiredValue(control) is not "none" and var address ? address : "",
                    PublicAddresses = result.GetRequiredValue(addresses),
                    Cache = result.GetValue(cache) ?? new DirectoryInfo(Path.Combine(folder.FullName, "cache")),
                },
                Console.Out, cancellation);
        });
        return command;
    }

    private static DirectoryInfo DefaultState()
    {
        string? xdg = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string above = !string.IsNullOrEmpty(xdg) ? xdg
            : home.Length > 0 ? Path.Combine(home, ".local", "state")
            : Path.GetTempPath();
        return new DirectoryInfo(Path.Combine(above, "moodle-local-cloud"));
    }
}
