using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MoodleNodeAgent.Agent.Executor.Policy;

/// <summary>Fingerprints of OpenPGP public keys (RFC 4880, keys of version 4).</summary>
internal static class OpenPgpKeys
{
    private const int PublicKey = 6;
    private const int PublicSubkey = 14;

    /// <summary>Fingerprints of each key and subkey, 40 upper-case hex digits. Subkeys count, since some releases of rpm
    /// take a signature of a subkey that nobody has bound to its key.</summary>
    /// <exception cref="InvalidDataException">It is no such key, or of another version.</exception>
    public static IReadOnlyList<string> Fingerprints(ReadOnlySpan<byte> file)
    {
        List<string> fingerprints = [];
        var rest = Dearmoured(file);
        while (!rest.IsEmpty)
        {
            var (tag, body, length) = Packet(rest);
            if (tag is PublicKey or PublicSubkey)
            {
                fingerprints.Add(Fingerprint(body));
            }

            rest = rest[length..];
        }

        return fingerprints.Count > 0 ? fingerprints : throw new InvalidDataException("it holds no public key");
    }

#pragma warning disable CA5350 // The fingerprint of a key of version 4 is a SHA-1 by definition.
    private static string Fingerprint(ReadOnlySpan<byte> body)
    {
        if (body.Length is < 6 or > ushort.MaxValue || body[0] != 4)
        {
            throw new InvalidDataException("it holds a key that is not of version 4");
        }

        var hashed = new byte[body.Length + 3];
        hashed[0] = 0x99;
        BinaryPrimitives.WriteUInt16BigEndian(hashed.AsSpan(1), (ushort)body.Length);
        body.CopyTo(hashed.AsSpan(3));
        return Convert.ToHexString(SHA1.HashData(hashed));
    }
#pragma warning restore CA5350

    private static (int Tag, byte[] Body, int Length) Packet(ReadOnlySpan<byte> rest)
    {
        var first = rest[0];
        if ((first & 0x80) == 0)
        {
            throw new InvalidDataException("it is no OpenPGP file");
        }

        var isNew = (first & 0x40) != 0;
        var tag = isNew ? first & 0x3F : (first >> 2) & 0x0F;
        var (header, length) = isNew ? NewLength(rest) : OldLength(rest, first & 0x03);
        return length >= 0 && length <= rest.Length - header
            ? (tag, rest.Slice(header, length).ToArray(), header + length)
            : throw new InvalidDataException("it ends within a packet");
    }

    private static (int Header, int Length) NewLength(ReadOnlySpan<byte> rest) => (rest.Length > 1 ? rest[1] : 255) switch
    {
        < 192 => (2, rest[1]),
        < 224 when rest.Length > 2 => (3, ((rest[1] - 192) << 8) + rest[2] + 192),
        255 when rest.Length > 5 => (6, BinaryPrimitives.ReadInt32BigEndian(rest[2..])),
        _ => throw new InvalidDataException("it has a packet of unknown length"),
    };

    private static (int Header, int Length) OldLength(ReadOnlySpan<byte> rest, int kind) => kind switch
    {
        0 when rest.Length > 1 => (2, rest[1]),
        1 when rest.Length > 2 => (3, BinaryPrimitives.ReadUInt16BigEndian(rest[1..])),
        2 when rest.Length > 4 => (5, BinaryPrimitives.ReadInt32BigEndian(rest[1..])),
        _ => throw new InvalidDataException("it has a packet of unknown length"),
    };

    /// <summary>The bytes between "-----BEGIN PGP PUBLIC KEY BLOCK-----" and the checksum line "=AbCd"; what is binary
    /// stays as it is.</summary>
    private static ReadOnlySpan<byte> Dearmoured(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty || (file[0] & 0x80) != 0)
        {
            return file;
        }

        var text = Encoding.Latin1.GetString(file);
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).ToList();
        const string begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
        var start = lines.IndexOf(begin);
        var end = lines.IndexOf("-----END PGP PUBLIC KEY BLOCK-----");
        // A second block would bring keys that nobody has looked at.
        if (start < 0 || end < start || text.Split("-----BEGIN").Length != 2)
        {
            throw new InvalidDataException("it is not exactly one OpenPGP public key block");
        }

        var body = lines[(start + 1)..end];
        var blank = body.IndexOf("");
        try
        {
            return Convert.FromBase64String(
                string.Concat(body.Skip(blank + 1).Where(line => !line.StartsWith('='))));
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException("its armour is not base64", exception);
        }
    }
}
