using System.Buffers.Binary;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families;

/// <summary>Values in the text of NLRI whose words stand in a fixed order, written as they are read.</summary>
internal static class NlriWords
{
    /// <summary>A route distinguisher (RFC 4364 section 4.2), written as 8 octets.</summary>
    public static bool TryRd(ref TokenReader reader, ValueBuilder nlri)
    {
        if (!reader.RequireWord("a route distinguisher", out var word)) return false;
        if (!RouteDistinguisher.TryParse(word, out var rd))
            return reader.Fail(DiagnosticCode.InvalidValue, $"invalid route-distinguisher {Show(word)}");
        BinaryPrimitives.WriteUInt64BigEndian(nlri.Reserve(RouteDistinguisher.Size), rd.Value);
        return true;
    }

    /// <summary>An address of the family.</summary>
    public static bool TryAddress(ref TokenReader reader, Afi afi, out IpAddress address)
    {
        address = default;
        if (!reader.RequireWord("an address", out var word)) return false;
        return IpAddress.TryParse(word, out address) && address.Afi == afi
            || reader.Fail(DiagnosticCode.InvalidValue, $"'{Show(word)}' is not an {FamilyNames.Name(afi)} address");
    }

    /// <summary>Writes an address behind its length in bits.</summary>
    public static void WriteAddress(IpAddress address, ValueBuilder nlri)
    {
        nlri.Byte((byte)(address.Length * 8));
        address.CopyTo(nlri.Reserve(address.Length));
    }

    /// <summary>A word for a message.</summary>
    public static string Show(ReadOnlySpan<byte> word) => System.Text.Encoding.UTF8.GetString(word);
}
