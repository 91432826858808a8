using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Messages;

/// <summary>
/// Where the NLRI of one field of an UPDATE are, and what they are. Converted ones are not in the message, but in ExaBGP's form in
/// the reader's own octets.
/// </summary>
internal readonly record struct NlriSectionInfo(
    FamilyId Family, RouteAction Action, IpAddress NextHop, bool HasPathIds, int Start, int Length, bool IsWithdrawField, bool IsConverted = false,
    IpAddress LinkLocalNextHop = default);

/// <summary>
/// The NLRI of one field of an UPDATE: <c>foreach (var item in section)</c> gives them one by one. The octets were checked
/// before; malformed NLRI that could be stepped over are not given.
/// </summary>
public readonly ref struct NlriSection
{
    private readonly NlriSectionInfo _info;

    internal NlriSection(ReadOnlySpan<byte> body, NlriSectionInfo info)
    {
        _info = info;
        Bytes = body.Slice(info.Start, info.Length);
    }

    public FamilyId Family => _info.Family;

    /// <summary>Announce or withdraw; withdraw too where RFC 7606 treats the announcement as one.</summary>
    public RouteAction Action => _info.Action;

    /// <summary>The next-hop of the routes; undefined for none.</summary>
    public IpAddress NextHop => _info.NextHop;

    /// <summary>The link-local address behind a global next-hop (RFC 2545 section 3); undefined where there is none.</summary>
    public IpAddress LinkLocalNextHop => _info.LinkLocalNextHop;

    /// <summary>Whether each NLRI has a path identifier before it (RFC 7911).</summary>
    public bool HasPathIds => _info.HasPathIds;

    /// <summary>The field's octets.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    public Enumerator GetEnumerator() => new(Bytes, _info);

    /// <summary>One NLRI.</summary>
    public readonly ref struct Item(ReadOnlySpan<byte> pathId, ReadOnlySpan<byte> nlri)
    {
        /// <summary>The 4 octets of the path identifier; empty when the session has none for the family.</summary>
        public ReadOnlySpan<byte> PathId { get; } = pathId;

        /// <summary>The octets of the NLRI without path identifier.</summary>
        public ReadOnlySpan<byte> Nlri { get; } = nlri;
    }

    /// <summary>Walks the NLRI of a section.</summary>
    public ref struct Enumerator
    {
        private readonly Family? _family;
        private readonly bool _hasPathIds;
        private readonly bool _isWithdraw;
        private readonly ReadOnlySpan<byte> _bytes;
        private WireReader _reader;

        internal Enumerator(ReadOnlySpan<byte> bytes, NlriSectionInfo info)
        {
            _family = AddressFamilies.Find(info.Family);
            _hasPathIds = info.HasPathIds;
            _isWithdraw = info.IsWithdrawField;
            _bytes = bytes;
            _reader = new WireReader(bytes);
        }

        public Item Current { get; private set; }

        public bool MoveNext()
        {
            if (_family is null) return false;
            while (!_reader.AtEnd)
            {
                ReadOnlySpan<byte> pathId = default;
                if (_hasPathIds && !_reader.TryReadBytes(4, out pathId)) return false;
                var before = _reader.Remaining;
                var result = _family.TryRead(ref _reader, _isWithdraw, out var nlri, out _);
                if (result == NlriResult.Error || _reader.Remaining == before) return false;
                if (result == NlriResult.Skip) continue;
                // The family's span is a slice of the section; the compiler can not know that it does not refer to the reader.
                Current = new Item(pathId, _bytes.Overlaps(nlri, out var offset) ? _bytes.Slice(offset, nlri.Length) : default);
                return true;
            }
            return false;
        }
    }
}
