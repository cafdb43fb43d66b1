using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.Agent.Hosts;

/// <summary>A dnf repository with real packages: probe 1.0 and 2.0, signed; naked, not signed; the module "probe" with the
/// streams 1 and 2. The host itself serves it over HTTPS.</summary>
internal static class SignedRepository
{
    public const string Address = "https://127.0.0.1:8443/";
    private const string Server = """
        import http.server, os, ssl
        os.chdir('/srv/repository')
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 8443), http.server.SimpleHTTPRequestHandler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain('/srv/server.pem')
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.serve_forever()
        """;

    /// <summary>Makes the repository, puts it on the host and serves it.</summary>
    /// <returns>Its public key and the fingerprint of it.</returns>
    public static async Task<(byte[] Key, string Fingerprint)> ServeAsync(AgentHost host)
    {
        var folder = Directory.CreateTempSubdirectory("mna-repository-").FullName;
        try
        {
            var fingerprint = await MakeAsync(folder);
            Directory.CreateDirectory(host.Map("/srv/repository"));
            await RunAsync("cp", "-r", Path.Join(folder, "repository") + "/.", host.Map("/srv/repository"));
            WriteCertificate(host);
            host.Write("/srv/server.py", Server);
            await host.SucceedAsync("systemd-run", "--quiet", "--unit=repository", "--property=Restart=always", "/usr/bin/python3", "/srv/server.py");
            while ((await host.RunAsync("curl", "-sf", "-o", "/dev/null", Address + "repodata/repomd.xml")).ExitCode != 0)
            {
                await Task.Delay(50);
            }

            return (await File.ReadAllBytesAsync(Path.Join(folder, "key.asc")), fingerprint);
        }
        finally
        {
            await RunAsync("gpgconf", "--homedir", Path.Join(folder, "gpg"), "--kill", "all");
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> MakeAsync(string folder)
    {
        var gpg = Path.Join(folder, "gpg");
        var repository = Path.Join(folder, "repository");
        Directory.CreateDirectory(gpg, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await RunAsync(
            "gpg", "--homedir", gpg, "--batch", "--quiet", "--passphrase", "", "--quick-generate-key",
            "Probe <probe@example.org>", "rsa2048", "sign", "never");
        await RunAsync("gpg", "--homedir", gpg, "--batch", "--armor", "--output", Path.Join(folder, "key.asc"), "--export");
        // "fpr:::::::::0123...:"
        var fingerprint = (await RunAsync("gpg", "--homedir", gpg, "--batch", "--with-colons", "--list-keys")).Split('\n')
            .First(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Split(':')[9];
        foreach (var (name, version) in new[] { ("probe", "1.0"), ("probe", "2.0"), ("naked", "1.0"), ("probe-user", "1.0") })
        {
            var spec = Path.Join(folder, $"{name}.spec");
            await File.WriteAllTextAsync(spec, $"""
                Name: {name}
                Version: {version}
                Release: 1
                Summary: Probe
                License: MIT
                BuildArch: noarch
                {(name == "probe-user" ? "Requires: probe" : "")}
                %description
                Probe.
                %files

                """);
            await RunAsync("rpmbuild", "-bb", "--quiet", "--define", $"_topdir {folder}/build", "--define", $"_rpmdir {repository}", spec);
        }

        var signed = Directory.GetFiles(repository, "probe*.rpm", SearchOption.AllDirectories);
        await RunAsync(
            "rpmsign", ["--define", "__gpg /usr/bin/gpg", "--define", $"_gpg_name {fingerprint}", "--define", $"_gpg_path {gpg}", "--addsign", .. signed]);
        await RunAsync("createrepo_c", "--quiet", repository);
        await File.WriteAllTextAsync(Path.Join(folder, "modules.yaml"), string.Concat(new[] { 1, 2 }.Select(Module)));
        await RunAsync("modifyrepo_c", "--mdtype=modules", Path.Join(folder, "modules.yaml"), Path.Join(repository, "repodata"));
        return fingerprint;
    }

    private static string Module(int stream) => $"""
        ---
        document: modulemd
        version: 2
        data:
          name: probe
          stream: "{stream.ToString(CultureInfo.InvariantCulture)}"
          version: 1
          context: c0ffee00
          arch: {(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64")}
          summary: Probe
          description: Probe
          license:
            module: [MIT]
        ...

        """;

    private static void WriteCertificate(AgentHost host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=repository", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UnixEpoch;
        using var certificate = request.CreateSelfSigned(now, now.AddYears(100));
        var pem = certificate.ExportCertificatePem();
        host.Write("/srv/server.pem", $"{key.ExportPkcs8PrivateKeyPem()}\n{pem}\n");
        const string trusted = "/etc/ssl/certs/ca-certificates.crt";
        host.Write(trusted, $"{host.Read(trusted)}\n{pem}\n");
    }

    private static Task<string> RunAsync(string program, params string[] arguments) =>
        new CommandRunner().RunAsync(program, arguments, CancellationToken.None);
}
