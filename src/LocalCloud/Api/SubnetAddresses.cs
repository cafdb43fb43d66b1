using System.Buffers.Binary;
using System.Net;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Hands out the addresses of subnets: not the first two, not the last one, not the control address.</summary>
internal sealed class SubnetAddresses(string controlAddress)
{
    private readonly Dictionary<(string VcnId, uint Address), string> _owners = [];
    private readonly uint _control = controlAddress.Length > 0 ? Number(IPAddress.Parse(controlAddress)) : 0;

    /// <summary>Takes an address for an owner.</summary>
    /// <param name="subnet">The subnet.</param>
    /// <param name="ownerId">OCID of the resource that holds it.</param>
    /// <param name="wanted">A certain address; null: the next free one.</param>
    public string Take(Resource subnet, string ownerId, string? wanted)
    {
        string vcnId = subnet.Document.Text("vcnId");
        (uint first, uint last) = Range(IPNetwork.Parse(subnet.Document.Text("cidrBlock")));
        if (wanted is not null)
        {
            if (!IPAddress.TryParse(wanted, out IPAddress? parsed) || parsed.GetAddressBytes().Length != 4
                || Number(parsed) < first + 2 || Number(parsed) >= last)
            {
                throw ApiError.InvalidParameter(
                    $"The requested IP address {wanted} is not a free address of subnet {subnet.Document.Text("cidrBlock")}.");
            }

            if (Number(parsed) == _control || !_owners.TryAdd((vcnId, Number(parsed)), ownerId))
            {
                throw ApiError.InvalidParameter($"The requested IP address {wanted} is already in use.");
            }

            return wanted;
        }

        for (uint number = first + 2; number < last; number++)
        {
            if (number != _control && _owners.TryAdd((vcnId, number), ownerId))
            {
                return Text(number);
            }
        }

        throw ApiError.LimitExceeded($"Subnet {subnet.Id} has no free address.");
    }

    public void Release(string ownerId)
    {
        foreach (
            (string, uint) key in _owners.Where(entry => entry.Value == ownerId).Select(entry => entry.Key).ToList())
        {
            _owners.Remove(key);
        }
    }

    public bool IsInUse(Resource subnet)
    {
        (uint first, uint last) = Range(IPNetwork.Parse(subnet.Document.Text("cidrBlock")));
        string vcnId = subnet.Document.Text("vcnId");
        return _owners.Keys.Any(key => key.VcnId == vcnId && key.Address >= first && key.Address <= last);
    }

    /// <summary>Whether all addresses of the subnet that are in use lie between these two.</summary>
    public bool AreWithin(Resource subnet, uint first, uint last)
    {
        (uint from, uint to) = Range(IPNetwork.Parse(subnet.Document.Text("cidrBlock")));
        string vcnId = subnet.Document.Text("vcnId");
        return _owners.Keys.Where(key => key.VcnId == vcnId && key.Address >= from && key.Address <= to)
            .All(key => key.Address >= first && key.Address <= last);
    }

    /// <summary>The first host address.</summary>
    public static string Router(string cidr) => Text(Range(IPNetwork.Parse(cidr)).First + 1);

    /// <summary>First and last address of a network.</summary>
    public static (uint First, uint Last) Range(IPNetwork network)
    {
        uint first = Number(network.BaseAddress);
        uint size = network.PrefixLength == 0 ? uint.MaxValue : (uint)((1UL << (32 - network.PrefixLength)) - 1);
        return (first, first + size);
    }

    /// <summary>An IPv4 network with no host bits set.</summary>
    public static IPNetwork ParseCidr(string name, string text) =>
        IPNetwork.TryParse(text, out IPNetwork network) && network.BaseAddress.GetAddressBytes().Length == 4
        && network.ToString() == text
            ? network
            : throw ApiError.InvalidParameter($"Invalid value for parameter {name}: {text} is not an IPv4 CIDR block");

    public static string Text(uint number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes).ToString();
    }

    private static uint Number(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
}
