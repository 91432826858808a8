using System.Buffers.Binary;
using System.Globalization;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Wire;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Cli;

/// <summary>Shows what is given to <c>decode</c> in hexadecimal digits.</summary>
/// <param name="printer">Prints the messages.</param>
/// <param name="output">Where ExaBGP's words about a message go.</param>
internal sealed class HexDecoder(MessagePrinter printer, TextWriter output)
{
    private static readonly byte[] Marker = [.. Enumerable.Repeat((byte)0xff, 16)];

    /// <summary>Why the last message could not be shown, when there is something to say.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether a word is hexadecimal digits, apart from colons and blanks.</summary>
    public static bool IsHex(string word) => Digits(word).All(char.IsAsciiHexDigit);

    /// <summary>Shows the message, or the messages, or the NLRI, for a neighbour.</summary>
    public bool TryShow(string word, NeighborSettings neighbor, bool isNlri)
    {
        Problem = null;
        var digits = Digits(word);
        if (digits.Length % 2 != 0) return false;
        var bytes = Convert.FromHexString(digits).AsSpan();
        var session = RouteCheck.Session(neighbor);
        BgpError error;
        if (isNlri) return printer.TryPrintNlri(session.Families[0], bytes, session, out error) || Fail(error);
        var details = new MessageEvent(ToolNeighbors.Describe(neighbor), EventDirection.Decoded);
        if (!bytes.StartsWith(Marker)) return printer.TryPrintUpdate(WithoutLengthAndType(bytes), details, session, out error) || Fail(error);
        do
        {
            if (bytes.Length < BgpHeader.Size) return false;
            var length = Math.Clamp(BinaryPrimitives.ReadUInt16BigEndian(bytes[16..]), (ushort)BgpHeader.Size, bytes.Length);
            // What does not begin another message is part of what is told of this one.
            var isLast = !bytes[length..].StartsWith(Marker);
            if (!printer.IsText && !IsShownAsJson((MessageType)bytes[18])) return false;
            if (!printer.TryPrint(isLast && printer.IsText ? bytes : bytes[..length], details, session, out error)) return Fail(error);
            bytes = isLast ? default : bytes[length..];
        }
        while (!bytes.IsEmpty);
        return true;
    }

    private static string Digits(string word) => string.Concat(word.Where(letter => letter != ':' && !char.IsWhiteSpace(letter)));

    /// <summary>The body of an UPDATE whose marker was left out: with its length and type, or without.</summary>
    private static ReadOnlySpan<byte> WithoutLengthAndType(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 3 && BinaryPrimitives.ReadUInt16BigEndian(bytes) == bytes.Length + 16 && bytes[2] == (byte)MessageType.Update ? bytes[3..] : bytes;

    /// <summary>ExaBGP refuses to show the others, in these words.</summary>
    private bool IsShownAsJson(MessageType type)
    {
        if (type is MessageType.Open or MessageType.Update or MessageType.Notification) return true;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"unknown type {(byte)type}"));
        return false;
    }

    private bool Fail(BgpError error)
    {
        Problem = error.Text;
        return false;
    }
}
