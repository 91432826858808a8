using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>
/// The optional parameters of an OPEN (RFC 4271 section 4.2), which carry the capabilities (RFC 5492 section 4), in the
/// classic form and in the extended one (RFC 9072).
/// <code>
/// classic:  length (1)                 { type (1) | length (1) | value } ...
/// extended: 255 | 255 | length (2)     { type (1) | length (2) | value } ...
/// value of type 2:                     { capability code (1) | length (1) | value } ...
/// </code>
/// </summary>
public static class OptionalParameters
{
    private const byte Authentication = 1;
    private const byte CapabilitiesParameter = 2;
    private const byte Extended = 255;

    /// <summary>
    /// Writes the length and the parameters, one capability in each. Like ExaBGP, the extended form is used from 255 octets on.
    /// </summary>
    public static void Write(ref WireWriter writer, IReadOnlyList<Capability> capabilities)
    {
        var start = writer.Length;
        writer.Byte(0);
        WriteParameters(ref writer, capabilities, extended: false);
        if (writer.Overflowed) return;
        var length = writer.Length - start - 1;
        if (length < Extended)
        {
            writer.At(start, 1)[0] = (byte)length;
            return;
        }
        writer.Truncate(start);
        writer.Byte(Extended);
        writer.Byte(Extended);
        writer.UInt16(0);
        WriteParameters(ref writer, capabilities, extended: true);
        if (!writer.Overflowed)
            BinaryPrimitives.WriteUInt16BigEndian(writer.At(start + 2, 2), (ushort)(writer.Length - start - 4));
    }

    /// <summary>
    /// Reads the length and the parameters. Capabilities stand in the order of their first appearance, one for each code.
    /// Octets behind the announced length are ignored, as ExaBGP does.
    /// </summary>
    /// <param name="bytes">An OPEN from its Optional Parameters Length on.</param>
    /// <param name="capabilities">What was read.</param>
    /// <param name="error">2/0, or 2/5 for the authentication parameter.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IReadOnlyList<Capability> capabilities, out BgpError error)
    {
        capabilities = [];
        error = default;
        if (bytes.IsEmpty) return Underrun("parameters", bytes, out error);
        var length = (int)bytes[0];
        if (length == 0) return true;
        var rest = bytes[1..];
        // RFC 9072 section 2: a Non-Ext OP Type of 255 tells the extended format; the one-octet length is then ignored.
        var extended = !rest.IsEmpty && rest[0] == Extended;
        if (extended)
        {
            if (rest.Length < 3) return Underrun("parameters", bytes, out error);
            length = rest[1] << 8 | rest[2];
            rest = rest[3..];
        }
        var list = new List<Capability>();
        if (!TryReadParameters(rest[..Math.Min(length, rest.Length)], extended, list, out error)) return false;
        if (rest.Length < length) return Underrun("parameters", bytes, out error);
        capabilities = list;
        return true;
    }

    private static void WriteParameters(ref WireWriter writer, IReadOnlyList<Capability> capabilities, bool extended)
    {
        foreach (var capability in capabilities)
        {
            for (var i = 0; i < capability.ValueCount; i++)
            {
                writer.Byte(CapabilitiesParameter);
                if (extended) writer.Byte(0);
                writer.Byte(0);
                writer.Byte((byte)capability.Code);
                writer.Byte(0);
                var start = writer.Length;
                capability.WriteValue(i, ref writer);
                if (writer.Overflowed) return;
                // A value is at most 255 octets; a parameter's length, one octet in the classic form, counts two more. The
                // extended form is the one in use whenever they do not fit.
                var length = writer.Length - start;
                writer.At(start - 1, 1)[0] = (byte)length;
                if (extended) BinaryPrimitives.WriteUInt16BigEndian(writer.At(start - 4, 2), (ushort)(length + 2));
                else writer.At(start - 3, 1)[0] = (byte)(length + 2);
            }
        }
    }

    private static bool TryReadParameters(ReadOnlySpan<byte> rest, bool extended, List<Capability> list, out BgpError error)
    {
        error = default;
        while (!rest.IsEmpty)
        {
            if (!TryTake(ref rest, extended, extended ? "(extended) parameter" : "parameter", out var type, out var value, out error))
                return false;
            switch (type)
            {
                case CapabilitiesParameter:
                    if (!TryReadCapabilities(value, list, out error)) return false;
                    break;
                // RFC 4271 section 4.2 deprecates the authentication parameter of RFC 1771, and its NOTIFICATION 2/5.
                case Authentication:
                    error = BgpError.Reset(NotificationCode.OpenMessageError, 5, "Authentication Notification (Deprecated)");
                    return false;
                default:
                    error = Malformed($"Unknow OPEN parameter 0x{type:x}");
                    return false;
            }
        }
        return true;
    }

    private static bool TryReadCapabilities(ReadOnlySpan<byte> rest, List<Capability> list, out BgpError error)
    {
        error = default;
        while (!rest.IsEmpty)
        {
            if (!TryTake(ref rest, extended: false, "capability", out var number, out var value, out error)) return false;
            var code = (CapabilityCode)number;
            var index = list.FindIndex(capability => capability.Code == code);
            Capability? capability;
            if (CapabilityTypes.Find(code) is not { } type)
            {
                capability = new UnknownCapability(code, value);
            }
            else if (!type.TryRead(value, index < 0 ? null : list[index], out capability, out var text))
            {
                error = Malformed(text);
                return false;
            }
            if (index < 0) list.Add(capability);
            else list[index] = capability;
        }
        return true;
    }

    /// <summary>Takes one type, length and value from the start of <paramref name="rest"/>.</summary>
    private static bool TryTake(
        ref ReadOnlySpan<byte> rest, bool extended, string what, out byte type, out ReadOnlySpan<byte> value, out BgpError error)
    {
        var headerSize = extended ? 3 : 2;
        type = 0;
        value = default;
        error = default;
        if (rest.Length < headerSize)
        {
            error = Malformed($"Bad length for OPEN {what} (<{headerSize}) {Hex(rest)}");
            return false;
        }
        var length = extended ? rest[1] << 8 | rest[2] : rest[1];
        if (rest.Length < headerSize + length) return Underrun(what, rest, out error);
        type = rest[0];
        value = rest.Slice(headerSize, length);
        rest = rest[(headerSize + length)..];
        return true;
    }

    private static bool Underrun(string what, ReadOnlySpan<byte> bytes, out BgpError error)
    {
        error = Malformed($"Bad length for OPEN {what} (buffer underrun) {Hex(bytes)}");
        return false;
    }

    private static BgpError Malformed(string text) => BgpError.Reset(NotificationCode.OpenMessageError, 0, text);

    private static string Hex(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);
}
