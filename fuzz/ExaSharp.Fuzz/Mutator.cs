namespace ExaSharp.Fuzz;

/// <summary>Makes inputs: random octets, and seeds with octets flipped, set to extremes, cut out, doubled or spliced with another seed.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[] Extremes = [0x00, 0x01, 0x7f, 0x80, 0xff];

    private readonly Random _random = new(seed);

    public byte[] Next(IReadOnlyList<byte[]> seeds)
    {
        if (seeds.Count == 0 || _random.Next(8) == 0)
        {
            var noise = new byte[_random.Next(256)];
            _random.NextBytes(noise);
            return noise;
        }
        var input = new List<byte>(seeds[_random.Next(seeds.Count)]);
        for (var count = _random.Next(6); count >= 0; count--) Mutate(input, seeds);
        return [.. input];
    }

    private void Mutate(List<byte> input, IReadOnlyList<byte[]> seeds)
    {
        var at = input.Count == 0 ? 0 : _random.Next(input.Count);
        switch (_random.Next(7))
        {
            case 0 when input.Count > 0:
                input[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when input.Count > 0:
                input[at] = Extremes[_random.Next(Extremes.Length)];
                break;
            case 2 when input.Count > 0:
                input[at] = (byte)_random.Next(256);
                break;
            case 3 when input.Count > 0:
                input.RemoveRange(at, Math.Min(_random.Next(8), input.Count - at));
                break;
            case 4:
                input.Insert(at, (byte)_random.Next(256));
                break;
            case 5 when input.Count > 0:
                input.InsertRange(at, input.GetRange(at, Math.Min(_random.Next(16), input.Count - at)));
                break;
            case 6:
                var other = seeds[_random.Next(seeds.Count)];
                input.RemoveRange(at, input.Count - at);
                input.AddRange(other.AsSpan(Math.Min(at, other.Length)));
                break;
        }
    }
}
