using System.Buffers.Binary;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api;

/// <summary>A route of an Adj-RIB as ExaBGP writes it: NLRI, next-hop, and when asked for the attributes.</summary>
internal static class RouteText
{
    public static void Append(TextBuffer output, Family family, RouteStore routes, int route, AttributeSet set, NegotiatedSession session, bool withAttributes)
    {
        Span<byte> pathId = stackalloc byte[4];
        if (routes.PathId(route) is { } id) BinaryPrimitives.WriteUInt32BigEndian(pathId, id);
        else pathId = default;
        family.AppendText(routes.Nlri(route), pathId, output);
        if (!set.NextHop.IsNone)
        {
            output.Append(" next-hop "u8);
            if (set.NextHop.IsSelf) output.Append("self"u8);
            else set.NextHop.Address.AppendTo(output);
        }
        if (!withAttributes) return;
        foreach (var attribute in set)
        {
            if (AttributeTypes.Find(attribute.Code) is not { } type) continue;
            output.Append((byte)' ');
            type.AppendText(attribute.Value, session, output);
        }
    }
}
