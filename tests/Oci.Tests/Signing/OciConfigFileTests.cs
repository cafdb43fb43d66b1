using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace MoodleNodeAgent.Oci.Signing;

public sealed class OciConfigFileTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("oci-config-").FullName;
    private readonly JsonElement vectors = WireFile.Read("signing-vectors.json");

    [Fact]
    public void A_key_that_the_profile_lacks_comes_from_DEFAULT()
    {
        OciProfile profile = Read("[DEFAULT]\ntenancy=t\nregion=fra\n\n[OPS]\n# mine\nuser = u=1 \n", "OPS");

        Assert.Equal("t", profile.Tenancy);
        Assert.Equal("u=1", profile.User);
        Assert.Equal("eu-frankfurt-1", profile.Region);
    }

    [Fact]
    public void An_unknown_profile_is_an_error_that_names_the_known_ones()
    {
        OciConfigException error = Assert.Throws<OciConfigException>(() => Read("[DEFAULT]\n[OPS]\n", "OTHER"));

        Assert.Contains("[OTHER]", error.Message, StringComparison.Ordinal);
        Assert.Contains("DEFAULT, OPS", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[DEFAULT]\nuser=a\nuser=b\n", ":3:")]
    [InlineData("user=a\n", ":1:")]
    [InlineData("[DEFAULT]\nsecret words\n", ":2:")]
    public void A_line_that_cannot_be_used_is_named_but_not_shown(string text, string place)
    {
        OciConfigException error = Assert.Throws<OciConfigException>(() => Read(text, "DEFAULT"));

        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret words", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_profiles_give_the_key_id_of_the_vectors()
    {
        JsonElement key = vectors.GetProperty("key");
        Directory.CreateDirectory(Path.Combine(home, ".oci"));
        File.WriteAllText(Path.Combine(home, ".oci/oci_api_key.pem"), key.GetProperty("privateKeyPkcs8").GetString());
        File.WriteAllText(Path.Combine(home, ".oci/oci_api_key_enc.pem"),
            key.GetProperty("privateKeyPkcs1Encrypted").GetString());
        string text = vectors.GetProperty("configFileExample").GetString()!;

        foreach (string name in new[] { "DEFAULT", "ENCRYPTED" })
        {
            using OciProfileKeys keys = new(Read(text, name));
            OciSigningKey read = await keys.GetKeyAsync(renew: false, CancellationToken.None);
            Assert.Equal(key.GetProperty("keyId").GetString(), read.KeyId);
        }
    }

    [Fact]
    public async Task When_a_session_token_ends_half_way_the_error_says_how_to_go_on()
    {
        string claims = System.Buffers.Text.Base64Url.EncodeToString("{\"exp\":2000000000}"u8);
        FakeTimeProvider time = new(DateTimeOffset.FromUnixTimeSeconds(1_999_999_000));
        Write("token", $"e30.{claims}.c2ln");
        Write("key.pem", vectors.GetProperty("key").GetProperty("privateKeyPkcs8").GetString()!);
        using OciProfileKeys keys =
            new(Read("[DEFAULT]\nkey_file=~/key.pem\nsecurity_token_file=~/token\n", "DEFAULT"), time);
        await keys.GetKeyAsync(false, CancellationToken.None);

        time.Advance(TimeSpan.FromHours(1));
        OciConfigException error = await Assert.ThrowsAsync<OciConfigException>(
            async () => await keys.GetKeyAsync(true, CancellationToken.None));

        Assert.Contains("ended at 2033-05-18 03:33 UTC", error.Message, StringComparison.Ordinal);
        Assert.Contains("give the same command again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_token_is_read_anew_when_it_was_refused()
    {
        string token = Write("token", "first\n");
        Write("key.pem", vectors.GetProperty("key").GetProperty("privateKeyPkcs8").GetString()!);
        using OciProfileKeys keys =
            new(Read("[DEFAULT]\nkey_file=~/key.pem\nsecurity_token_file=~/token\n", "DEFAULT"));
        OciSigningKey before = await keys.GetKeyAsync(renew: false, CancellationToken.None);
        File.WriteAllText(token, "second\n");

        OciSigningKey after = await keys.GetKeyAsync(renew: true, CancellationToken.None);

        Assert.Equal("ST$first", before.KeyId);
        Assert.Equal("ST$second", after.KeyId);
    }

    [Fact]
    public void When_the_fingerprint_is_not_the_keys_it_shows_before_the_first_call()
    {
        Write("key.pem", vectors.GetProperty("key").GetProperty("privateKeyPkcs8").GetString()!);
        OciProfile profile =
            Read("[DEFAULT]\nuser=u\ntenancy=t\nfingerprint=00:11\nkey_file=~/key.pem\n", "DEFAULT");

        OciConfigException error = Assert.Throws<OciConfigException>(() => new OciProfileKeys(profile));

        Assert.Contains("00:11", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_lists_everything_that_it_lacks_and_keeps_its_pass_phrase_to_itself()
    {
        OciProfile profile = Read("[DEFAULT]\npass_phrase=hush\n", "DEFAULT");

        OciConfigException error = Assert.Throws<OciConfigException>(() => new OciProfileKeys(profile));

        Assert.Contains("key_file, user, tenancy", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error + profile.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("privateKeyPkcs1Encrypted")]
    [InlineData("privateKeyPkcs8Encrypted")]
    public void When_a_key_is_encrypted_the_pass_phrase_is_asked_for_and_a_wrong_one_not_shown(string format)
    {
        Write("key.pem", vectors.GetProperty("key").GetProperty(format).GetString()!);

        string none = MessageOf("");
        string wrong = MessageOf("pass_phrase=wrong-hush\n");

        Assert.Contains("pass_phrase", none, StringComparison.Ordinal);
        Assert.Contains("Check pass_phrase", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-hush", wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key at all, but hush")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\naHVzaA==\n-----END RSA PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-128-CBC\n\naHVzaA==\n-----END RSA PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: DES-EDE3-CBC,00\n\naHVzaA==\n-----END\n")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-128-CBC,00\n\naHVzaA==\n-----END\n")]
    public void When_a_key_is_no_key_the_file_is_named_and_not_shown(string text)
    {
        Write("key.pem", text);

        string message = MessageOf("pass_phrase=p\n");

        Assert.Contains(Path.Combine(home, "key.pem"), message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", message, StringComparison.Ordinal);
        Assert.DoesNotContain("aHVzaA", message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_the_key_is_not_there_its_path_and_the_setting_are_named()
    {
        string message = MessageOf("");

        Assert.Contains("key.pem", message, StringComparison.Ordinal);
        Assert.Contains("key_file", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_only_the_public_half_is_of_cannot_sign()
    {
        Write("key.pem", vectors.GetProperty("key").GetProperty("publicKeySpki").GetString()!);

        Assert.Contains("private RSA key", MessageOf(""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a\nx: y")]
    public void A_session_token_that_could_break_a_header_is_refused_and_not_shown(string token)
    {
        Write("key.pem", vectors.GetProperty("key").GetProperty("privateKeyPkcs8").GetString()!);
        Write("token", token);

        OciConfigException error = Assert.Throws<OciConfigException>(() => new OciProfileKeys(
            Read("[DEFAULT]\nkey_file=~/key.pem\nsecurity_token_file=~/token\n", "DEFAULT")));

        Assert.Contains("oci session authenticate", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delegation_token_is_read_with_the_key()
    {
        Write("key.pem", vectors.GetProperty("key").GetProperty("privateKeyPkcs8").GetString()!);
        Write("delegation", "on.behalf.of\n");
        using OciProfileKeys keys = new(Read("[DEFAULT]\nuser=u\ntenancy=t\nkey_file=~/key.pem\n"
            + "delegation_token_file=~/delegation\n", "DEFAULT"));

        OciSigningKey key = await keys.GetKeyAsync(renew: false, CancellationToken.None);

        Assert.Equal("on.behalf.of", key.DelegationToken);
    }

    [Theory]
    [InlineData("instance_principal")]
    [InlineData("instance_obo_user")]
    public void A_profile_of_the_machine_itself_says_what_signs_for_it(string type)
    {
        OciProfile profile = Read($"[DEFAULT]\nauthentication_type={type}\n", "DEFAULT");

        Assert.True(profile.IsInstancePrincipal);
        OciConfigException error = Assert.Throws<OciConfigException>(() => new OciProfileKeys(profile));
        Assert.Contains("InstancePrincipalKeys", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environments_file_counts_when_the_usual_one_is_absent()
    {
        Assert.Equal("/etc/oci", OciConfigFile.Locate(home, _ => "/etc/oci"));
        Directory.CreateDirectory(Path.Combine(home, ".oci"));
        string usual = Write(".oci/config", "");
        Assert.Equal(usual, OciConfigFile.Locate(home, _ => "/etc/oci"));
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    // The whole exception, as it would stand in a log.
    private string MessageOf(string more) => Assert.Throws<OciConfigException>(() => new OciProfileKeys(
        Read($"[DEFAULT]\nuser=u\ntenancy=t\nkey_file=~/key.pem\n{more}", "DEFAULT"))).ToString();

    private OciProfile Read(string text, string profile) =>
        OciConfigFile.Read(Write("config", text), profile, home, _ => null);

    private string Write(string name, string text)
    {
        string path = Path.Combine(home, name);
        File.WriteAllText(path, text);
        return path;
    }
}
