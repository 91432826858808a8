using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// The path attributes of a route, with its next-hop: immutable and shared by all routes that have the same
/// (<see cref="AttributeInterner"/>). Only what was given is in it; defaults are added when it is sent.
/// </summary>
public sealed class AttributeSet
{
    private readonly byte[] _canonical;

    internal AttributeSet(int id, byte[] canonical, NextHop nextHop)
    {
        Id = id;
        _canonical = canonical;
        NextHop = nextHop;
    }

    /// <summary>The number by which Adj-RIBs name the set; at least 1.</summary>
    public int Id { get; }

    public NextHop NextHop { get; }

    /// <summary>How many hold the set; changed by <see cref="AttributeInterner"/> only.</summary>
    internal int References;

    /// <summary>The interner's hash of canonical form and next-hop.</summary>
    internal int Hash { get; init; }

    /// <summary>The canonical form; see <see cref="AttributeSetBuilder"/>.</summary>
    public ReadOnlySpan<byte> Canonical => _canonical;

    /// <summary>The attributes in ascending code order.</summary>
    public Enumerator GetEnumerator() => new(_canonical);

    /// <summary>The stored value of an attribute.</summary>
    public bool TryGet(AttributeCode code, out ReadOnlySpan<byte> value)
    {
        foreach (var attribute in this)
        {
            if (attribute.Code != code) continue;
            value = attribute.Value;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>One attribute of a set.</summary>
    public readonly ref struct Attribute(AttributeCode code, AttributeFlags flags, ReadOnlySpan<byte> value)
    {
        public AttributeCode Code { get; } = code;

        public AttributeFlags Flags { get; } = flags;

        public ReadOnlySpan<byte> Value { get; } = value;
    }

    /// <summary>Walks a canonical form.</summary>
    public ref struct Enumerator(ReadOnlySpan<byte> canonical)
    {
        private ReadOnlySpan<byte> _rest = canonical;

        public Attribute Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            var length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
            Current = new Attribute((AttributeCode)_rest[0], (AttributeFlags)_rest[1], _rest.Slice(4, length));
            _rest = _rest[(4 + length)..];
            return true;
        }
    }
}
