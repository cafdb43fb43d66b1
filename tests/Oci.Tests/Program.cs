using System.Net;
using MoodleNodeAgent.Oci.Identity;

namespace MoodleNodeAgent.Oci;

/// <summary>One call in a process of its own, so that it sees the environment that a test gives it.</summary>
internal static class Program
{
    public static async Task<int> Main()
    {
        OciClientOptions options = new() { Region = "eu-frankfurt-1", MaxAttempts = 1 };
        using OciConnection connection = new(options, new TestKey(), TimeProvider.System, new Random(1));
        try
        {
            await new IdentityClient(connection).GetTenancyAsync("t", CancellationToken.None);
            return 0;
        }
        catch (OciException e)
        {
            await Console.Out.WriteLineAsync(e.ToString());
            return e.Status == default(HttpStatusCode) ? 5 : 1;
        }
    }
}
