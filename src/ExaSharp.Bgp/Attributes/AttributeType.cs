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
/// particular session gets, <see cref="ToStored"/> makes it from what a particular session sent.
/// </para>
/// </summary>
public abstract class AttributeType
{
    public abstract AttributeCode Code { get; }

    /// <summary>The flags sent and the ones a received attribute must have (without Partial and Extended Length).</summary>
    public abstract AttributeFlags Flags { get; }

    /// <summary>ExaBGP's word: the key in JSON and the keyword in text.</summary>
    public abstract string Name { get; }

    /// <summary>ExaBGP's word in <c>treat-as-withdraw due to …</c>.</summary>
    public virtual string ErrorName => Name;

    /// <summary>The keywords by which a route of a configuration or command has this attribute.</summary>
    public virtual IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [];

    /// <summary>Whether a received value of no octets is valid (RFC 7606 section 5.3 and the attribute's own RFC).</summary>
    public virtual bool MayBeEmpty => false;

    /// <summary>Whether the attribute is taken from the peer of a session; when not, it is passed over like an unknown one that is not transitive.</summary>
    public virtual bool IsAccepted(NegotiatedSession session) => true;

    /// <summary>Checks a received value. The flags were checked; the default value means that all is well.</summary>
    public abstract BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session);

    /// <summary>
    /// Checks what a peer may not send although a configuration may ask for it: the value is valid, and given in stored form.
    /// The default value means that all is well.
    /// </summary>
    public virtual BgpError ValidateFromPeer(ReadOnlySpan<byte> stored, NegotiatedSession session) => default;

    /// <summary>What flags that are not <see cref="Flags"/> lead to (RFC 7606 section 3c: treat-as-withdraw, for most).</summary>
    public virtual ErrorAction WrongFlagsAction => ErrorAction.TreatAsWithdraw;

    /// <summary>
    /// The stored form of a valid received value: <paramref name="received"/> itself when that is it, else octets written to
    /// <paramref name="scratch"/> (at least twice as long as the value, and 8 octets).
    /// </summary>
    public virtual ReadOnlySpan<byte> ToStored(ReadOnlySpan<byte> received, NegotiatedSession session, Span<byte> scratch) => received;

    /// <summary>
    /// Writes the whole attribute (flags, code, length, value) for a session; nothing when that session must not get it. As
    /// ExaBGP does, an optional attribute without value is not sent at all.
    /// </summary>
    public virtual void Encode(ReadOnlySpan<byte> stored, NegotiatedSession session, ref WireWriter writer)
    {
        if (stored.IsEmpty && (Flags & AttributeFlags.Optional) != 0) return;
        WriteAttribute(ref writer, Flags, Code, stored);
    }

    /// <summary>
    /// As <see cref="Encode"/>, on a session that wants the octets of the RFCs where ExaBGP has its own
    /// (<see cref="NegotiatedSession.Rfc"/>).
    /// </summary>
    /// <param name="stored">The value in stored form.</param>
    /// <param name="note">What was noted about it (<see cref="AttributeSet.Attribute.Note"/>).</param>
    /// <param name="session">The session.</param>
    /// <param name="writer">Where to.</param>
    public virtual void EncodeAsRfc(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> note, NegotiatedSession session, ref WireWriter writer) =>
        Encode(stored, session, ref writer);

    /// <summary>Appends the value of the JSON member (not its key) for a value in stored form.</summary>
    public abstract void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output);

    /// <summary>Appends the text of a value in stored form as ExaBGP shows it in text events and routes: keyword, blank, value.</summary>
    public abstract void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output);

    /// <summary>The first version of the events that knows the attribute: those before show the octets of an unknown one.</summary>
    public virtual JsonVersion KnownSince => JsonVersion.Three;

    /// <summary>Whether the stored form has the records of a list in another order than the peer's, and a version shows that of the peer.</summary>
    public virtual bool ShowsReceived(JsonVersion version) => false;

    /// <summary>
    /// Appends the JSON members of a version that knows the attribute, commas between them: mostly one, of the attribute's
    /// <see cref="Name"/>. At least one when the attribute is shown.
    /// </summary>
    /// <param name="version">The version.</param>
    /// <param name="value">The value in stored form; as received where <see cref="ShowsReceived"/> says so.</param>
    /// <param name="session">The session.</param>
    /// <param name="output">Where to.</param>
    public virtual void AppendMembers(JsonVersion version, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append((byte)'"').Append(Name).Append("\": "u8);
        AppendJson(value, session, output);
    }

    /// <summary>As <see cref="AppendText(ReadOnlySpan{byte}, NegotiatedSession, TextBuffer)"/>, in the words of a version that knows the attribute.</summary>
    public virtual void AppendText(JsonVersion version, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        AppendText(value, session, output);

    /// <summary>Whether the attribute shows up in events at all (NEXT_HOP and the MP attributes do not).</summary>
    public virtual bool IsShown(ReadOnlySpan<byte> value, NegotiatedSession session) => true;

    /// <summary>Writes flags, code, length (two octets when over 255 or when asked for) and value.</summary>
    public static void WriteAttribute(ref WireWriter writer, AttributeFlags flags, AttributeCode code, scoped ReadOnlySpan<byte> value)
    {
        WriteHeader(ref writer, flags, code, value.Length);
        writer.Bytes(value);
    }

    /// <summary>As <see cref="WriteAttribute"/>, for a value of <paramref name="length"/> octets that the caller writes then.</summary>
    public static void WriteHeader(ref WireWriter writer, AttributeFlags flags, AttributeCode code, int length)
    {
        var extended = length > 255 || (flags & AttributeFlags.ExtendedLength) != 0;
        writer.Byte((byte)(extended ? flags | AttributeFlags.ExtendedLength : flags));
        writer.Byte((byte)code);
        if (extended) writer.UInt16((ushort)length);
        else writer.Byte((byte)length);
    }

    /// <summary>
    /// Adds a value that was read from text. As in ExaBGP, the first value wins when a keyword is given twice; false, with
    /// the error reported, when the value is longer than an attribute can be or there are too many attributes.
    /// </summary>
    protected bool Add(ref TokenReader reader, RouteDraft draft, scoped ReadOnlySpan<byte> value)
    {
        if (draft.Attributes.Has(Code) || draft.Attributes.TryAdd(Code, Flags, value)) return true;
        return reader.Fail(DiagnosticCode.InvalidValue, $"invalid {Name}: too long, or too many attributes");
    }

    /// <summary>Treat-as-withdraw for a length that is not the attribute's, with ExaBGP's words and subcode 5.</summary>
    protected static BgpError WrongLength(string name, string expected, int length) =>
        BgpError.Withdraw(5, $"invalid {name}, expected {expected}, got {length}");

    /// <summary>A word for a message.</summary>
    protected static string Show(ReadOnlySpan<byte> word) => System.Text.Encoding.UTF8.GetString(word);
}
