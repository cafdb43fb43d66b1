using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Attempts that are right in everything but one thing. None gets a certificate.</summary>
public sealed class InstanceRefusalTests(TestRegion region) : IClassFixture<TestRegion>
{
    private static readonly string Own = TestRegion.IdOf("web-1");

    private static readonly Dictionary<string, Func<InstanceAttempt, Task>> Faults = new()
    {
        ["the signature is PKCS#1 v1.5"] = Signed((attempt, statement) =>
            Rsa(attempt).SignData(statement, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
        ["the signature is PSS with SHA-512"] = Signed((attempt, statement) =>
            Rsa(attempt).SignData(statement, HashAlgorithmName.SHA512, RSASignaturePadding.Pss)),
        ["the signature is another key's"] = Signed((_, statement) =>
        {
            using var key = RSA.Create(2048);
            return key.SignData(statement, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }),
        ["the signature covers the nonce alone"] = Signed((attempt, _) => attempt.Pss(attempt.Nonce)),
        ["the signature covers another nonce"] = Signed((attempt, _) => attempt.Pss(InstanceStatement.Write(
            RandomNumberGenerator.GetBytes(32), attempt.Coordinator.Authority.Root.RawData, attempt.Request!))),
        ["the signature was made for another coordinator"] = Signed((attempt, _) => attempt.Pss(
            InstanceStatement.Write(attempt.Nonce, attempt.Coordinator.Authority.Agents.RawData, attempt.Request!))),
        ["the signature was made for another certificate request"] = Signed((attempt, _) =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return attempt.Pss(InstanceStatement.Write(
                attempt.Nonce, attempt.Coordinator.Authority.Root.RawData, TestAgent.Request(key)));
        }),
        ["the signature covers the parts without lengths and context"] = Signed((attempt, _) => attempt.Pss(
            [.. attempt.Nonce, .. SHA256.HashData(attempt.Coordinator.Authority.Root.RawData),
                .. SHA256.HashData(attempt.Request!)])),
        ["the signature is empty"] = Signed((_, _) => []),
        ["the signature lacks its last byte"] = Signed((attempt, statement) => attempt.Pss(statement)[..^1]),
        ["a bit of the signature is wrong"] = Signed((attempt, statement) => Flipped(attempt.Pss(statement))),
        ["the signature is a megabyte long"] = Signed((_, _) => new byte[1 << 20]),

        ["the nonce was never issued"] = With(attempt => attempt.Nonce = RandomNumberGenerator.GetBytes(32)),
        ["the nonce is empty"] = With(attempt => attempt.Nonce = []),
        ["the nonce is a byte too short"] = With(attempt => attempt.Nonce = attempt.Nonce[..^1]),
        ["the nonce is a byte too long"] = With(attempt => attempt.Nonce = [.. attempt.Nonce, 0]),
        ["the nonce is another node's"] = attempt => attempt.ChallengeAsync("web-2"),
        ["the nonce had a failed attempt before"] = async attempt =>
        {
            attempt.Sign = _ => [1];
            await attempt.RefusalAsync();
            attempt.Sign = null;
        },
        ["the nonce was used before"] = async attempt =>
        {
            using var first = await InstanceAttempt.BeginAsync(attempt.Coordinator, attempt.Region, "web-1");
            await first.EnrolAsync();
            (attempt.Nonce, attempt.Key, attempt.Request) = (first.Nonce, ECDsa.Create(first.Key.ExportParameters(true)), null);
        },

        ["the certificate has ended"] = Leaf(region => region.Leaf(Own, begin: TimeSpan.FromHours(-3))),
        ["the certificate does not count yet"] = Leaf(region => region.Leaf(Own, begin: TimeSpan.FromMinutes(5))),
        ["the certificate is self-signed"] = Leaf(region =>
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest(
                TestRegion.Subject(Own, TestRegion.Units(Own)), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return request.CreateSelfSigned(TestRegion.Now.AddHours(-1), TestRegion.Now.AddHours(1));
        }),
        ["the certificate is the root's own leaf"] = Leaf(region => region.Leaf(Own, issuer: region.Root)),
        ["the certificate is an authority's"] = Leaf(region => region.Leaf(Own, isAuthority: true)),
        ["the certificate is for servers"] = Leaf(region =>
            region.Leaf(Own, usage: TestRegion.ServerAuthentication)),
        ["the certificate's key has 1024 bits"] = Leaf(region => region.Leaf(Own, key: RSA.Create(1024))),
        ["the certificate's key has 8192 bits"] = With(attempt => attempt.Certificate = HugeKey(attempt.Region)),
        ["the certificate's key is ECDSA"] = With(attempt => attempt.Certificate = Ecdsa(attempt.Region)),
        ["the certificate is signed with SHA-1"] = Leaf(region => region.Leaf(Own, isWeaklySigned: true)),
        ["the certificate is PEM"] = With(attempt =>
            attempt.Certificate = Encoding.ASCII.GetBytes(attempt.Leaf.ExportCertificatePem())),
        ["something follows the certificate"] = With(attempt =>
            attempt.Certificate = [.. attempt.Leaf.RawData, .. attempt.Intermediate]),
        ["the certificate is empty"] = With(attempt => attempt.Certificate = []),
        ["the certificate is noise"] = With(attempt => attempt.Certificate = RandomNumberGenerator.GetBytes(900)),
        ["the certificate is a megabyte long"] = With(attempt => attempt.Certificate = new byte[1 << 20]),
        ["a bit of the certificate is wrong"] = With(attempt => attempt.Certificate = Flipped(attempt.Leaf.RawData)),

        ["the intermediate is missing"] = With(attempt => attempt.Intermediate = []),
        ["the intermediate is the root"] = With(attempt => attempt.Intermediate = attempt.Region.Root.RawData),
        ["the intermediate is noise"] = With(attempt => attempt.Intermediate = RandomNumberGenerator.GetBytes(900)),
        ["the intermediate is another of the same name"] = With(attempt =>
            attempt.Intermediate = TestRegion.MakeIntermediate(attempt.Region.Root).RawData),
        ["the intermediate has ended"] = Issuer(region =>
            TestRegion.MakeIntermediate(region.Root, end: TestRegion.Now.AddMinutes(-1))),
        ["the intermediate's key has 1024 bits"] = Issuer(region =>
            TestRegion.MakeIntermediate(region.Root, bits: 1024)),
        ["the intermediate is no authority"] = Issuer(region =>
            TestRegion.MakeIntermediate(region.Root, isAuthority: false)),
        ["the issuer is another instance"] = Issuer(region => region.Leaf(TestRegion.IdOf("web-2"))),
        ["the chain leads to a root of the same name with another key"] = Issuer(region =>
            TestRegion.MakeIntermediate(TestRegion.MakeRoot("CN=Test Identity Root"))),
        ["the chain leads to the coordinator's own root"] = Issuer(region =>
            TestRegion.MakeRoot("CN=Somebody else's root")),

        ["the type is service"] = Subject("opc-certtype:instance", "opc-certtype:service"),
        ["the type is missing"] = Subject("opc-certtype:instance"),
        ["the instance is missing"] = Subject($"opc-instance:{Own}"),
        ["the compartment is missing"] = Subject($"opc-compartment:{TestRegion.Compartment}"),
        ["the tenancy is missing"] = Subject($"opc-tenant:{TestRegion.Tenancy}"),
        ["the instance is there twice"] = Subject(
            $"opc-instance:{Own}", $"opc-instance:{Own}", $"opc-instance:{TestRegion.IdOf("web-2")}"),
        ["the type is there twice"] = Subject(
            "opc-certtype:instance", "opc-certtype:instance", "opc-certtype:service"),
        ["the tenancy is another"] = Subject(
            $"opc-tenant:{TestRegion.Tenancy}", "opc-tenant:ocid1.tenancy.oc1..aaaaaaaaother"),
        ["the compartment is another"] = Subject(
            $"opc-compartment:{TestRegion.Compartment}", "opc-compartment:ocid1.compartment.oc1..aaaaaaaaother"),
        ["the instance has a blank after it"] = Subject($"opc-instance:{Own}", $"opc-instance:{Own} "),
        ["the common name is another instance"] = Leaf(region =>
            region.Leaf(Own, commonName: TestRegion.IdOf("web-2"))),
        ["the instance is another node's"] = Leaf(region => region.Leaf(TestRegion.IdOf("web-2"))),
        ["the instance is a stranger of the same compartment"] = Leaf(region =>
            region.Leaf("ocid1.instance.oc1.eu-frankfurt-1.antheljstranger")),

        ["the node was never launched"] = async attempt =>
        {
            attempt.Node = "web-9";
            await attempt.ChallengeAsync("web-9");
        },
        ["the node is another one"] = async attempt =>
        {
            attempt.Node = "web-2";
            await attempt.ChallengeAsync("web-2");
        },
        ["the node's name is none"] = With(attempt => attempt.Node = "../web-1"),
        ["a join token comes with it"] = With(attempt => attempt.JoinToken = "guessed"),
        ["the request is not signed by its own key"] = With(attempt =>
            attempt.Request = Flipped(TestAgent.Request(attempt.Key))),
        ["the request has an RSA key"] = With(attempt =>
        {
            using var key = RSA.Create(2048);
            attempt.Request = new CertificateRequest(
                "CN=web-1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest();
        }),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_certificate_when(string fault)
    {
        await using TestCoordinator coordinator = await StartAsync();
        using InstanceAttempt attempt = await InstanceAttempt.BeginAsync(coordinator, region);
        await Faults[fault](attempt);

        Assert.Contains(
            await attempt.RefusalAsync(), new[] { StatusCode.PermissionDenied, StatusCode.InvalidArgument });
    }

    [Fact]
    public async Task No_certificate_when_the_challenge_is_a_minute_old()
    {
        var time = TestRegion.Clock();
        await using TestCoordinator coordinator = await StartAsync(time);
        using InstanceAttempt attempt = await InstanceAttempt.BeginAsync(coordinator, region);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(StatusCode.PermissionDenied, await attempt.RefusalAsync());
    }

    [Fact]
    public async Task No_certificate_without_any_proof()
    {
        await using TestCoordinator coordinator = await StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(
            () => TestAgent.EnrolAsync(coordinator, "web-1", "", key));

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
    }

    private async Task<TestCoordinator> StartAsync(TimeProvider? time = null)
    {
        TestCoordinator coordinator = await TestCoordinator.StartAsync(time ?? TestRegion.Clock());
        coordinator.Trust.Roots = [X509CertificateLoader.LoadCertificate(region.Root.RawData)];
        return coordinator;
    }

    private static Func<InstanceAttempt, Task> With(Action<InstanceAttempt> change) => attempt =>
    {
        change(attempt);
        return Task.CompletedTask;
    };

    private static Func<InstanceAttempt, Task> Signed(Func<InstanceAttempt, byte[], byte[]> sign) =>
        With(attempt => attempt.Sign = statement => sign(attempt, statement));

    private static Func<InstanceAttempt, Task> Leaf(Func<TestRegion, X509Certificate2> make) =>
        With(attempt => attempt.Leaf = make(attempt.Region));

    private static Func<InstanceAttempt, Task> Issuer(Func<TestRegion, X509Certificate2> make) => With(attempt =>
    {
        X509Certificate2 issuer = make(attempt.Region);
        attempt.Intermediate = issuer.RawData;
        attempt.Leaf = attempt.Region.Leaf(Own, issuer: issuer);
    });

    private static Func<InstanceAttempt, Task> Subject(string without, params string[] instead) => Leaf(region =>
        region.Leaf(Own, units: [.. TestRegion.Units(Own).Where(unit => unit != without), .. instead]));

    private static RSA Rsa(InstanceAttempt attempt) => attempt.Leaf.GetRSAPrivateKey()!;

    private static byte[] Flipped(byte[] bytes)
    {
        bytes[^1] ^= 1;
        return bytes;
    }

    private static byte[] Ecdsa(TestRegion region)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Certify(region, new PublicKey(key));
    }

    // A key of this length takes long to make; one that only looks like it is enough for the check of its length.
    private static byte[] HugeKey(TestRegion region)
    {
        byte[] modulus = RandomNumberGenerator.GetBytes(1024);
        modulus[0] |= 0x80;
        modulus[^1] |= 1;
        using var key = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = [1, 0, 1] });
        return Certify(region, new PublicKey(key));
    }

    private static byte[] Certify(TestRegion region, PublicKey key)
    {
        var request = new CertificateRequest(
            TestRegion.Subject(Own, TestRegion.Units(Own)), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using RSA signer = region.Intermediate.GetRSAPrivateKey()!;
        using X509Certificate2 made = request.Create(
            region.Intermediate.SubjectName, X509SignatureGenerator.CreateForRSA(signer, RSASignaturePadding.Pkcs1),
            TestRegion.Now.AddMinutes(-1), TestRegion.Now.AddHours(1), RandomNumberGenerator.GetBytes(16));
        return made.RawData;
    }
}
