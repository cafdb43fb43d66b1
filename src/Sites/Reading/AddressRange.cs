using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MoodleNodeAgent.Sites.Reading;

/// <summary>An IPv4 range in CIDR notation.</summary>
internal readonly record struct AddressRange(uint First, int PrefixLength)
{
    /// <summary>Number of addresses in the range.</summary>
    public long Size => 1L << (32 - PrefixLength);

    private long End => First + Size;

    /// <summary>Reads "10.0.0.0/16"; host bits may be set, see <see cref="Network"/>.</summary>
    public static AddressRange? Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length != 2
            || parts[0].Count(character => character == '.') != 3
            || !parts[0].All(character => char.IsAsciiDigit(character) || character == '.')
            || !IPAddress.TryParse(parts[0], out var address)
            || address.AddressFamily != AddressFamily.InterNetwork
            || parts[0] != address.ToString()
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            || prefix > 32)
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        return new AddressRange(
            ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3], prefix);
    }

    /// <summary>The same range with the host bits cleared.</summary>
    public AddressRange Network => this with { First = (uint)(First / Size * Size) };

    public bool Contains(AddressRange other) => other.First >= First && other.End <= End;

    public bool Overlaps(AddressRange other) => First < other.End && other.First < End;

    /// <summary>The range of 256 addresses with this number, from 0.</summary>
    public AddressRange Slash24(int number) => new(First + (uint)(number << 8), 24);

    public override string ToString() =>
        $"{First >> 24}.{(First >> 16) & 255}.{(First >> 8) & 255}.{First & 255}/{PrefixLength}";
}
