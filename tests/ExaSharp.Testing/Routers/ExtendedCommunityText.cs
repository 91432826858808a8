using System.Globalization;

namespace ExaSharp.Testing.Routers;

/// <summary>One notation of extended communities for all routers: ExaBGP's words where it has some, else hexadecimal.</summary>
public static class ExtendedCommunityText
{
    /// <summary>The text of the eight octets.</summary>
    public static string Of(ulong value)
    {
        var administrator = (uint)(value >> 32 & 0xFFFF);
        var local = (uint)value;
        return (uint)(value >> 48) switch
        {
            0x0002 => Invariant($"target:{administrator}:{local}"),
            0x0102 => Invariant($"target:{Address(value)}:{value & 0xFFFF}"),
            0x0202 => Invariant($"target:{(uint)(value >> 16)}L:{value & 0xFFFF}"),
            0x0003 => Invariant($"origin:{administrator}:{local}"),
            0x0103 => Invariant($"origin:{Address(value)}:{value & 0xFFFF}"),
            0x0203 => Invariant($"origin:{(uint)(value >> 16)}L:{value & 0xFFFF}"),
            0x8006 => Invariant($"rate-limit:{BitConverter.UInt32BitsToSingle(local)}"),
            0x8007 => Invariant($"action:{local & 3}"),
            0x8008 => Invariant($"redirect:{administrator}:{local}"),
            0x8009 => Invariant($"mark:{local & 0x3F}"),
            _ => Invariant($"0x{value:x16}"),
        };
    }

    private static string Address(ulong value) =>
        Invariant($"{(byte)(value >> 40)}.{(byte)(value >> 32)}.{(byte)(value >> 24)}.{(byte)(value >> 16)}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
