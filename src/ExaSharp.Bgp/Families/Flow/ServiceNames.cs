using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>
/// Service names of TCP and UDP ports (IANA "Service Name and Transport Protocol Port Number Registry"; the names and
/// numbers that ExaBGP knows). Read from the embedded list at the first use. A name that several ports share means the
/// highest of them.
/// </summary>
internal sealed class ServiceNames
{
    private const string Resource = "ExaSharp.Bgp.Families.Flow.service-names.txt";

    private static readonly Lazy<ServiceNames> Loaded = new(() => new ServiceNames(ReadResource()));

    private readonly byte[] _text;

    // Sorted by port: the port, and where its name stands in the text.
    private readonly List<(ushort Port, int Start, int Length)> _entries = [];

    // Open addressing by name: 1 + an index into the entries.
    private readonly ushort[] _byName = new ushort[1 << 14];

    private ServiceNames(byte[] text)
    {
        _text = text;
        var start = 0;
        while (start < text.Length)
        {
            var line = text.AsSpan(start);
            line = line[..line.IndexOf((byte)'\n')];
            var blank = line.IndexOf((byte)' ');
            if (!Ascii.TryParseUInt16(line[..blank], out var port)) throw new InvalidOperationException($"{Resource} is broken");
            _entries.Add((port, start + blank + 1, line.Length - blank - 1));
            _byName[Slot(NameAt(_entries.Count - 1))] = (ushort)_entries.Count;
            start += line.Length + 1;
        }
    }

    /// <summary>The port of a service, in any case and with <c>_</c> for <c>-</c>; -1 when there is none.</summary>
    public static int Find(ReadOnlySpan<byte> name)
    {
        var names = Loaded.Value;
        var index = names._byName[names.Slot(name)];
        return index == 0 ? -1 : names._entries[index - 1].Port;
    }

    /// <summary>The service of a port; empty when it has none.</summary>
    public static ReadOnlySpan<byte> Name(ulong port)
    {
        var names = Loaded.Value;
        int low = 0, high = names._entries.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = names._entries[middle].Port;
            if (found == port) return names.NameAt(middle);
            if (found < port) low = middle + 1;
            else high = middle - 1;
        }
        return default;
    }

    private ReadOnlySpan<byte> NameAt(int index) => _text.AsSpan(_entries[index].Start, _entries[index].Length);

    /// <summary>The slot that holds the name, or the free one where it belongs.</summary>
    private int Slot(ReadOnlySpan<byte> name)
    {
        var hash = 17u;
        foreach (var b in name) hash = hash * 31 + FlowNames.Fold(b);
        var slot = (int)(hash * 2654435761u >> 18);
        while (_byName[slot] != 0 && !IsSame(NameAt(_byName[slot] - 1), name)) slot = slot + 1 & _byName.Length - 1;
        return slot;
    }

    private static bool IsSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
            if (FlowNames.Fold(left[i]) != FlowNames.Fold(right[i])) return false;
        return true;
    }

    private static byte[] ReadResource()
    {
        using var stream = typeof(ServiceNames).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the resource {Resource} is missing");
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }
}
