using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>The list of path attributes: a new one is added here, and nowhere else.</summary>
public static class AttributeTypes
{
    /// <summary>All attributes, in ascending code order.</summary>
    public static IReadOnlyList<AttributeType> All { get; } =
    [
        new GenericAttribute(),
        new Origin(),
        new AsPath(),
        new NextHopAttribute(),
        new MultiExitDisc(),
        new LocalPref(),
        new AtomicAggregate(),
        new Aggregator(),
        new CommunityList(),
        new OriginatorId(),
        new ClusterList(),
        new ExtendedCommunityList(),
        new As4Path(),
        new As4Aggregator(),
        new PmsiTunnel(),
        new ExtendedCommunityIpv6List(),
        new Aigp(),
        new LinkState.LinkStateAttribute(),
        new LargeCommunityList(),
        new PrefixSid.PrefixSidAttribute(),
    ];

    private static readonly AttributeType?[] ByCode = Index();

    /// <summary>The attribute of a code; null when it is not known.</summary>
    public static AttributeType? Find(AttributeCode code) => ByCode[(byte)code];

    /// <summary>
    /// Writes a stored attribute for a session: as its type does, or as it is when the code is unknown or the flags are not
    /// the type's own (then it was written as a generic attribute).
    /// </summary>
    public static void Encode(AttributeSet.Attribute attribute, NegotiatedSession session, ref WireWriter writer)
    {
        if (Find(attribute.Code) is not { } type || type.Flags != attribute.Flags)
            GenericAttribute.Encode(attribute.Code, attribute.Flags, attribute.Value, ref writer);
        else if (session.Rfc) type.EncodeAsRfc(attribute.Value, attribute.Note, session, ref writer);
        else type.Encode(attribute.Value, session, ref writer);
    }

    /// <summary>
    /// Appends <c>"med": 10</c> in a version's form; nothing, and false, for what does not show up. The value is in stored form, as in an
    /// <see cref="AttributeSet"/> or a received UPDATE; see <see cref="AttributeType.AppendMembers"/>.
    /// </summary>
    public static bool AppendJsonMember(
        JsonVersion version, AttributeCode code, AttributeFlags flags, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        var type = TypeOf(code, flags);
        if (type is not null && !type.IsShown(value, session)) return false;
        if (type is not null && version >= type.KnownSince)
        {
            type.AppendMembers(version, value, session, output);
            return true;
        }
        if (type is not null && !TryAsUnknown(ref flags)) return false;
        output.Append((byte)'"');
        GenericAttribute.AppendName(code, flags, output);
        output.Append("\": "u8);
        GenericAttribute.AppendJson(value, output);
        return true;
    }

    /// <summary>Appends <c>med 10</c> in a version's words; nothing, and false, for what does not show up. The value is in stored form.</summary>
    public static bool AppendText(
        JsonVersion version, AttributeCode code, AttributeFlags flags, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        var type = TypeOf(code, flags);
        if (type is not null && !type.IsShown(value, session)) return false;
        if (type is not null && version >= type.KnownSince)
        {
            type.AppendText(version, value, session, output);
            return true;
        }
        if (type is not null && !TryAsUnknown(ref flags)) return false;
        GenericAttribute.AppendText(code, flags, value, output);
        return true;
    }

    /// <summary>Whether the value of an attribute is to be shown as received: see <see cref="AttributeType.ShowsReceived"/>.</summary>
    public static bool ShowsReceived(JsonVersion version, AttributeCode code) => Find(code) is { } type && type.ShowsReceived(version);

    /// <summary>As an attribute comes to who does not know it: marked Partial when it is transitive, else not at all (RFC 4271 section 5).</summary>
    private static bool TryAsUnknown(ref AttributeFlags flags)
    {
        if ((flags & AttributeFlags.Transitive) == 0) return false;
        flags |= AttributeFlags.Partial;
        return true;
    }

    /// <summary>The type that an attribute with these flags is of; Partial and Extended Length do not count.</summary>
    private static AttributeType? TypeOf(AttributeCode code, AttributeFlags flags)
    {
        var type = Find(code);
        const AttributeFlags Ignored = AttributeFlags.Partial | AttributeFlags.ExtendedLength;
        return type is not null && (flags & ~Ignored) == type.Flags ? type : null;
    }

    private static AttributeType?[] Index()
    {
        var index = new AttributeType?[256];
        foreach (var type in All)
            if (type is not GenericAttribute) index[(byte)type.Code] = type;
        return index;
    }
}
