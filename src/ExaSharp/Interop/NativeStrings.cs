using System.Runtime.InteropServices;
using System.Text;

namespace ExaSharp.Interop;

/// <summary>An array of C strings that ends with a null pointer, as <c>exec</c> takes arguments and environments.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte** _pointers;

    public NativeStrings(IReadOnlyList<string> strings)
    {
        var header = (nuint)(sizeof(byte*) * (strings.Count + 1));
        var size = header;
        foreach (var text in strings) size += (nuint)Encoding.UTF8.GetByteCount(text) + 1;
        _pointers = (byte**)NativeMemory.Alloc(size);
        var next = (byte*)_pointers + header;
        var end = (byte*)_pointers + size;
        for (var i = 0; i < strings.Count; i++)
        {
            _pointers[i] = next;
            next += Encoding.UTF8.GetBytes(strings[i], new Span<byte>(next, (int)(end - next)));
            *next++ = 0;
        }
        _pointers[strings.Count] = null;
    }

    public byte** Pointers => _pointers;

    public void Dispose()
    {
        NativeMemory.Free(_pointers);
        _pointers = null;
    }
}
