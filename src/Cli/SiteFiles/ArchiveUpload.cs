using Google.Protobuf;
using Grpc.Core;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.SiteFiles;

/// <summary>Brings a release archive to the coordinator, unless it has it already.</summary>
internal static class ArchiveUpload
{
    private const int ChunkBytes = 64 * 1024;

    public static async Task SendAsync(
        Operator.OperatorClient client, ReleaseArchive archive, CancellationToken cancellation)
    {
        using var call = client.UploadArtifact(cancellationToken: cancellation);
        try
        {
            await call.RequestStream.WriteAsync(
                new UploadArtifactRequest
                {
                    Header = new ArtifactHeader { Sha256 = archive.Sha256, Size = archive.Size },
                },
                cancellation);
            await SendContentAsync(call, archive, cancellation);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException)
        {
            // The coordinator answered before the end, as it does when it has the archive: its answer says which.
        }

        await call.ResponseAsync;
    }

    private static async Task SendContentAsync(
        AsyncClientStreamingCall<UploadArtifactRequest, UploadArtifactReply> call,
        ReleaseArchive archive,
        CancellationToken cancellation)
    {
        await using var content = File.OpenRead(archive.Path);
        var buffer = new byte[ChunkBytes];
        int count;
        while (!call.ResponseAsync.IsCompleted && (count = await content.ReadAsync(buffer, cancellation)) > 0)
        {
            await call.RequestStream.WriteAsync(
                new UploadArtifactRequest { Content = ByteString.CopyFrom(buffer, 0, count) }, cancellation);
        }
    }
}
