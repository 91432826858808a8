using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>
/// Collects the components of a FlowSpec rule in any order and writes them in the order of RFC 8955 section 4.2:
/// ascending by type, in the order given within a type. Allocates only while its tables grow.
/// </summary>
public sealed class FlowRuleBuilder
{
    private readonly List<Entry> _entries = [];
    private readonly int[] _lastOfType = new int[(int)FlowComponents.Last + 1];
    private byte[] _components = [];

    /// <summary>Whether no component was given: the rule matches every packet.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The address family that a component asked for; undefined when all that was given fits both.</summary>
    public Afi Afi { get; private set; }

    /// <summary>The first name of ICMP among the values, where it was written, and its component.</summary>
    internal (TextSpan Word, FlowComponent Type, string Name)? IcmpName { get; private set; }

    public void Clear()
    {
        _entries.Clear();
        Afi = Afi.Undefined;
        IcmpName = null;
    }

    /// <summary>Remembers the first name of ICMP: in IPv6 rules it hardly means what was wanted.</summary>
    internal void NoteIcmpName(TextSpan word, FlowComponent type, string name) => IcmpName ??= (word, type, name);

    /// <summary>Makes it a rule of one address family; false when it is one of the other already.</summary>
    public bool TryRequire(Afi afi)
    {
        if (Afi == Afi.Undefined) Afi = afi;
        return Afi == afi;
    }

    /// <summary>Adds a prefix component; a rule may have several of a type, as ExaBGP allows.</summary>
    /// <param name="type"><see cref="FlowComponent.DestinationPrefix"/> or <see cref="FlowComponent.SourcePrefix"/>.</param>
    /// <param name="prefix">A prefix of the rule's address family; host bits are kept.</param>
    /// <param name="offset">IPv6: the bits before the ones to compare (RFC 8956 section 3.1); 0 for IPv4.</param>
    public void AddPrefix(FlowComponent type, IpPrefix prefix, byte offset) =>
        Add(new Entry(type, 0, 0, 0, prefix, offset));

    /// <summary>Adds an operator with its value.</summary>
    /// <param name="type">Any type but the prefixes.</param>
    /// <param name="operation">The operator's bits but the end of the list and the length (RFC 8955 section 4.2.1).</param>
    /// <param name="value">The value in IPv4 rules.</param>
    /// <param name="ipv6Value">The value in IPv6 rules: another one for the names that ICMP and ICMPv6 share.</param>
    public void AddOperation(FlowComponent type, byte operation, uint value, uint ipv6Value) =>
        Add(new Entry(type, operation, value, ipv6Value, default, 0));

    /// <summary>Writes the NLRI with its length field; false with the reason when it is longer than 4095 octets.</summary>
    public bool TryWrite(Afi afi, RouteDistinguisher? rd, ref WireWriter writer, out string? error)
    {
        error = null;
        if (_components.Length == 0) _components = new byte[FlowNlri.MaxLength];
        var components = new WireWriter(_components);
        if (rd is { } distinguisher) components.UInt64(distinguisher.Value);
        for (var type = FlowComponent.DestinationPrefix; type <= FlowComponents.Last; type++)
            if (_entries.Count > 0 && IsGiven(type)) WriteComponent(type, afi, ref components);
        if (components.Overflowed)
        {
            error = $"a flow route can not be longer than {FlowNlri.MaxLength} octets";
            return false;
        }
        FlowNlri.WriteLength(components.Length, ref writer);
        writer.Bytes(components.Written);
        return true;
    }

    private bool IsGiven(FlowComponent type)
    {
        var last = _lastOfType[(int)type];
        return last < _entries.Count && _entries[last].Type == type;
    }

    private void Add(in Entry entry)
    {
        _lastOfType[(int)entry.Type] = _entries.Count;
        _entries.Add(entry);
    }

    private void WriteComponent(FlowComponent type, Afi afi, ref WireWriter writer)
    {
        var entries = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries);
        var last = _lastOfType[(int)type];
        var isPrefix = FlowComponents.IsPrefix(type);
        if (!isPrefix) writer.Byte((byte)type);
        for (var i = 0; i <= last; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry.Type != type) continue;
            if (isPrefix) WritePrefix(entry, ref writer);
            else WriteOperation(entry, afi, isLast: i == last, ref writer);
        }
    }

    private static void WritePrefix(in Entry entry, ref WireWriter writer)
    {
        writer.Byte((byte)entry.Type);
        if (entry.Prefix.Afi == Afi.Ipv6) FlowIpv6Prefix.Write(entry.Prefix, entry.Offset, ref writer);
        else entry.Prefix.WriteTo(ref writer);
    }

    private static void WriteOperation(in Entry entry, Afi afi, bool isLast, ref WireWriter writer)
    {
        var value = afi == Afi.Ipv6 ? entry.Ipv6Value : entry.Value;
        var size = FlowComponents.ValueSize(entry.Type, value);
        writer.Byte((byte)(entry.Operator | FlowOperator.SizeBits(size) | (isLast ? FlowOperator.EndOfList : 0)));
        if (size == 1) writer.Byte((byte)value);
        else if (size == 2) writer.UInt16((ushort)value);
        else writer.UInt32(value);
    }

    private readonly record struct Entry(
        FlowComponent Type, byte Operator, uint Value, uint Ipv6Value, IpPrefix Prefix, byte Offset);
}
