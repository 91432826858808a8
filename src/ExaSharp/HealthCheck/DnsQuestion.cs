using System.Buffers.Binary;
using System.Text;

namespace ExaSharp.HealthCheck;

/// <summary>A question to a DNS server (RFC 1035), and whether an answer to it is one.</summary>
/// <param name="Name">The name, in ASCII.</param>
/// <param name="Type">The type of the records.</param>
/// <param name="Server">Who is asked.</param>
internal sealed record DnsQuestion(string Name, ushort Type, HostAndPort Server)
{
    private const int Port = 53;
    private const int HeaderLength = 12;
    private const int MaxNameLength = 255;
    private const int MaxLabelLength = 63;
    private const ushort ClassInternet = 1;
    private const ushort RecursionDesired = 0x0100;
    private const ushort IsResponse = 0x8000;
    private const ushort OpcodeMask = 0x7800;
    private const ushort IsTruncated = 0x0200;
    private const ushort ResponseCodeMask = 0x000f;

    private static readonly (string Name, ushort Number)[] Types =
    [
        ("A", 1), ("NS", 2), ("CNAME", 5), ("SOA", 6), ("PTR", 12), ("MX", 15), ("TXT", 16), ("AAAA", 28), ("SRV", 33),
    ];

    /// <summary><c>name@server</c>, <c>name/TYPE@server:port</c>.</summary>
    public static bool TryParse(string text, out DnsQuestion question)
    {
        question = null!;
        var at = text.LastIndexOf('@');
        if (at < 0 || !HostAndPort.TryParse(text[(at + 1)..], Port, out var server)) return false;
        var slash = text.LastIndexOf('/', at);
        var name = text[..(slash < 0 ? at : slash)].TrimEnd('.');
        var typeName = slash < 0 ? "A" : text[(slash + 1)..at];
        var type = Array.Find(Types, type => type.Name.Equals(typeName, StringComparison.OrdinalIgnoreCase)).Number;
        if (type == 0) return false;
        if (name.Length > MaxNameLength - 2 || !Ascii.IsValid(name)) return false;
        if (name.Length > 0 && name.Split('.').Any(label => label.Length is 0 or > MaxLabelLength)) return false;
        question = new DnsQuestion(name, type, server);
        return true;
    }

    /// <summary>The octets of the query.</summary>
    public byte[] Query(ushort id)
    {
        var query = new List<byte>(HeaderLength + Name.Length + 6);
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(header, id);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], 1);
        query.AddRange(header);
        if (Name.Length > 0)
        {
            foreach (var label in Name.Split('.'))
            {
                query.Add((byte)label.Length);
                query.AddRange(Encoding.ASCII.GetBytes(label));
            }
        }
        query.AddRange([0, (byte)(Type >> 8), (byte)Type, ClassInternet >> 8, (byte)ClassInternet]);
        return [.. query];
    }

    /// <summary>Whether a datagram is the answer to a query: same id and question. Others are to be passed over.</summary>
    public static bool IsAnswer(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> query)
    {
        if (datagram.Length < HeaderLength || !datagram[..2].SequenceEqual(query[..2])) return false;
        var flags = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        if ((flags & IsResponse) == 0 || (flags & OpcodeMask) != 0) return false;
        // A server that refuses may leave the question out.
        if (BinaryPrimitives.ReadUInt16BigEndian(datagram[4..]) == 0) return (flags & ResponseCodeMask) != 0;
        return datagram.Length >= query.Length && Encoding.ASCII.GetString(datagram[HeaderLength..query.Length])
            .Equals(Encoding.ASCII.GetString(query[HeaderLength..]), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What is wrong with an answer; null when it has a record, or more than fits.</summary>
    public static string? ProblemOf(ReadOnlySpan<byte> answer)
    {
        var flags = BinaryPrimitives.ReadUInt16BigEndian(answer[2..]);
        if ((flags & ResponseCodeMask) is not 0 and var code)
        {
            return code switch
            {
                1 => "answered FORMERR",
                2 => "answered SERVFAIL",
                3 => "answered NXDOMAIN",
                4 => "answered NOTIMP",
                5 => "answered REFUSED",
                _ => $"answered with code {code}",
            };
        }
        return BinaryPrimitives.ReadUInt16BigEndian(answer[6..]) > 0 || (flags & IsTruncated) != 0 ? null : "answered without a record";
    }

    public override string ToString() => $"{Name}/{Array.Find(Types, type => type.Number == Type).Name}@{Server}";
}
