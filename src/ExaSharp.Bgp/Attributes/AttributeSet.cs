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
    public readonly ref struct Attribute(AttributeCode code, AttributeFlags flags, ReadOnlySpan<byte> value, ReadOnlySpan<byte> note)
    {
        public AttributeCode Code { get; } = code;

        public AttributeFlags Flags { get; } = flags;

        public ReadOnlySpan<byte> Value { get; } = value;

        /// <summary>What the attribute's type wants to know of how the value was given; never sent. Mostly empty.</summary>
        public ReadOnlySpan<byte> Note { get; } = note;
    }

    /// <summary>Walks a canonical form.</summary>
    public ref struct Enumerator(ReadOnlySpan<byte> canonical)
    {
        private const int HeaderSize = 4;

        private ReadOnlySpan<byte> _rest = canonical;

        public Attribute Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            var entry = _rest;
            var value = First(entry);
            var rest = entry[(HeaderSize + value.Length)..];
            // No code is there twice, but for the note behind its attribute.
            ReadOnlySpan<byte> note = default;
            if (!rest.IsEmpty && rest[0] == entry[0])
            {
                note = First(rest);
                rest = rest[(HeaderSize + note.Length)..];
            }
            Current = new Attribute((AttributeCode)entry[0], (AttributeFlags)entry[1], value, note);
            _rest = rest;
            return true;
        }

        private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> entries) =>
            entries.Slice(HeaderSize, BinaryPrimitives.ReadUInt16BigEndian(entries[2..]));
    }
}
