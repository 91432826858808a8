using System.Net.Sockets;

namespace ExaSharp.HealthCheck.Probes;

/// <summary>A DNS server has a record for a name. It is asked over UDP, again each second until it answers.</summary>
internal sealed class DnsProbe(DnsQuestion question, long timeout, HealthCheckLog log, TimeProvider time) : NetworkProbe($"dns {question}", timeout, log, time)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    protected override async Task<string?> FindProblemAsync(CancellationToken cancel)
    {
        using var socket = new UdpClient();
        // Connected: other hosts' datagrams do not arrive, and that nobody listens is told.
        var address = (await System.Net.Dns.GetHostAddressesAsync(question.Server.Host, cancel).ConfigureAwait(false))[0];
        socket.Client.Dispose();
        socket.Client = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(address, question.Server.Port);
        var query = question.Query((ushort)Random.Shared.Next(ushort.MaxValue + 1));
        await socket.SendAsync(query, cancel).ConfigureAwait(false);
        var receiving = socket.ReceiveAsync(cancel).AsTask();
        while (true)
        {
            try
            {
                var answer = (await receiving.WaitAsync(AskAgain, Time, cancel).ConfigureAwait(false)).Buffer;
                if (DnsQuestion.IsAnswer(answer, query)) return DnsQuestion.ProblemOf(answer);
                receiving = socket.ReceiveAsync(cancel).AsTask();
            }
            catch (TimeoutException)
            {
                await socket.SendAsync(query, cancel).ConfigureAwait(false);
            }
        }
    }
}
