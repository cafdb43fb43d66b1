using System.Net.Security;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MoodleNodeAgent.Oci;

public sealed class TrustTests
{
    [Fact]
    public void The_connections_check_certificates_as_the_system_does_and_follow_no_redirect()
    {
        using SocketsHttpHandler handler = OciConnection.NewHandler();

        Assert.Null(handler.SslOptions.RemoteCertificateValidationCallback);
        Assert.Null(handler.SslOptions.CertificateChainPolicy);
        Assert.True(handler.UseProxy);
        Assert.Null(handler.Proxy);
        Assert.False(handler.AllowAutoRedirect);
    }

    [Fact]
    public void Nothing_in_the_client_could_turn_the_checks_off()
    {
        using PEReader file = new(File.OpenRead(typeof(OciConnection).Assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();

        string[] used = [.. metadata.MemberReferences
            .Select(handle => metadata.GetString(metadata.GetMemberReference(handle).Name))];

        Assert.Contains("set_AllowAutoRedirect", used);
        Assert.DoesNotContain(used, name => name.Contains("CertificateValidationCallback", StringComparison.Ordinal)
            || name.Contains("CertificateCustomValidation", StringComparison.Ordinal)
            || name.Contains("DangerousAcceptAny", StringComparison.Ordinal)
            || name.Contains(nameof(SslClientAuthenticationOptions.CertificateChainPolicy), StringComparison.Ordinal));
    }
}
