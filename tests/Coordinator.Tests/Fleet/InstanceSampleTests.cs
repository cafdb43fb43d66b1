using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Oci.InstancePrincipals;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>The check against certificates with the subject fields of a real instance's, made by other software.</summary>
public sealed class InstanceSampleTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly JsonElement sample = JsonDocument.Parse(File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "Fleet", "wire", "instance-identity.json"))).RootElement;

    public static TheoryData<string> Negatives =>
    [
        "PKCS#1 v1.5 instead of PSS", "signed by another key", "other challenge",
        "root of the same name with another key", "opc-certtype is not instance",
    ];

    [Fact]
    public void The_sample_is_accepted_and_its_subject_read()
    {
        InstanceClaims claims = Check(sample);

        JsonElement expected = sample.GetProperty("expectedClaims");
        Assert.Equal(
            new InstanceClaims(
                expected.GetProperty("instanceId").GetString()!, expected.GetProperty("compartmentId").GetString()!,
                expected.GetProperty("tenancyId").GetString()!),
            claims);
    }

    [Theory]
    [MemberData(nameof(Negatives))]
    public void A_negative_case_of_the_sample_is_refused(string name)
    {
        JsonElement negative = sample.GetProperty("negative").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == name);
        Assert.Throws<InstanceIdentityException>(() => Check(negative));
    }

    [Fact]
    public void The_sample_is_refused_after_its_end()
    {
        Assert.Throws<InstanceIdentityException>(() => Check(sample, Now.AddYears(21)));
    }

    [Fact]
    public async Task Roots_are_read_once_until_the_service_wants_them_read_again()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(
            DateTimeOffset.Parse("2026-11-22T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        using var roots = new InstanceRoots(time);
        int reads = 0;
        Task<InstancePrincipalRoots> FetchAsync(CancellationToken cancellation)
        {
            reads++;
            return Task.FromResult(sample.GetProperty("rootCaAnswer").Deserialize<InstancePrincipalRoots>(
                JsonSerializerOptions.Web)!);
        }

        // Its refreshIn is 11:15:30.
        Assert.Single(await roots.GetAsync(FetchAsync, CancellationToken.None));
        time.Advance(TimeSpan.FromMinutes(75));
        await roots.GetAsync(FetchAsync, CancellationToken.None);
        Assert.Equal(1, reads);
        time.Advance(TimeSpan.FromMinutes(1));
        await roots.GetAsync(FetchAsync, CancellationToken.None);
        Assert.Equal(2, reads);
    }

    [Theory]
    [InlineData()]
    [InlineData("bm90IGEgY2VydGlmaWNhdGU=")]
    [InlineData("%%%")]
    public async Task An_answer_without_a_readable_root_gives_no_trust(params string[] certificates)
    {
        using var roots = new InstanceRoots(TimeProvider.System);

        await Assert.ThrowsAsync<InstanceRootsException>(() => roots.GetAsync(
            _ => Task.FromResult(new InstancePrincipalRoots { Certificates = certificates }), CancellationToken.None));
    }

    private InstanceClaims Check(JsonElement with, DateTimeOffset? now = null)
    {
        JsonElement Part(string name) => with.TryGetProperty(name, out JsonElement part) ? part : sample.GetProperty(name);
        JsonElement files = sample.GetProperty("imds");
        string leaf = with.TryGetProperty("certPem", out JsonElement pem)
            ? pem.GetString()! : files.GetProperty("GET /opc/v2/identity/cert.pem").GetString()!;
        var proof = new InstanceIdentity
        {
            Certificate = Der(leaf),
            Intermediate = Der(files.GetProperty("GET /opc/v2/identity/intermediate.pem").GetString()!),
            Signature = ByteString.CopyFrom(Part("signature").GetBytesFromBase64()),
        };
        return InstanceProof.Check(
            proof, Encoding.UTF8.GetBytes(Part("challenge").GetString()!),
            [.. Part("rootCaAnswer").GetProperty("certificates").EnumerateArray()
                .Select(root => X509CertificateLoader.LoadCertificate(root.GetBytesFromBase64()))],
            now ?? Now);
    }

    private static ByteString Der(string pem)
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(pem);
        return ByteString.CopyFrom(certificate.RawData);
    }
}
