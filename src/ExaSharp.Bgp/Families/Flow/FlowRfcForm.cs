using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>
/// FlowSpec NLRI in the form of RFC 8955 and RFC 8956, to and from ExaBGP's: IPv6 prefixes have another pattern
/// (<see cref="FlowIpv6Prefix"/>), and a component type is there once at most.
/// </summary>
internal static class FlowRfcForm
{
    private const int LengthSize = 2;

    /// <summary>The RFC's octets of valid ones in ExaBGP's form, written to <paramref name="scratch"/>; empty when there are none.</summary>
    public static ReadOnlySpan<byte> Write(ReadOnlySpan<byte> nlri, FamilyId family, Span<byte> scratch)
    {
        var reader = new WireReader(FlowNlri.Of(nlri, family).Body);
        var writer = new WireWriter(scratch[LengthSize..]);
        if (!TryTakeRd(ref reader, family, out var rd)) return default;
        writer.Bytes(rd);
        var last = 0;
        while (reader.TryReadByte(out var type))
        {
            // RFC 8955 section 4.2.2: "A given component type MAY (exactly once) be present in the Flow Specification."
            if (type <= last) return default;
            last = type;
            writer.Byte(type);
            if (family.Afi == Afi.Ipv6 && FlowComponents.IsPrefix((FlowComponent)type))
            {
                if (!FlowIpv6Prefix.TryRead(ref reader, out var prefix, out var offset)) return default;
                if (!FlowIpv6Prefix.TryWriteRfc(prefix, offset, ref writer)) return default;
                continue;
            }
            if (!TryTakeComponent(ref reader, (FlowComponent)type, out var component)) return default;
            writer.Bytes(component);
        }
        return writer.Overflowed ? default : WithLength(scratch[..(LengthSize + writer.Length)]);
    }

    /// <summary>
    /// Takes one IPv6 NLRI in the RFC's form off the reader and writes it in ExaBGP's. As when reading that, malformed components
    /// concern this NLRI only; so does a rule that becomes longer than an NLRI can be.
    /// </summary>
    public static NlriResult TryRead(ref WireReader reader, FamilyId family, ref WireWriter stored, out BgpError error)
    {
        if (!FlowNlri.TryReadBody(ref reader, out var body, out error)) return NlriResult.Error;
        var start = stored.Length;
        stored.UInt16(0);
        if (!TryConvert(body, family, ref stored) || stored.Overflowed || stored.Length - start - LengthSize > FlowNlri.MaxLength)
        {
            stored.Truncate(start);
            return NlriResult.Skip;
        }
        var whole = stored.At(start, stored.Length - start);
        var nlri = WithLength(whole);
        var length = nlri.Length;
        if (length < whole.Length) nlri.CopyTo(whole);
        stored.Truncate(start + length);
        var check = new WireReader(whole[..length]);
        if (FlowNlri.TryRead(ref check, family, out _, out _) == NlriResult.Ok) return NlriResult.Ok;
        stored.Truncate(start);
        return NlriResult.Skip;
    }

    private static bool TryConvert(scoped ReadOnlySpan<byte> body, FamilyId family, ref WireWriter stored)
    {
        var reader = new WireReader(body);
        if (!TryTakeRd(ref reader, family, out var rd)) return false;
        stored.Bytes(rd);
        var last = 0;
        while (reader.TryReadByte(out var type))
        {
            if (type <= last) return false;
            last = type;
            stored.Byte(type);
            if (FlowComponents.IsPrefix((FlowComponent)type))
            {
                if (!FlowIpv6Prefix.TryReadRfc(ref reader, out var prefix, out var offset)) return false;
                FlowIpv6Prefix.Write(prefix, offset, ref stored);
                continue;
            }
            if (!TryTakeComponent(ref reader, (FlowComponent)type, out var component)) return false;
            stored.Bytes(component);
        }
        return true;
    }

    private static bool TryTakeRd(ref WireReader reader, FamilyId family, out ReadOnlySpan<byte> rd)
    {
        rd = default;
        return family.Safi != Safi.FlowVpn || reader.TryReadBytes(RouteDistinguisher.Size, out rd);
    }

    /// <summary>Takes an IPv4 prefix, or operators and values up to the last one.</summary>
    private static bool TryTakeComponent(ref WireReader reader, FlowComponent type, out ReadOnlySpan<byte> octets)
    {
        var rest = reader.Rest;
        octets = default;
        if (FlowComponents.IsPrefix(type)) return !rest.IsEmpty && reader.TryReadBytes(1 + (rest[0] + 7) / 8, out octets);
        for (var at = 0; at < rest.Length;)
        {
            var operation = rest[at];
            at += 1 + FlowOperator.ValueSize(operation);
            if ((operation & FlowOperator.EndOfList) != 0) return reader.TryReadBytes(at, out octets);
        }
        return false;
    }

    /// <summary>Fills in the length before a body that begins at the third octet; gives the NLRI, which may begin at the second.</summary>
    private static Span<byte> WithLength(Span<byte> nlri)
    {
        var length = nlri.Length - LengthSize;
        var isShort = length < FlowNlri.ExtendedLength;
        var writer = new WireWriter(nlri[(isShort ? 1 : 0)..]);
        FlowNlri.WriteLength(length, ref writer);
        return nlri[(isShort ? 1 : 0)..];
    }
}
