using System.Net;
using System.Net.Sockets;

namespace ExaSharp.Testing;

/// <summary>
/// Loopback addresses and ports that no other test of this run, nor another run on the same machine, uses. All of
/// 127.0.0.0/8 answers on Linux without any set-up, so every router of every test can have an address of its own; IPv6
/// has only ::1, where ports keep the tests apart.
/// </summary>
public static class LoopbackAddresses
{
    // Below the range that Linux gives to outgoing connections (32768 and up), so that none takes a port away.
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;

    private static int lastHost;
    private static int lastPort = Environment.ProcessId * 37;

    /// <summary>The next unused address, 127.64.0.1 to 127.191.249.250.</summary>
    public static IPAddress Next()
    {
        var host = Interlocked.Increment(ref lastHost);
        return new IPAddress(new[]
        {
            (byte)127,
            (byte)(64 + Environment.ProcessId % 128),
            (byte)(Environment.ProcessId / 128 % 8 * 31 + host / 250 % 31),
            (byte)(1 + host % 250),
        });
    }

    /// <summary>A TCP port on which nobody listens at <paramref name="address"/>.</summary>
    /// <exception cref="InvalidOperationException">All are in use.</exception>
    public static int FreePort(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        for (var tried = FirstPort; tried < LastPort; tried++)
        {
            var port = FirstPort + (int)((uint)Interlocked.Increment(ref lastPort) % (LastPort - FirstPort));
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(address, port));
                return port;
            }
            catch (SocketException)
            {
                // In use: the next one.
            }
        }

        throw new InvalidOperationException($"no free port at {address}");
    }

    /// <summary>An unused address with a free port.</summary>
    public static IPEndPoint NextEndPoint()
    {
        var address = Next();
        return new IPEndPoint(address, FreePort(address));
    }
}
