using Xunit;

namespace ExaSharp.Configuration.Tests;

/// <summary>Diagnostics exactly as an operator sees them.</summary>
public class DiagnosticGoldenTests
{
    [Fact]
    public void Unknown_keyword() => Check(
        """
        neighbor 10.0.0.2 {
            hold-tme 30;
        }
        """,
        """
        test.conf:2:5: error: invalid keyword "hold-tme" [unknown-keyword]
                hold-tme 30;
                ^~~~~~~~
            did you mean "hold-time"?
        """);

    [Fact]
    public void Keyword_that_is_a_section() => Check(
        """
        neighbor 10.0.0.2 {
            static;
        }
        """,
        """
        test.conf:2:5: error: invalid keyword "static" [unknown-keyword]
                static;
                ^~~~~~
            did you mean "static {"?
        """);

    [Fact]
    public void Lone_semicolon() => Check(
        "neighbor 10.0.0.2 { ; }",
        """
        test.conf:1:21: error: invalid keyword "" [unknown-keyword]
            neighbor 10.0.0.2 { ; }
                                ^
        """);

    [Fact]
    public void Unknown_section() => Check(
        """
        nieghbor 10.0.0.2 {
            local-as 1;
        }
        """,
        """
        test.conf:1:1: error: section nieghbor is invalid in root,  [unknown-keyword]
            nieghbor 10.0.0.2 {
            ^~~~~~~~
            did you mean "neighbor"?
        """);

    [Fact]
    public void Section_in_a_named_block_shows_the_path() => Check(
        "neighbor 10.0.0.2 { api speaking { recieve { parsed; } } }",
        """
        test.conf:1:36: error: section recieve is invalid in api, neighbor/api/speaking [unknown-keyword]
            neighbor 10.0.0.2 { api speaking { recieve { parsed; } } }
                                               ^~~~~~~
            did you mean "receive"?
        """);

    [Fact]
    public void Statement_over_two_lines() => Check(
        """
        neighbor 10.0.0.2 {
            hold-time # seconds
                30;
        }
        """,
        """
        test.conf:2:5: error: invalid syntax: "hold-time" has no ";" or "{" on its line [invalid-syntax]
                hold-time # seconds
                ^~~~~~~~~
        test.conf:3:9: error: invalid keyword "30" [unknown-keyword]
                    30;
                    ^~
        """);

    [Fact]
    public void Brace_on_the_next_line() => Check(
        """
        neighbor 10.0.0.2
        {
            bogus;
        }
        """,
        """
        test.conf:1:1: error: invalid syntax: "neighbor 10.0.0.2" has no ";" or "{" on its line [invalid-syntax]
            neighbor 10.0.0.2
            ^~~~~~~~~~~~~~~~~
        """);

    [Fact]
    public void Unclosed_quote() => Check(
        """
        neighbor 10.0.0.2 {
            description "open;
        }
        """,
        """
        test.conf:2:17: error: a quote is not closed, or the text ends with a backslash [invalid-syntax]
                description "open;
                            ^~~~~~
        """);

    [Fact]
    public void Closing_brace_too_many() => Check(
        "process p { run /bin/cat; encoder json; }\n}\nneighbor",
        """
        test.conf:2:1: error: closing too many parenthesis [invalid-syntax]
            }
            ^
        """, take: 1);

    [Fact]
    public void Bad_unicode_escapes() => Check(
        "neighbor 10.0.0.2 { description \"\\u12\"; host-name \\uzzzz; }",
        """
        test.conf:1:34: error: invalid \u escape sequence: expected 4 hexadecimal digits [invalid-syntax]
            neighbor 10.0.0.2 { description "\u12"; host-name \uzzzz; }
                                             ^~~~~
        test.conf:1:51: error: invalid \u escape sequence: "zzzz" is not hexadecimal [invalid-syntax]
            neighbor 10.0.0.2 { description "\u12"; host-name \uzzzz; }
                                                              ^~~~~~
        """, take: 2);

    [Fact]
    public void Value_that_is_wrong() => Check(
        """
        neighbor 10.0.0.2 {
        	hold-time 2;
        }
        """,
        """
        test.conf:2:12: error: holdtime must be zero or at least 3 seconds [invalid-value]
             hold-time 2;
                       ^
        """);

    [Fact]
    public void Value_that_is_missing() => Check(
        "neighbor 10.0.0.2 { local-as; }",
        """
        test.conf:1:21: error: "" is an invalid ASN, expecting a number or <high>.<low> [missing-value]
            neighbor 10.0.0.2 { local-as; }
                                ^~~~~~~~
        """);

