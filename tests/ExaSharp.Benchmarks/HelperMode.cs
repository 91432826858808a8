using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExaSharp.Benchmarks;

/// <summary>
/// A helper of the daemon under test. It is told over TCP when to begin, and tells there what it saw. All stamps are
/// <see cref="Stopwatch.GetTimestamp"/>, the same monotonic clock in every process.
/// </summary>
internal static class HelperMode
{
    public static void Run(string what, int count, int port)
    {
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, port);
        client.NoDelay = true;
        var control = client.GetStream();
        switch (what)
        {
            case "announce":
                Announce(count, control);
                break;
            case "count":
                Count(count, control);
                break;
            case "probe":
                Probe(count, control);
                break;
        }
        // The daemon would start a helper that ends anew; it stays until it is ended.
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Writes routes as fast as they are taken while it reads the answers; tells when it began and when all were answered.</summary>
    private static void Announce(int count, NetworkStream control)
    {
        var lines = new List<byte[]>();
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(Table.ApiLine(i));
            if (text.Length < 60_000 && i < count - 1) continue;
            lines.Add(Encoding.ASCII.GetBytes(text.ToString()));
            text.Clear();
        }
        using var output = Console.OpenStandardOutput();
        Wait(control);
        var began = Stopwatch.GetTimestamp();
        // The length of this process's life depends on the reader; it ends with the last answer.
        var answers = Task.Run(() => ReadAnswers(count));
        foreach (var block in lines) output.Write(block);
        output.Flush();
        Tell(control, began, answers.Result);
    }

    private static long ReadAnswers(int count)
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[64 * 1024];
        for (int read, seen = 0; seen < count && (read = input.Read(buffer)) > 0;) seen += buffer.AsSpan(0, read).Count((byte)'\n');
        return Stopwatch.GetTimestamp();
    }

    /// <summary>Reads JSON events; tells when so many NLRI had come.</summary>
    private static void Count(int count, NetworkStream control)
    {
        var key = "\"nlri\":"u8;
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256 * 1024];
        var kept = 0;
        for (int read, seen = 0; (read = input.Read(buffer.AsSpan(kept))) > 0;)
        {
            var text = buffer.AsSpan(0, kept + read);
            seen += text.Count(key);
            if (seen >= count) break;
            // A key may come in two parts.
            kept = Math.Min(text.Length, key.Length - 1);
            text[^kept..].CopyTo(buffer);
        }
        Tell(control, Stopwatch.GetTimestamp());
    }

    /// <summary>Announces one flow rule after the other, each when the one before was seen by the peer; tells when it wrote each.</summary>
    private static void Probe(int count, NetworkStream control)
    {
        var stamps = new long[count];
        using var output = Console.OpenStandardOutput();
        for (var i = 0; i < count; i++)
        {
            Wait(control);
            Thread.Sleep(1);
            var line = string.Create(CultureInfo.InvariantCulture,
                $"announce flow route {{ match {{ destination 100.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}/32; }} then {{ discard; }} }}\n");
            var bytes = Encoding.ASCII.GetBytes(line);
            stamps[i] = Stopwatch.GetTimestamp();
            output.Write(bytes);
            output.Flush();
        }
        Wait(control);
        Tell(control, stamps);
    }

    private static void Wait(NetworkStream control)
    {
        if (control.ReadByte() < 0) Environment.Exit(0);
    }

    private static void Tell(NetworkStream control, params long[] stamps) =>
        control.Write(Encoding.ASCII.GetBytes(string.Join(' ', stamps) + "\n"));
}
