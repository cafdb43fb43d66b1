using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace MoodleNodeAgent.Agent.Executor.Policy;

public sealed class OpenPgpKeysTests
{
    [Fact]
    public void Fingerprints_are_those_that_gpg_tells_of_keys_and_subkeys()
    {
        Assert.Equal([SigningKeys.Fingerprint], OpenPgpKeys.Fingerprints(Bytes(SigningKeys.Ed25519)));
        Assert.Equal(
            [SigningKeys.Fingerprint, SigningKeys.SubkeyFingerprint],
            OpenPgpKeys.Fingerprints(Bytes(SigningKeys.WithSubkey)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key")]
    [InlineData("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n!!!!\n-----END PGP PUBLIC KEY BLOCK-----")]
    [InlineData("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----")]
    public void What_is_no_key_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => OpenPgpKeys.Fingerprints(Bytes(text)));

    [Fact]
    public void A_second_key_behind_the_first_one_is_refused() => Assert.Throws<InvalidDataException>(
        () => OpenPgpKeys.Fingerprints(Bytes(SigningKeys.Ed25519 + "x" + SigningKeys.WithSubkey)));

    [Fact]
    public void Any_bytes_are_read_or_refused_and_never_anything_else() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes => IsReadOrRefused(bytes) && IsReadOrRefused([0x98, .. bytes]) && IsReadOrRefused([0xC6, .. bytes])
            && IsReadOrRefused([.. Bytes("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n"), .. bytes,
                .. Bytes("\n-----END PGP PUBLIC KEY BLOCK-----")])).QuickCheckThrowOnFailure();

    private static bool IsReadOrRefused(byte[] file)
    {
        try
        {
            return OpenPgpKeys.Fingerprints(file).Count > 0;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
