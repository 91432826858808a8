using System.Buffers.Binary;
using System.Net;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Primitives;

/// <summary>
/// An IPv4 or IPv6 address as a value: parsed from and written to UTF-8 without allocation. The default value is
/// "no address" (<see cref="Afi"/> undefined).
/// </summary>
public readonly struct IpAddress : IEquatable<IpAddress>, IComparable<IpAddress>
{
    private readonly UInt128 _value;

    private IpAddress(Afi afi, UInt128 value)
    {
        Afi = afi;
        _value = value;
    }

    /// <summary><see cref="Afi.Ipv4"/>, <see cref="Afi.Ipv6"/>, or <see cref="Afi.Undefined"/> for no address.</summary>
    public Afi Afi { get; }

    public bool IsIpv4 => Afi == Afi.Ipv4;

    public bool IsIpv6 => Afi == Afi.Ipv6;

    public bool IsDefined => Afi != Afi.Undefined;

    /// <summary>Length in octets: 4, 16, or 0 for no address.</summary>
    public int Length => Afi switch { Afi.Ipv4 => 4, Afi.Ipv6 => 16, _ => 0 };

    /// <summary>The IPv4 address as a number; meaningless for others.</summary>
    public uint Ipv4Value => (uint)_value;

    /// <summary>The IPv6 address as a number; meaningless for others.</summary>
    public UInt128 Ipv6Value => _value;

    public static IpAddress FromIpv4(uint value) => new(Afi.Ipv4, value);

    public static IpAddress FromIpv6(UInt128 value) => new(Afi.Ipv6, value);

    /// <summary>The IPv4-mapped IPv6 address <c>::ffff:a.b.c.d</c> of an IPv4 address (RFC 4291 section 2.5.5.2); any other as it is.</summary>
    public IpAddress MapToIpv6() => IsIpv4 ? FromIpv6((UInt128)0xffff << 32 | _value) : this;

    /// <summary>The address in 4 or 16 octets; undefined for any other count.</summary>
    public static IpAddress FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 => FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        16 => FromIpv6(BinaryPrimitives.ReadUInt128BigEndian(bytes)),
        _ => default,
    };

    public static IpAddress From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        address.TryWriteBytes(bytes, out var length);
        return FromBytes(bytes[..length]);
    }

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        return new IPAddress(bytes[..CopyTo(bytes)]);
    }

    /// <summary>Writes the octets in network order; gives how many.</summary>
    public int CopyTo(Span<byte> destination)
    {
        if (IsIpv4) BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_value);
        else if (IsIpv6) BinaryPrimitives.WriteUInt128BigEndian(destination, _value);
        return Length;
    }

    /// <summary>The address with all bits behind the first <paramref name="length"/> cleared.</summary>
    public IpAddress Mask(int length)
    {
        var bits = Length * 8;
        if (length >= bits) return this;
        var mask = length == 0 ? UInt128.Zero : UInt128.MaxValue << (bits - length);
        return new IpAddress(Afi, _value & mask);
    }

    /// <summary>The address <paramref name="offset"/> steps of 2^<paramref name="shift"/> further: for <c>split</c>.</summary>
    public IpAddress Add(UInt128 offset, int shift) => new(Afi, _value + (offset << shift));

    /// <summary>Dotted quad or IPv6 text (RFC 4291 section 2.2, no zone).</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpAddress address)
    {
        if (TryParseIpv4(text, out var v4))
        {
            address = FromIpv4(v4);
            return true;
        }
        if (TryParseIpv6(text, out var v6))
        {
            address = FromIpv6(v6);
            return true;
        }
        address = default;
        return false;
    }

    /// <summary>Appends the canonical text (RFC 5952; an IPv4-mapped address with its dotted quad, as inet_ntop writes it).</summary>
    public void AppendTo(TextBuffer buffer)
    {
        if (IsIpv4) AppendIpv4(buffer, (uint)_value);
        else if (IsIpv6) AppendIpv6(buffer, _value);
    }

    public override string ToString()
    {
        var buffer = new TextBuffer(40);
        AppendTo(buffer);
        return buffer.ToString();
    }

    public bool Equals(IpAddress other) => Afi == other.Afi && _value == other._value;

    public override bool Equals(object? obj) => obj is IpAddress other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Afi, _value);

    /// <inheritdoc/>
    public int CompareTo(IpAddress other) => Afi != other.Afi ? Afi.CompareTo(other.Afi) : _value.CompareTo(other._value);

    public static bool operator ==(IpAddress left, IpAddress right) => left.Equals(right);

    public static bool operator !=(IpAddress left, IpAddress right) => !left.Equals(right);

    public static bool operator <(IpAddress left, IpAddress right) => left.CompareTo(right) < 0;

    public static bool operator >(IpAddress left, IpAddress right) => left.CompareTo(right) > 0;

    public static bool operator <=(IpAddress left, IpAddress right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IpAddress left, IpAddress right) => left.CompareTo(right) >= 0;

    private static bool TryParseIpv4(ReadOnlySpan<byte> text, out uint value)
    {
        value = 0;
        if (text.Length is < 7 or > 15) return false;
        int parts = 0, digits = 0;
        uint part = 0;
        foreach (var b in text)
        {
            if (b == '.')
            {
                if (digits == 0 || ++parts > 3) return false;
                value = value << 8 | part;
                part = 0;
                digits = 0;
                continue;
            }
            var digit = (uint)(b - '0');
            // Leading zeros are refused: some read them as octal.
            if (digit > 9 || (digits > 0 && part == 0)) return false;
            part = part * 10 + digit;
            digits++;
            if (part > 255) return false;
        }
        if (parts != 3 || digits == 0) return false;
        value = value << 8 | part;
        return true;
    }

    private static bool TryParseIpv6(ReadOnlySpan<byte> text, out UInt128 value)
    {
        value = default;
        if (text.Length is < 2 or > 45) return false;
        Span<ushort> groups = stackalloc ushort[8];
        int count = 0, gap = -1, i = 0;
        if (text[0] == ':')
        {
            if (text[1] != ':') return false;
            gap = 0;
            i = 2;
        }
        while (i < text.Length)
        {
            if (count == 8) return false;
            int begin = i, group = 0, digits = 0;
            while (i < text.Length && Ascii.HexDigit(text[i]) is >= 0 and var digit)
            {
                group = group << 4 | digit;
                if (++digits > 4) break;
                i++;
            }
            if (i < text.Length && text[i] == '.')
            {
                if (count > 6 || !TryParseIpv4(text[begin..], out var v4)) return false;
                groups[count++] = (ushort)(v4 >> 16);
                groups[count++] = (ushort)v4;
                i = text.Length;
                break;
            }
            if (digits is 0 or > 4) return false;
            groups[count++] = (ushort)group;
            if (i == text.Length) break;
            if (text[i++] != ':') return false;
            if (i == text.Length) return false;
            if (text[i] != ':') continue;
            if (gap >= 0) return false;
            gap = count;
            i++;
        }
        if (gap < 0 ? count != 8 : count > 7) return false;
        var missing = 8 - count;
        for (var g = 0; g < 8; g++)
        {
            ushort part = gap < 0 || g < gap ? groups[g] : g < gap + missing ? (ushort)0 : groups[g - missing];
            value = value << 16 | part;
        }
        return true;
    }

    private static void AppendIpv4(TextBuffer buffer, uint value) => buffer
        .Append(value >> 24).Append((byte)'.').Append(value >> 16 & 255).Append((byte)'.')
        .Append(value >> 8 & 255).Append((byte)'.').Append(value & 255);

    private static void AppendIpv6(TextBuffer buffer, UInt128 value)
    {
        Span<ushort> groups = stackalloc ushort[8];
        for (var i = 0; i < 8; i++) groups[i] = (ushort)(value >> (112 - 16 * i));
        int best = -1, bestLength = 1;
        for (var i = 0; i < 8; i++)
        {
            var run = i;
            while (run < 8 && groups[run] == 0) run++;
            if (run - i > bestLength) (best, bestLength) = (i, run - i);
            if (run > i) i = run;
        }
        var mapped = best == 0 && (bestLength == 6 || (bestLength == 5 && groups[5] == 0xffff));
        for (var i = 0; i < 8; i++)
        {
            if (i == best)
            {
                buffer.Append("::"u8);
                i += bestLength - 1;
                continue;
            }
            if (i > 0 && i != best + bestLength) buffer.Append((byte)':');
            if (mapped && i == 6)
            {
                AppendIpv4(buffer, (uint)value);
                return;
            }
            AppendHexGroup(buffer, groups[i]);
        }
    }

    private static void AppendHexGroup(TextBuffer buffer, ushort group)
    {
        var started = false;
        for (var shift = 12; shift >= 0; shift -= 4)
        {
            var digit = group >> shift & 15;
            if (digit == 0 && !started && shift > 0) continue;
            started = true;
            buffer.Append("0123456789abcdef"u8[digit]);
        }
    }
}
