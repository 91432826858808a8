using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace ExaSharp.Testing.Routers;

/// <summary>The one call of GoBGP's gRPC interface (<c>apipb.GobgpApi</c>) that its command line program has no words for.</summary>
internal static class GoBgpApi
{
    // Fields of the messages AddPathRequest, Path and Family.
    private const int RequestPath = 3;
    private const int PathFamily = 9;
    private const int PathNlri = 20;
    private const int PathAttribute = 21;
    private const int FamilyAfi = 1;
    private const int FamilySafi = 2;

    private static readonly HttpClient Client = new() { Timeout = Eventually.Patience };

    /// <summary>Adds a path to the global table.</summary>
    /// <param name="api">Where GoBGP listens for gRPC.</param>
    /// <param name="family">AFI and SAFI as numbers, with a slash between them.</param>
    /// <param name="nlri">The NLRI in hexadecimal.</param>
    /// <param name="attributes">Each path attribute with its header in hexadecimal; the next hop stands in NEXT_HOP.</param>
    /// <exception cref="InvalidOperationException">GoBGP refused it.</exception>
    public static async Task AddPath(IPEndPoint api, string family, string nlri, IEnumerable<string> attributes)
    {
        var numbers = family.Split('/').Select(number => ulong.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        byte[] path =
        [
            .. Field(PathFamily, [.. Number(FamilyAfi, numbers[0]), .. Number(FamilySafi, numbers[1])]),
            .. Field(PathNlri, Convert.FromHexString(nlri)),
            .. attributes.SelectMany(attribute => Field(PathAttribute, Convert.FromHexString(attribute))),
        ];
        var message = Field(RequestPath, path);
        var prefix = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), message.Length);
        using var content = new ByteArrayContent([.. prefix, .. message]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{api}/apipb.GobgpApi/AddPath")
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var response = await Client.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        // An error without a body has its status among the headers.
        var trailers = response.TrailingHeaders.Concat(response.Headers).ToArray();
        if (!trailers.Any(header => header.Key == "grpc-status" && header.Value.Single() == "0"))
            throw new InvalidOperationException($"gobgpd refuses {family} {nlri}: {string.Join(' ', trailers.Select(header => $"{header.Key}={string.Join(',', header.Value)}"))}");
    }

    private static byte[] Number(int field, ulong value) => [.. Varint((ulong)field << 3), .. Varint(value)];

    private static byte[] Field(int field, byte[] value) => [.. Varint((ulong)field << 3 | 2), .. Varint((ulong)value.Length), .. value];

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value > 0x7f; value >>= 7)
            yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
