namespace ExaSharp.HealthCheck.Probes;

/// <summary>A GET is answered with an expected status. Each check makes a connection of its own; redirections are not followed, proxies not used.</summary>
internal sealed class HttpProbe(Uri url, IReadOnlyList<(int First, int Last)> expected, long timeout, HealthCheckLog log, TimeProvider time)
    : NetworkProbe($"{url}", timeout, log, time), IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => _client.Dispose();

    protected override async Task<string?> FindProblemAsync(CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.ParseAdd("exasharp-healthcheck");
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        var status = (int)response.StatusCode;
        return expected.Any(range => status >= range.First && status <= range.Last)
            ? null
            : $"answered {status}, expected {string.Join(',', expected.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}"))}";
    }
}