    [Fact]
    public void Boolean_that_is_misspelt() => Check(
        "neighbor 10.0.0.2 { passive ture; }",
        """
        test.conf:1:29: error: invalid value (ture) for a boolean [invalid-value]
            neighbor 10.0.0.2 { passive ture; }
                                        ^~~~
            did you mean "true"?
        """);

    [Fact]
    public void Neighbor_that_is_incomplete() => Check(
        "neighbor 10.0.0.2 { router-id 1.1.1.1; }",
        """
        test.conf:1:10: error: incomplete neighbor, missing local-as, peer-as [missing-value]
            neighbor 10.0.0.2 { router-id 1.1.1.1; }
                     ^~~~~~~~
        """);

    [Fact]
    public void Process_that_is_incomplete() => Check(
        "process p { respawn; }",
        """
        test.conf:1:9: error: unset process sections: run, encoder [missing-value]
            process p { respawn; }
                    ^
        """);

    [Fact]
    public void Process_that_is_not_defined() => Check(
        """
        process announce { run /bin/cat; encoder text; }
        neighbor 10.0.0.2 {
            router-id 1.1.1.1; local-as 1; peer-as 1;
            api { processes [ anounce ]; }
        }
        """,
        """
        test.conf:4:5: error: an api called 'anounce' is used by neighbor '10.0.0.2' but not defined [invalid-value]
                api { processes [ anounce ]; }
                ^~~
            did you mean "announce"?
        """);

    [Fact]
    public void Not_supported_yet() => Check(
        """
        neighbor 10.0.0.2 {
            operational {
                asm afi ipv4 safi unicast advisory "x";
            }
            ttl-security 3;
        }
        """,
        """
        test.conf:2:5: error: operational is not supported yet [not-supported]
                operational {
                ^~~~~~~~~~~
        test.conf:5:5: error: ttl-security is not supported yet [not-supported]
                ttl-security 3;
                ^~~~~~~~~~~~
        """);

    [Fact]
    public void Template_that_does_not_exist() => Check(
        """
        template { neighbor upstream { hold-time 30; } }
        neighbor 10.0.0.2 {
            router-id 1.1.1.1; local-as 1; peer-as 1;
            inherit upsteam;
        }
        """,
        """
        test.conf:4:13: warning: ignored: there is no template "upsteam" before this neighbor [ignored]
                inherit upsteam;
                        ^~~~~~~
            did you mean "upstream"?
        """);

    [Fact]
    public void Value_that_a_template_replaces() => Check(
        """
        template { neighbor t { hold-time 30; } }
        neighbor 10.0.0.2 {
            router-id 1.1.1.1; local-as 1; peer-as 1; inherit t;
            hold-time 60;
        }
        """,
        """
        test.conf:4:5: warning: ignored: hold-time of the template "t" replaces this value [ignored]
                hold-time 60;
                ^~~~~~~~~
        """);

    [Fact]
    public void Columns_count_characters_and_tabs_are_blanks() => Check(
        "neighbor 10.0.0.2 {\n\tdescription \"grüße\"; bogus;\n}",
        """
        test.conf:2:23: error: invalid keyword "bogus" [unknown-keyword]
             description "grüße"; bogus;
                                  ^~~~~
        """);

    [Fact]
    public void A_long_statement_is_shortened() => Check(
        "neighbor 10.0.0.2 {\n" + string.Join(' ', Enumerable.Repeat("word", 20)) + "\n}",
        """
        test.conf:2:1: error: invalid syntax: "word word word word word word word word word word word word …" has no ";" or "{" on its line [invalid-syntax]
            word word word word word word word word word word word word word word word word word word word word
            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        """);

    [Fact]
    public void More_errors_than_a_person_reads_are_counted_only()
    {
        var parsed = Parsed.Text(string.Concat(Enumerable.Repeat("bogus;\n", 80)));

        Assert.Equal(80, parsed.Diagnostics.ErrorCount);
        Assert.Equal(50, parsed.Diagnostics.Items.Count);
    }

    private static void Check(string text, string rendered, int take = int.MaxValue)
    {
        var parsed = Parsed.Text(text);
        var found = string.Join('\n', parsed.Diagnostics.Items.Take(take).Select(item => Bgp.Text.DiagnosticRenderer.Render(parsed.Source, item)));
        Assert.Equal(rendered, found);
    }
}
