using System.Text;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Session;

/// <summary>What the tests of sessions, messages and capabilities share.</summary>
internal static class SessionTesting
{
    public const string Marker = "ffffffffffffffffffffffffffffffff";

    public delegate void Appender(TextBuffer output);

    public delegate void MessageWriter(ref WireWriter writer);

    /// <summary>AS 65000, 1.2.3.4, hold time 180, ipv4 and ipv6 unicast, any peer AS.</summary>
    public static SessionSettings Settings { get; } = new()
    {
        LocalAddress = Ip("127.0.0.1"),
        PeerAddress = Ip("127.0.0.2"),
        LocalAs = 65000,
        RouterId = Ip("1.2.3.4"),
        Families = [FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast],
    };

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    public static IpAddress Ip(string text)
    {
        Assert.True(IpAddress.TryParse(Encoding.UTF8.GetBytes(text), out var address));
        return address;
    }

    public static string Text(Appender append)
    {
        var output = new TextBuffer();
        append(output);
        return output.ToString();
    }

    public static byte[] Written(MessageWriter write, int room = 65535)
    {
        var writer = new WireWriter(new byte[room]);
        write(ref writer);
        Assert.False(writer.Overflowed);
        return writer.Written.ToArray();
    }

    /// <summary>The body of a whole message, whose header is checked on the way.</summary>
    public static byte[] Body(byte[] message, MessageType type)
    {
        Assert.True(BgpHeader.TryRead(message, 65535, out var header, out _));
        Assert.Equal(type, header.Type);
        Assert.Equal(message.Length, header.Length);
        return message[BgpHeader.Size..];
    }

    public static OpenMessage Sent(SessionSettings settings) =>
        OpenMessage.Create(settings, settings.LocalAs ?? 0, settings.RouterId);

    /// <summary>The OPEN of a speaker with these settings as its peer reads it.</summary>
    public static OpenMessage Received(SessionSettings settings) => ReadOpen(Body(Written(Sent(settings).Write), MessageType.Open));

    public static OpenMessage ReadOpen(byte[] body)
    {
        Assert.True(OpenMessage.TryRead(body, out var open, out var error), error.Text);
        return open!;
    }
}
