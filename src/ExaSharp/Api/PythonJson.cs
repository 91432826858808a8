using System.Globalization;
using System.Text;

namespace ExaSharp.Api;

/// <summary>JSON as Python's json module writes it, for answers that ExaBGP makes with it.</summary>
internal static class PythonJson
{
    /// <summary>A string in its quotes; what is not ASCII is escaped.</summary>
    public static string Quote(string text)
    {
        var output = new StringBuilder("\"");
        foreach (var character in text)
        {
            output.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' or > '~' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => character.ToString(),
            });
        }
        return output.Append('"').ToString();
    }

    /// <summary>A list of strings.</summary>
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Quote))}]";

    public static string Bool(bool value) => value ? "true" : "false";
}
