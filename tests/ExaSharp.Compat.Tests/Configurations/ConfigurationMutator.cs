using System.Text.RegularExpressions;

namespace ExaSharp.Compat.Tests.Configurations;

/// <summary>Changes configurations at random, word by word.</summary>
internal sealed partial class ConfigurationMutator
{
    private readonly Random _random;
    private readonly IReadOnlyList<string[]> _texts;
    private readonly string[] _words;

    /// <param name="seed">What makes the changes the same again.</param>
    /// <param name="texts">The configurations.</param>
    public ConfigurationMutator(int seed, IEnumerable<string> texts)
    {
        _random = new Random(seed);
        _texts = [.. texts.Select(text => Words().Matches(text).Select(match => match.Value).ToArray())];
        _words = [.. _texts.SelectMany(words => words).Where(word => !string.IsNullOrWhiteSpace(word)).Distinct(), "foo", "-1", "65536", "[", "]", ",", ";", "{", "}", "\"", "\\"];
    }

    /// <summary>One of the texts with one to three changes.</summary>
    public string Next()
    {
        List<string> words = [.. _texts[_random.Next(_texts.Count)]];
        for (var changes = _random.Next(1, 4); changes > 0 && words.Count > 1; changes--) Change(words);
        return string.Concat(words);
    }

    private void Change(List<string> words)
    {
        var place = Place(words);
        var other = Place(words);
        switch (_random.Next(5))
        {
            case 0:
                words.RemoveAt(place);
                break;
            case 1:
                words.InsertRange(place, [words[place], " "]);
                break;
            case 2:
                (words[place], words[other]) = (words[other], words[place]);
                break;
            case 3:
                words[place] = _words[_random.Next(_words.Length)];
                break;
            default:
                words.InsertRange(place, [_words[_random.Next(_words.Length)], " "]);
                break;
        }
    }

    /// <summary>The place of a word, not of a blank.</summary>
    private int Place(List<string> words)
    {
        for (var tries = 0; ; tries++)
        {
            var place = _random.Next(words.Count);
            if (tries > 100 || !string.IsNullOrWhiteSpace(words[place])) return place;
        }
    }

    [GeneratedRegex("""\s+|[;{}\[\],]|#[^\n]*|"[^"\n]*"|[^\s;{}\[\],#"]+|.""")]
    private static partial Regex Words();
}
