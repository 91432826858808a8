namespace ExaSharp.Compat.Tests.Differential;

/// <summary>Makes of commands such as an operator might write by mistake: mostly invalid ones.</summary>
internal static class Mutation
{
    private static readonly string[] Wrong =
    [
        "-1", "0", "256", "65536", "4294967296", "18446744073709551616", "1.5", "0x", "0xZZ", "x", "self", "none", "[", "]", "(", ")", ",", ";", "{", "}",
        "10.0.0.0/8", "10.0.0.0/33", "10.0.0.256", "10.0.0", "2001:db8::/129", "2001:db8::/48", "2001:db8::g", "::", "192.0.2.1", "2001:db8::1", "1:2", "1:65536", "65536:1", "65536:65536", "1:2:3",
        "ipv4", "ipv6", "unicast", "next-hop", "origin", "as-path", "med", "label", "rd", "community", "extended-community", "large-community", "igp",
        "[ ]", "[ 1 ]", "( 1 )", "[ 1 2 3", "[ 1 [ 2 ] ]", "[ ( 1 ) ]", "no-export", "target:1:2", "target:1", "target:65536:65536", "origin:1.2.3.4:5", "1:2:4294967296", "=80", ">80&<90", "!=", "&80", "=", "tcp", "=tcp", "fin+syn", "echo-request",
    ];

    /// <summary>The command with one or two of its words changed.</summary>
    public static string Of(Dice dice, string command, string other)
    {
        var words = command.Split(' ').ToList();
        for (var times = dice.Chance(70) ? 1 : 2; times > 0; times--) Change(dice, words, other.Split(' '));
        return string.Join(' ', words);
    }

    /// <summary>Changes a word behind the first two, which name the command.</summary>
    private static void Change(Dice dice, List<string> words, string[] others)
    {
        if (words.Count < 4) return;
        var place = 2 + dice.Below(words.Count - 2);
        switch (dice.Below(9))
        {
            case 0:
                words.RemoveAt(place);
                break;
            case 1:
                words.Insert(place, words[place]);
                break;
            case 2:
                var with = 2 + dice.Below(words.Count - 2);
                (words[place], words[with]) = (words[with], words[place]);
                break;
            case 3:
                words[place] = others[dice.Below(others.Length)];
                break;
            case 4:
                words.Insert(place, others[dice.Below(others.Length)]);
                break;
            case 5:
                words.RemoveRange(place, words.Count - place);
                break;
            case 6:
                words[place] += dice.Pick("0", "x", ".", ":", "/8", "/33", ",", "9999999999", "=", "-");
                break;
            default:
                words[place] = dice.Pick(Wrong);
                break;
        }
    }
}
