using System.CommandLine;
using System.Net;

namespace MoodleNodeAgent.LocalCloud.Commands;

/// <summary>moodle-local-cloud serve: the API, and with a data plane what its resources become.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var state = new Option<DirectoryInfo>("--state")
        {
            Description = "Folder of the credentials (oci/config) and of all that is made.", Required = true,
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
            Description = "Address of the control namespace in a site's VCN.", DefaultValueFactory = _ => "10.0.0.5",
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
            if (!IPAddress.TryParse(result.GetValueOrDefault<string>(), out _))
            {
                result.AddError("--control-address takes an IPv4 address, such as 10.0.0.5.");
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
            state, listen, apiOnly, factor, control, addresses, cache,
        };
        command.SetAction((result, cancellation) =>
        {
            DirectoryInfo folder = result.GetRequiredValue(state);
            return CloudHost.RunAsync(
                new ServeOptions
                {
                    State = folder,
                    Listen = IPEndPoint.Parse(result.GetRequiredValue(listen)),
                    IsApiOnly = result.GetValue(apiOnly),
                    LatencyFactor = result.GetValue(factor),
                    ControlAddress = result.GetRequiredValue(control),
                    PublicAddresses = result.GetRequiredValue(addresses),
                    Cache = result.GetValue(cache) ?? new DirectoryInfo(Path.Combine(folder.FullName, "cache")),
                },
                Console.Out, cancellation);
        });
        return command;
    }
}
