using System.Text;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.HealthCheck;

/// <summary>Networks as Python's <c>ipaddress.ip_network</c> reads and counts them.</summary>
internal static class PythonNetwork
{
    /// <summary>More addresses than anybody sets up one by one.</summary>
    public const int MaxAddresses = 65536;

    /// <summary>An address, <c>address/length</c>, <c>address/mask</c> or <c>address/inverted mask</c>; host bits must be zero.</summary>
    public static bool TryParse(string text, out IpPrefix network)
    {
        if (!IpPrefix.TryParse(Encoding.UTF8.GetBytes(text), out network) && !TryParseMasked(text, out network)) return false;
        return network.HasNoHostBits;
    }

    /// <summary>Whether all addresses of the network can be listed.</summary>
    public static bool IsCountable(IpPrefix network) => network.MaxLength - network.Length <= 16;

    /// <summary>All addresses of a network, the first and the last too, as networks of one address.</summary>
    public static IEnumerable<IpPrefix> Addresses(IpPrefix network)
    {
        var count = 1 << Math.Min(network.MaxLength - network.Length, 16);
        for (var i = 0; i < count; i++) yield return new IpPrefix(network.Address.Add((UInt128)(uint)i, 0), (byte)network.MaxLength);
    }

    /// <summary>127.0.0.0/8 and ::1.</summary>
    public static bool IsLoopback(IpPrefix network) => network.Address.IsIpv4
        ? network.Length >= 8 && network.Address.Ipv4Value >> 24 == 127
        : network.Length == 128 && network.Address.Ipv6Value == 1;

    private static bool TryParseMasked(string text, out IpPrefix network)
    {
        network = default;
        var parts = text.Split('/');
        if (parts.Length != 2
            || !IpAddress.TryParse(Encoding.UTF8.GetBytes(parts[0]), out var address) || !address.IsIpv4
            || !IpAddress.TryParse(Encoding.UTF8.GetBytes(parts[1]), out var mask) || !mask.IsIpv4) return false;
        var bits = mask.Ipv4Value;
        // 0.0.0.255 is the inverted form of 255.255.255.0; 0.0.0.0 is a mask.
        if (bits != 0 && bits >> 31 == 0) bits = ~bits;
        var length = System.Numerics.BitOperations.LeadingZeroCount(~bits);
        if (length < 32 && bits << length != 0) return false;
        network = new IpPrefix(address, (byte)length);
        return true;
    }
}
