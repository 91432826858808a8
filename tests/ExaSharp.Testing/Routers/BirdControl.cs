using System.Net.Sockets;
using System.Text;

namespace ExaSharp.Testing.Routers;

/// <summary>
/// A conversation with BIRD over its control socket. A reply line starts with a four-digit code and <c>-</c> or, in the
/// last line, a blank; a line that starts with a blank continues the code before it. Codes from 8000 are errors.
/// </summary>
internal static class BirdControl
{
    /// <summary>Sends one command and returns its lines without codes.</summary>
    /// <exception cref="InvalidOperationException">BIRD refuses the command.</exception>
    public static async Task<IReadOnlyList<string>> Ask(string socketPath, string command)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath));
        await using var stream = new NetworkStream(socket);
        using var text = new StreamReader(stream, Encoding.UTF8);
        await ReadReply(text, "the greeting");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\n"));
        return await ReadReply(text, command);
    }

    private static async Task<IReadOnlyList<string>> ReadReply(StreamReader text, string command)
    {
        List<string> lines = [];
        while (await text.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(' ') || line.Length < 5)
            {
                lines.Add(line.Length > 0 ? line[1..] : line);
                continue;
            }

            lines.Add(line[5..]);
            if (line[4] != ' ')
                continue;
            if (line[0] >= '8')
                throw new InvalidOperationException($"BIRD refuses '{command}': {string.Join('\n', lines)}");
            return lines;
        }

        throw new IOException($"BIRD closed its socket before the answer to '{command}'");
    }
}
