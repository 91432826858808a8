using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>Reads the value of a route keyword (the keyword itself was taken) into the route being written.</summary>
/// <returns>False after an error was reported to the reader.</returns>
public delegate bool RouteKeywordParser(ref TokenReader reader, RouteDraft draft);

/// <summary>
/// A path attribute in all its faces: text in a configuration or command, octets as stored and as sent, validity when
/// received, JSON and text in events. One class and one line in <see cref="AttributeTypes"/> each; no state.
/// <para>
/// <b>Stored form</b>: the value as it is sent to a peer that speaks 4-octet AS numbers. <see cref="Encode"/> makes what a
/// particular session gets.
/// </para>
/// </summary>
public abstract class AttributeType
{
    public abstract AttributeCode Code { get; }

    /// <summary>The flags sent and the ones a received attribute must have (without Partial and Extended Length).</summary>
    public abstract AttributeFlags Flags { get; }

    /// <summary>ExaBGP's word: the key in JSON and the keyword in text.</summary>
    public abstract string Name { get; }

    /// <summary>The keywords by which a route of a configuration or command has this attribute.</summary>
    public virtual IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [];

    /// <summary>Whether a received value of no octets is valid (RFC 7606 section 5.3 and the attribute's own RFC).</summary>
    public virtual bool MayBeEmpty => false;

    /// <summary>Checks a received value. The flags were checked; the default value means that all is well.</summary>
    public abstract BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session);

    /// <summary>What flags that are not <see cref="Flags"/> lead to (RFC 7606 section 3c: treat-as-withdraw, for most).</summary>
    public virtual ErrorAction WrongFlagsAction => ErrorAction.TreatAsWithdraw;

    /// <summary>Writes the whole attribute (flags, code, length, value) for a session; nothing when that session must not get it.</summary>
    public virtual void Encode(ReadOnlySpan<byte> stored, NegotiatedSession session, ref WireWriter writer) =>
        WriteAttribute(ref writer, Flags, Code, stored);

    /// <summary>Appends the value of the JSON member (not its key) for a valid received value.</summary>
    public abstract void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output);

    /// <summary>Appends the text form as ExaBGP shows it in text events and routes: keyword, blank, value.</summary>
    public abstract void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output);

    /// <summary>Whether the attribute shows up in events at all (NEXT_HOP and the MP attributes do not).</summary>
    public virtual bool IsShown(ReadOnlySpan<byte> value, NegotiatedSession session) => true;

    /// <summary>Writes flags, code, length (two octets when over 255 or when asked for) and value.</summary>
    public static void WriteAttribute(ref WireWriter writer, AttributeFlags flags, AttributeCode code, ReadOnlySpan<byte> value)
    {
        var extended = value.Length > 255 || (flags & AttributeFlags.ExtendedLength) != 0;
        writer.Byte((byte)(extended ? flags | AttributeFlags.ExtendedLength : flags));
        writer.Byte((byte)code);
        if (extended) writer.UInt16((ushort)value.Length);
        else writer.Byte((byte)value.Length);
        writer.Bytes(value);
    }
}
