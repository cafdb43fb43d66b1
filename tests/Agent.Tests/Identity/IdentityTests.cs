using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Link;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Identity;

public sealed class IdentityTests : IAsyncDisposable
{
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
    private readonly TestCoordinator coordinator = new();

    [Fact]
    public async Task Without_a_join_token_the_link_enrols_by_the_instances_signature_which_it_cannot_make_itself()
    {
        await coordinator.StartAsync();
        await using var metadata = await TestMetadata.StartAsync();
        await using var agent = new TestAgent(coordinator, joinToken: "");
        using var identity = Serve(agent.Paths, metadata.Address);
        agent.Start();

        await coordinator.Sessions.Reader.ReadAsync(limit.Token);

        var enrolment = Assert.Single(coordinator.Enrolments);
        Assert.Empty(enrolment.JoinToken);
        using var root = X509Certificate2.CreateFromPem(coordinator.RootPem);
        Assert.True(metadata.Key.VerifyData(
            InstanceStatement.Write(coordinator.Nonce, root.RawData, enrolment.CertificateRequest.Span),
            enrolment.InstanceIdentity.Signature.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    [Fact]
    public async Task When_the_answer_to_an_enrolment_is_lost_the_next_attempt_is_made_with_the_same_key()
    {
        coordinator.LostAnswers = 1;
        await coordinator.StartAsync();
        await using var agent = new TestAgent(coordinator);
        agent.Start();

        await coordinator.Sessions.Reader.ReadAsync(limit.Token);

        var keys = coordinator.Enrolments.Select(enrolment => CertificateRequest.LoadSigningRequest(
            enrolment.CertificateRequest.Span, HashAlgorithmName.SHA256, out _).PublicKey.EncodedKeyValue.RawData).ToList();
        Assert.Equal(2, keys.Count);
        Assert.Equal(keys[0], keys[1]);
        Assert.Equal(["identity.pem"], Directory.GetFiles(Path.Join(agent.Paths.State, "link"), "identity*")
            .Select(Path.GetFileName));
    }

    [Fact]
    public async Task When_the_certificate_is_renewed_between_two_reads_the_identity_is_read_again()
    {
        await using var metadata = await TestMetadata.StartAsync();
        using var earlier = RSA.Create(2048);
        metadata.EarlierKey = earlier.ExportRSAPrivateKeyPem();

        using var key = await InstanceKey.ReadAsync(metadata.Address, new Limits(), limit.Token);

        Assert.Equal(metadata.Key.ExportRSAPublicKey(), key.Key.ExportRSAPublicKey());
    }

    [Theory]
    [InlineData("cert.pem", "")]
    [InlineData("cert.pem", "no certificate")]
    [InlineData("key.pem", "no key")]
    [InlineData("intermediate.pem", null)]
    public async Task A_metadata_service_without_a_whole_identity_gives_an_error_that_names_it(string file, string? content)
    {
        await using var metadata = await TestMetadata.StartAsync();
        metadata.Files.TryRemove(file, out _);
        if (content is not null)
        {
            metadata.Files[file] = content;
        }

        var failure = await Assert.ThrowsAsync<InvalidDataException>(
            () => InstanceKey.ReadAsync(metadata.Address, new Limits(), limit.Token));

        Assert.Contains("join token", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31, 200)]
    [InlineData(33, 200)]
    [InlineData(0, 200)]
    [InlineData(32, 0)]
    [InlineData(32, 8193)]
    public async Task A_link_gets_no_signature_over_anything_but_a_nonce_and_a_request(int nonce, int request)
    {
        await using var metadata = await TestMetadata.StartAsync();
        await using var agent = new TestAgent(coordinator, joinToken: "");
        using var identity = Serve(agent.Paths, metadata.Address);
        var client = new IdentityClient(agent.Paths.IdentitySocket, new Limits());

        var failure = await Assert.ThrowsAsync<IOException>(() => client.ProveAsync(
            ByteString.CopyFrom(new byte[nonce]), new byte[request], limit.Token));

        Assert.Contains("Cannot sign", failure.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await coordinator.DisposeAsync();
        limit.Dispose();
    }

    // What the socket unit does: one process for each connection, which is its input and output.
    private Socket Serve(AgentPaths paths, Uri metadata)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(paths.IdentitySocket));
        listener.Listen();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                using var connection = await listener.AcceptAsync(limit.Token);
                await IdentityProcess.RunAsync(
                    paths, metadata, new NetworkStream(connection), new NetworkStream(connection), new Limits(),
                    limit.Token);
            }
        });
        return listener;
    }
}
