using System.Globalization;
using System.Text;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Messages;

/// <summary>
/// A NOTIFICATION message (RFC 4271 section 4.5), ours or the peer's. Immutable. Like ExaBGP's, the data of ours is always a
/// text for humans; in a Cease of 6/2 and 6/4 a length octet stands before it (RFC 9003 section 2).
/// <code>
///  +---------------+---------------+---------------------+
///  | Error code    | Error subcode |   Data (variable)   |
///  +---------------+---------------+---------------------+
/// </code>
/// </summary>
public sealed class Notification
{
    private const int FixedSize = 2;
    private const int MaxData = NegotiatedSession.DefaultMessageSize - BgpHeader.Size - FixedSize;

    private readonly byte[] _data;

    private Notification(byte code, byte subcode, byte[] data)
    {
        Code = code;
        Subcode = subcode;
        _data = data;
    }

    public byte Code { get; }

    public byte Subcode { get; }

    /// <summary>
    /// Ours: the data as sent. The peer's: as received, but of 6/2 and 6/4 ExaBGP's reading of the shutdown communication,
    /// <c>Shutdown Communication: "text"</c>.
    /// </summary>
    public ReadOnlySpan<byte> Data => _data;

    /// <summary>One of ours.</summary>
    /// <param name="code">Error code.</param>
    /// <param name="subcode">Error subcode, any octet.</param>
    /// <param name="text">The data; null for ExaBGP's words for the codes. Cut where the message or the length octet ends.</param>
    public static Notification Create(NotificationCode code, byte subcode, string? text = null)
    {
        var utf8 = Encoding.UTF8.GetBytes(text ?? NotificationTexts.Default((byte)code, subcode));
        if (!IsShutdown((byte)code, subcode)) return new Notification((byte)code, subcode, Cut(utf8, MaxData).ToArray());
        var communication = Cut(utf8, byte.MaxValue);
        return new Notification((byte)code, subcode, [(byte)communication.Length, .. communication]);
    }

    /// <summary>The one that an error leads to.</summary>
    public static Notification Create(BgpError error) => Create(error.Code, error.Subcode, error.Text);

    /// <summary>
    /// Reads the body of a received NOTIFICATION. Never fails: RFC 4271 section 6.4 allows no answer to a bad one; a body that is
    /// too short gives 0/0 with a text that says so.
    /// </summary>
    public static Notification Read(ReadOnlySpan<byte> body)
    {
        if (body.Length < FixedSize)
        {
            var length = body.Length.ToString(CultureInfo.InvariantCulture);
            return new Notification(
                0, 0, Encoding.UTF8.GetBytes($"peer sent a NOTIFICATION of {length} bytes, too short to carry a code"));
        }
        var data = body[FixedSize..];
        return new Notification(body[0], body[1], IsShutdown(body[0], body[1]) ? ShutdownCommunication(data) : data.ToArray());
    }

    /// <summary>Writes the whole message with its header.</summary>
    public void Write(ref WireWriter writer)
    {
        var start = BgpHeader.Begin(ref writer, MessageType.Notification);
        writer.Byte(Code);
        writer.Byte(Subcode);
        writer.Bytes(_data);
        BgpHeader.End(ref writer, start);
    }

    /// <summary>
    /// Appends the JSON object of a <c>notification</c> event with the blank that ExaBGP puts behind it:
    /// <c>{ "code": 6, "subcode": 4, "data": "0x…", "message": "…" } </c>.
    /// </summary>
    public void AppendJson(TextBuffer output) => output
        .Append("{ \"code\": "u8).Append((uint)Code).Append(", \"subcode\": "u8).Append((uint)Subcode)
        .Append(", \"data\": \"0x"u8).AppendHex(_data).Append("\", \"message\": "u8).AppendJsonString(_data).Append(" } "u8);

    /// <summary>Appends what follows <c>notification</c> in a text event: <c>code 6 subcode 4 data 0x…</c>.</summary>
    public void AppendText(TextBuffer output) => output
        .Append("code "u8).Append((uint)Code).Append(" subcode "u8).Append((uint)Subcode)
        .Append(" data 0x"u8).AppendHex(_data);

    /// <summary>ExaBGP's words for a code and subcode: <c>Cease / Administrative Reset</c>.</summary>
    public static string Describe(byte code, byte subcode) =>
        $"{NotificationTexts.Code(code)} / {NotificationTexts.Subcode(code, subcode) ?? "unknow reason"}";

    /// <summary>ExaBGP's text of the log: <c>Cease / Administrative Reset / text</c>, data that is not ASCII in hexadecimal.</summary>
    public override string ToString()
    {
        var text = Describe(Code, Subcode);
        if (_data.Length == 0) return text;
        var data = System.Text.Ascii.IsValid(_data) ? Encoding.ASCII.GetString(_data) : "0x" + Convert.ToHexString(_data);
        return $"{text} / {data}";
    }

    // RFC 9003 section 2: the shutdown communication goes with Administrative Shutdown (2) and Administrative Reset (4).
    private static bool IsShutdown(byte code, byte subcode) => code == (byte)NotificationCode.Cease && subcode is 2 or 4;

    private static byte[] ShutdownCommunication(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return [];
        var length = data[0];
        if (length == 0) return "empty Shutdown Communication."u8.ToArray();
        var rest = data[1..];
        if (rest.Length < length) return Invalid("buffer underrun", length, rest);
        // RFC 9003 section 2: the text is UTF-8; RFC 8203 allowed 128 octets, RFC 9003 allows the 255 that the length can tell.
        if (!Utf8Text.TryDecode(rest[..length], out var text)) return Invalid("invalid UTF-8", length, rest);
        var trailer = rest[length..];
        text = $"Shutdown Communication: \"{text.Replace('\r', ' ').Replace('\n', ' ')}\"";
        if (!trailer.IsEmpty) text += $", trailing data: 0x{Convert.ToHexString(trailer)}";
        return Encoding.UTF8.GetBytes(text);
    }

    private static byte[] Invalid(string why, byte length, ReadOnlySpan<byte> rest) =>
        Encoding.UTF8.GetBytes($"invalid Shutdown Communication ({why}) length : {length} [0x{Convert.ToHexString(rest)}]");

    /// <summary>At most <paramref name="max"/> octets, not ending inside a character.</summary>
    private static ReadOnlySpan<byte> Cut(byte[] utf8, int max)
    {
        if (utf8.Length <= max) return utf8;
        while (max > 0 && (utf8[max] & 0xc0) == 0x80) max--;
        return utf8.AsSpan(0, max);
    }
}
