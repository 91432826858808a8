using System.Buffers.Binary;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api;

/// <summary>A route of an Adj-RIB as ExaBGP writes it: NLRI, next-hop, and when asked for the attributes.</summary>
internal static class RouteText
{
    /// <param name="output">Where to.</param>
    /// <param name="version">The ExaBGP whose words are used.</param>
    /// <param name="family">The route's family.</param>
    /// <param name="routes">Where the route is.</param>
    /// <param name="route">The route.</param>
    /// <param name="set">Its attributes.</param>
    /// <param name="session">What the attributes are shown for.</param>
    /// <param name="isOwn">Whether it is a route of ours; see <see cref="Family.AppendConfiguredText"/>.</param>
    /// <param name="withAttributes">Whether attributes are shown.</param>
    /// <param name="self">The address that stands for <c>self</c>, where it is known.</param>
    public static void Append(
        TextBuffer output, JsonVersion version, Family family, RouteStore routes, int route, AttributeSet set, NegotiatedSession session, bool isOwn, bool withAttributes, IpAddress self = default)
    {
        Span<byte> pathId = stackalloc byte[4];
        if (routes.PathId(route) is { } id) BinaryPrimitives.WriteUInt32BigEndian(pathId, id);
        else pathId = default;
        // ExaBGP 5.0 replaces "self" when the route is announced, those before when it is sent.
        var nextHop = set.NextHop;
        if (nextHop.IsSelf && version > JsonVersion.Four && self.IsDefined) nextHop = NextHop.Of(self);
        family.AppendRoute(routes.Nlri(route), pathId, nextHop, isOwn, output);
        if (!withAttributes) return;
        foreach (var attribute in set)
        {
            if (AttributeTypes.Find(attribute.Code) is not { } type) continue;
            output.Append((byte)' ');
            type.AppendText(version, attribute.Value, session, output);
        }
    }
}
