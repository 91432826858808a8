using System.Buffers.Binary;
using System.Numerics;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// Many small byte strings in few large arrays. A string is named by a 32-bit location and never moves nor changes while it
/// lives; freed room is used again for strings of the same size class. One writer at a time; readers of a location that
/// they were given never wait.
/// </summary>
internal sealed class ByteArena
{
    /// <summary>The longest string that can be stored.</summary>
    public const int MaxLength = ushort.MaxValue;

    // Room is counted in units of 2 octets, so that 16 bits of the location reach a whole chunk of 128 KiB.
    private const int UnitsPerChunk = 1 << 16;
    private const int ExactUnits = 64;
    private const int MinUnits = 2;

    private readonly uint[] _free = new uint[ExactUnits + 1 + 4 * 11];
    private byte[][] _chunks = [];
    private int _usedUnits = UnitsPerChunk;

    /// <summary>Octets of all chunks.</summary>
    public long Allocated => (long)_chunks.Length * UnitsPerChunk * 2;

    /// <summary>Makes room for a string and gives it to be filled in before its location is published.</summary>
    public Span<byte> Allocate(int length, out uint location)
    {
        var units = Room(length, out var sizeClass);
        location = _free[sizeClass];
        if (location != 0)
        {
            _free[sizeClass] = BinaryPrimitives.ReadUInt32LittleEndian(At(location));
        }
        else
        {
            if (UnitsPerChunk - _usedUnits < units) AddChunk();
            // Chunk numbers start at 1, so that no location is 0.
            location = (uint)_chunks.Length << 16 | (uint)_usedUnits;
            _usedUnits += units;
        }
        var room = At(location);
        var header = WriteLength(room, length);
        return room.Slice(header, length);
    }

    /// <summary>The string at a location.</summary>
    public ReadOnlySpan<byte> Read(uint location)
    {
        var room = At(location);
        int length = room[0];
        if (length < 0xfe) return room.Slice(1, length);
        return room.Slice(3, BinaryPrimitives.ReadUInt16BigEndian(room[1..]));
    }

    /// <summary>Gives the room of a string, that nobody reads any more, back.</summary>
    public void Free(uint location)
    {
        Room(Read(location).Length, out var sizeClass);
        BinaryPrimitives.WriteUInt32LittleEndian(At(location), _free[sizeClass]);
        _free[sizeClass] = location;
    }

    private Span<byte> At(uint location) =>
        Volatile.Read(ref _chunks)[(location >> 16) - 1].AsSpan((int)(location & 0xffff) * 2);

    private void AddChunk()
    {
        // What is left of the last chunk serves small strings.
        while (UnitsPerChunk - _usedUnits is >= MinUnits and var left)
        {
            var units = Math.Min(left, ExactUnits);
            var location = (uint)_chunks.Length << 16 | (uint)_usedUnits;
            BinaryPrimitives.WriteUInt32LittleEndian(At(location), _free[units]);
            _free[units] = location;
            _usedUnits += units;
        }
        if (_chunks.Length == ushort.MaxValue) throw new InvalidOperationException("The route store is full (8 GiB of NLRI).");
        var larger = new byte[_chunks.Length + 1][];
        Array.Copy(_chunks, larger, _chunks.Length);
        larger[^1] = GC.AllocateUninitializedArray<byte>(UnitsPerChunk * 2);
        Volatile.Write(ref _chunks, larger);
        _usedUnits = 0;
    }

    /// <summary>Units that a string takes: exact up to 64, then in steps of an eighth to a quarter.</summary>
    private static int Room(int length, out int sizeClass)
    {
        var units = Math.Max(MinUnits, (length + (length < 0xfe ? 1 : 3) + 1) / 2);
        sizeClass = units;
        if (units <= ExactUnits) return units;
        var log = BitOperations.Log2((uint)(units - 1));
        var quarters = ((units - 1) >> (log - 2)) + 1;
        sizeClass = ExactUnits + 1 + (log - 6) * 4 + (quarters - 5);
        return quarters << (log - 2);
    }

    private static int WriteLength(Span<byte> room, int length)
    {
        if (length < 0xfe)
        {
            room[0] = (byte)length;
            return 1;
        }
        room[0] = 0xff;
        BinaryPrimitives.WriteUInt16BigEndian(room[1..], (ushort)length);
        return 3;
    }
}
