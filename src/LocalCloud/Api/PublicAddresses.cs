using System.Net;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Stand-in for Oracle's public addresses: loopback addresses of this machine, so that a browser on it reaches
/// the site. The first ten of the range are left out.</summary>
internal sealed class PublicAddresses(string range)
{
    private readonly (uint First, uint Last) _range = SubnetAddresses.Range(IPNetwork.Parse(range));
    private readonly HashSet<string> _taken = [];

    public string Take()
    {
        for (uint number = _range.First + 10; number < _range.Last; number++)
        {
            string address = SubnetAddresses.Text(number);
            if (_taken.Add(address))
            {
                return address;
            }
        }

        throw ApiError.LimitExceeded($"The public addresses of {range} are all in use.");
    }

    public void Release(string address) => _taken.Remove(address);
}
