using System.Net;
using System.Net.Sockets;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.LocalCloud.Commands;

/// <summary>A data plane and the sockets on which the API has to listen besides its own.</summary>
/// <param name="DataPlane">What the resources become.</param>
/// <param name="Listeners">Listening sockets, such as one of NetworkPlace.Listen in the control namespace.</param>
internal sealed record DataPlaneSetup(IDataPlane DataPlane, IReadOnlyList<Socket> Listeners)
{
    /// <summary>Makes the data plane that the options ask for.</summary>
    /// <param name="options">Options of serve.</param>
    /// <param name="api">Where the API listens: the control namespace offers it under the same address.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static Task<DataPlaneSetup> CreateDataPlaneAsync(
        ServeOptions options, IPEndPoint api, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return options.IsApiOnly
            ? Task.FromResult(new DataPlaneSetup(new ApiOnlyDataPlane(TimeProvider.System), []))
            : throw new InvalidOperationException(
                $"Cannot serve {api} with a data plane: this build has none. Use --api-only.");
    }
}
