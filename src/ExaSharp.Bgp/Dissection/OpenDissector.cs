using System.Buffers.Binary;
using ExaSharp.Bgp.Capabilities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using static ExaSharp.Bgp.Dissection.MessageDissector;

namespace ExaSharp.Bgp.Dissection;

/// <summary>Shows an OPEN (RFC 4271 section 4.2) with its optional parameters in either form (RFC 9072) and its capabilities (RFC 5492).</summary>
internal static class OpenDissector
{
    private const int FixedSize = 10;
    private const byte CapabilitiesParameter = 2;
    private const byte Extended = 255;

    public static void Append(FieldList fields, int start)
    {
        var body = fields.Message[start..];
        if (body.Length < FixedSize)
        {
            fields.AddMalformed(start, body.Length, 0, Words($"an OPEN has at least {FixedSize} octets behind its header"));
            return;
        }
        if (body[0] == OpenMessage.BgpVersion) fields.Add(start, 1, 0, "version 4");
        else fields.AddMalformed(start, 1, 0, Words($"version {body[0]} is not 4"));
        var asn = BinaryPrimitives.ReadUInt16BigEndian(body[1..]);
        fields.Add(start + 1, 2, 0, Words($"my AS {asn}{(asn == Asn.Trans ? ", the number is in the capability" : "")}"));
        fields.Add(start + 3, 2, 0, Words($"hold time {BinaryPrimitives.ReadUInt16BigEndian(body[3..])} s"));
        fields.Add(start + 5, 4, 0, Words($"BGP identifier {IpAddress.FromBytes(body[5..9])}"));
        AppendParameters(fields, start + FixedSize - 1);
    }

    private static void AppendParameters(FieldList fields, int start)
    {
        var message = fields.Message;
        int length = message[start];
        var position = start + 1;
        var isExtended = length != 0 && position < message.Length && message[position] == Extended;
        if (isExtended)
        {
            fields.Add(start, 1, 0, Words($"optional parameters: {Octets(length)}, not counted in the extended form"));
            if (message.Length - position < 3)
            {
                fields.AddMalformed(position, message.Length - position, 0, "the extended length has 2 octets");
                return;
            }
            length = BinaryPrimitives.ReadUInt16BigEndian(message[(position + 1)..]);
            fields.Add(position, 3, 0, Words($"extended form (RFC 9072): {Octets(length)}"));
            position += 3;
        }
        else
        {
            fields.Add(start, 1, 0, Words($"optional parameters: {Octets(length)}"));
        }
        var end = position + length;
        if (end > message.Length)
        {
            fields.AddMalformed(position, message.Length - position, 0, Words($"{Octets(length)} of parameters do not fit"));
            return;
        }
        while (position < end && TryAppendParameter(fields, ref position, end, isExtended))
        {
        }
        if (end < message.Length) fields.Add(end, message.Length - end, 0, Words($"{Octets(message.Length - end)} behind the parameters"));
    }

    private static bool TryAppendParameter(FieldList fields, ref int position, int end, bool isExtended)
    {
        var header = isExtended ? 3 : 2;
        if (end - position < header)
        {
            fields.AddMalformed(position, end - position, 1, "the parameters end within the header of one");
            return false;
        }
        var type = fields.Message[position];
        var length = isExtended ? BinaryPrimitives.ReadUInt16BigEndian(fields[position + 1, 2]) : fields.Message[position + 1];
        if (end - position - header < length)
        {
            fields.AddMalformed(position, end - position, 1, Words($"parameter {type} of {Octets(length)} does not fit"));
            return false;
        }
        fields.Add(position, header, 1, Words($"parameter {type} {(type == CapabilitiesParameter ? "capabilities" : "not known")}, {Octets(length)}"));
        position += header;
        var parameterEnd = position + length;
        if (type != CapabilitiesParameter)
        {
            if (length > 0) fields.Add(position, length, 2, "value");
            position = parameterEnd;
            return true;
        }
        while (position < parameterEnd && TryAppendCapability(fields, ref position, parameterEnd))
        {
        }
        position = parameterEnd;
        return true;
    }

    private static bool TryAppendCapability(FieldList fields, ref int position, int end)
    {
        if (end - position < 2)
        {
            fields.AddMalformed(position, end - position, 2, "the capabilities end within the header of one");
            return false;
        }
        var code = (CapabilityCode)fields.Message[position];
        var length = fields.Message[position + 1];
        var type = CapabilityTypes.Find(code);
        if (end - position - 2 < length)
        {
            fields.AddMalformed(position, end - position, 2, Words($"capability {(byte)code} of {Octets(length)} does not fit"));
            return false;
        }
        fields.Add(position, 2, 2, Words($"capability {(byte)code} {type?.Name ?? "not known"}, {Octets(length)}"));
        position += 2;
        AppendValue(fields, position, length, type);
        position += length;
        return true;
    }

    private static void AppendValue(FieldList fields, int start, int length, CapabilityType? type)
    {
        if (type is null)
        {
            if (length > 0) fields.Add(start, length, 3, "value");
        }
        else if (!type.TryRead(fields[start, length], null, out var capability, out var error))
        {
            fields.AddMalformed(start, length, 3, error);
        }
        else
        {
            capability.AppendText(fields.Words);
            fields.AddWords(start, length, 3);
        }
    }
}
