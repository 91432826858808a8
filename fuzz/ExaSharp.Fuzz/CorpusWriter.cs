using System.Buffers;
using System.Buffers.Binary;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using ExaSharp.Configuration;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Fuzz;

/// <summary>
/// Makes the part of the corpus that our own encoders can write, out of its configurations: files whose name begins with <c>made</c>.
/// The same configurations give the same files.
/// </summary>
internal static class CorpusWriter
{
    /// <summary>Writes into a corpus directory, that of the source tree.</summary>
    public static void Write(string directory)
    {
        var (opens, updates) = (new List<byte[]>(), new List<byte[]>());
        foreach (var path in Directory.GetFiles(Path.Combine(directory, "configuration"), "*.conf").Order(StringComparer.Ordinal))
        {
            var (routes, attributes, diagnostics) = (new RouteStore(), new AttributeInterner(), new DiagnosticBag());
            var source = new SourceText(path, File.ReadAllBytes(path));
            var configuration = ConfigurationParser.Parse(source, new ConfigurationContext(routes, attributes), diagnostics)
                ?? throw new InvalidOperationException(string.Join('\n', DiagnosticRenderer.RenderAll(source, diagnostics, Severity.Error)));
            foreach (var neighbor in configuration.Neighbors)
            {
                opens.Add(Open(neighbor));
                updates.AddRange(neighbor.Routes.SelectMany(batch => Updates(batch)));
            }
        }
        WriteLines(directory, "open", opens.Select(message => message[BgpHeader.Size..]));
        // Behind the octets that choose the session.
        WriteLines(directory, "update", updates.Select(message => (byte[])[0, 0, .. message[BgpHeader.Size..]]));
        byte[] stream = [.. opens[0], .. Keepalive.Bytes, .. updates[0], .. updates[^1]];
        WriteLines(directory, "framer", [stream]);
        WriteLines(directory, "capture", [Pcap(stream), Pcapng(stream)]);
    }

    private static void WriteLines(string directory, string target, IEnumerable<byte[]> inputs)
    {
        Directory.CreateDirectory(Path.Combine(directory, target));
        File.WriteAllLines(Path.Combine(directory, target, "made.hex"), inputs.Select(Convert.ToHexString).Distinct());
    }

    private static byte[] Open(NeighborSettings neighbor)
    {
        var writer = new WireWriter(new byte[NegotiatedSession.DefaultMessageSize]);
        OpenMessage.Create(neighbor.Session, neighbor.Session.LocalAs ?? 65000, neighbor.Session.RouterId).Write(ref writer);
        return writer.Written.ToArray();
    }

    /// <summary>Each route announced and withdrawn.</summary>
    private static IEnumerable<byte[]> Updates(RouteBatch batch)
    {
        var session = RandomSessions.Of(0, 0);
        var builder = new UpdateBuilder(batch.Routes, batch.Attributes);
        for (var i = 0; i < batch.Count; i++)
        {
            foreach (var action in (RouteAction[])[RouteAction.Announce, RouteAction.Withdraw])
            {
                var output = new ArrayBufferWriter<byte>();
                if (!builder.TryWrite(batch.Changes[i] with { Action = action }, session, output, out _)) continue;
                yield return output.WrittenSpan[..BinaryPrimitives.ReadUInt16BigEndian(output.WrittenSpan[16..])].ToArray();
            }
        }
    }

    /// <summary>A classic file of raw IP: the octets in three segments, the last two of them in the wrong order.</summary>
    private static byte[] Pcap(byte[] stream)
    {
        var output = new ArrayBufferWriter<byte>();
        Words(output, 0xa1b2c3d4, 0x00020004, 0, 0, 65535, 101);
        foreach (var packet in Packets(stream))
        {
            Words(output, 1_700_000_000, 5, (uint)packet.Length, (uint)packet.Length);
            output.Write(packet);
        }
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Pcapng(byte[] stream)
    {
        var output = new ArrayBufferWriter<byte>();
        Words(output, 0x0a0d0d0a, 28, 0x1a2b3c4d, 0x00010000, uint.MaxValue, uint.MaxValue, 28);
        Words(output, 1, 28, 101 << 16, 0, 0x0009_0001, 0x0900_0000, 28);
        foreach (var packet in Packets(stream))
        {
            var padded = (packet.Length + 3) & ~3;
            Words(output, 6, (uint)(32 + padded), 0, 0x60a00, 5, (uint)packet.Length, (uint)packet.Length);
            output.Write(packet);
            output.Write(new byte[padded - packet.Length]);
            Words(output, (uint)(32 + padded));
        }
        return output.WrittenSpan.ToArray();
    }

    private static IEnumerable<byte[]> Packets(byte[] stream)
    {
        var (first, second) = (stream.Length / 3, stream.Length * 2 / 3);
        yield return Segment(99, isSyn: true, []);
        yield return Segment(100, isSyn: false, stream[..first]);
        yield return Segment(100 + second, isSyn: false, stream[second..]);
        yield return Segment(100 + first, isSyn: false, stream[first..second]);
    }

    private static byte[] Segment(int sequence, bool isSyn, byte[] payload)
    {
        var output = new ArrayBufferWriter<byte>();
        // IPv4 without options; TCP from port 40000 to 179.
        Words(output, 0x45000000u | (uint)(40 + payload.Length), 0, 0x4006_0000, 0x0a000001, 0x0a000002);
        Words(output, 40000u << 16 | 179, (uint)sequence, 0, 0x5000_0000u | (isSyn ? 0x0002_0000u : 0x0010_0000u), 0);
        output.Write(payload);
        return output.WrittenSpan.ToArray();
    }

    private static void Words(ArrayBufferWriter<byte> output, params ReadOnlySpan<uint> words)
    {
        foreach (var word in words)
        {
            BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), word);
            output.Advance(4);
        }
    }
}
