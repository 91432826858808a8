using Xunit;

namespace ExaSharp.Configuration.Tests;

public class LexicalTests
{
    [Fact]
    public void A_comment_goes_on_on_the_next_line_behind_a_backslash() =>
        Assert.Equal(30, Parsed.InNeighbor("# hold-time \\\n  60; bogus;\n hold-time 30; # here too \\ \t\n bogus;\n").Neighbor.Session.HoldTime);

    [Fact]
    public void A_file_may_stand_on_one_line()
    {
        var neighbor = Parsed.Text("neighbor 10.0.0.2{router-id 1.1.1.1;local-address 10.0.0.1;local-as 1;peer-as 2;hold-time 30;}").Neighbor;

        Assert.Equal(30, neighbor.Session.HoldTime);
    }

    [Fact]
    public void A_missing_last_brace_is_accepted()
    {
        var parsed = Parsed.Text($"neighbor 10.0.0.2 {{ {Parsed.Basics}\n family {{ ipv4 unicast;\n");

        Assert.Single(parsed.Neighbor.Session.Families);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n  \n")]
    [InlineData("# only a comment\n")]
    public void An_empty_file_is_an_error(string text) =>
        Assert.Equal("issue setting the configuration parser, no data: there is no statement in the file", Parsed.Text(text).Error);

    [Fact]
    public void A_file_without_neighbors_is_valid() =>
        Assert.Empty(Parsed.Text("process p { run /bin/cat; encoder json; }").Good.Neighbors);

    [Fact]
    public void A_closing_brace_too_many_is_an_error_and_the_rest_is_read()
    {
        var parsed = Parsed.Text($"neighbor 10.0.0.2 {{ {Parsed.Basics} }}\n}}\nneighbor 10.0.0.3 {{ bogus; }}\n");

        Assert.Equal(["closing too many parenthesis: no block is open here", "invalid keyword \"bogus\""], parsed.Errors);
    }

    [Fact]
    public void A_closing_brace_too_many_at_the_end_does_no_harm()
    {
        var parsed = Parsed.Text($"neighbor 10.0.0.2 {{ {Parsed.Basics} }} }}\n}} # end\n");

        Assert.NotNull(parsed.Neighbor);
        Assert.Equal(["closing too many parenthesis: no block is open here", "closing too many parenthesis: no block is open here"], parsed.Warnings);
    }

    [Fact]
    public void Tokens_behind_a_value_are_ignored_with_a_warning()
    {
        var parsed = Parsed.InNeighbor("hold-time 90 and more;");

        Assert.Equal(90, parsed.Neighbor.Session.HoldTime);
        Assert.Equal("ignored: \"and more\"", Assert.Single(parsed.Warnings));
    }

    [Fact]
    public void Tokens_behind_a_neighbors_address_are_ignored_with_a_warning()
    {
        var parsed = Parsed.Text($"neighbor 10.0.0.2 extra {{ {Parsed.Basics} }}");

        Assert.Equal("10.0.0.2", parsed.Neighbor.Session.PeerAddress.ToString());
        Assert.Equal("ignored: \"extra\"", Assert.Single(parsed.Warnings));
    }

    [Fact]
    public void A_statement_that_a_brace_ends_is_ignored_with_a_warning()
    {
        var parsed = Parsed.InNeighbor("hold-time 90");

        Assert.Equal(180, parsed.Neighbor.Session.HoldTime);
        Assert.Equal("ignored, as no \";\" ends it: \"hold-time 90\"", Assert.Single(parsed.Warnings));
    }

    [Fact]
    public void A_backslash_continues_a_line()
    {
        Assert.Equal(90, Parsed.InNeighbor("hold-time \\\n  90;").Neighbor.Session.HoldTime);
        Assert.Equal(90, Parsed.InNeighbor("hold-time \\\n90;").Neighbor.Session.HoldTime);
    }

    [Theory]
    [InlineData("description \"a b;c{d\";", "a b;c{d")]
    [InlineData("description 'a # b';", "a # b")]
    [InlineData("description \"a'b\";", "a'b")]
    [InlineData("description foo\"bar\";", "foobar")]
    [InlineData("description \"\\u00e9\\ttab\";", "é\ttab")]
    [InlineData("description \"\";", "")]
    [InlineData("description grüße;", "grüße")]
    [InlineData("description word#comment\n;", "word")]
    public void Quotes_escapes_and_comments(string statement, string description)
    {
        if (statement.Contains('\n')) Assert.Contains("invalid syntax", Parsed.InNeighbor(statement).Errors.First());
        else Assert.Equal(description, Parsed.InNeighbor(statement).Neighbor.Description);
    }

    [Fact]
    public void Comments_may_stand_behind_statements()
    {
        var parsed = Parsed.Text($"neighbor 10.0.0.2 {{ # a peer\n{Parsed.Basics} # the basics\n# hold-time 3;\nhold-time 9;# nine\n}} # end");

        Assert.Equal(9, parsed.Neighbor.Session.HoldTime);
        Assert.Empty(parsed.Warnings);
    }

    [Fact]
    public void Carriage_returns_and_tabs_are_blanks() =>
        Assert.Equal(9, Parsed.Text($"neighbor\t10.0.0.2 {{\r\n\t{Parsed.Basics}\r\n\thold-time\t9;\r\n}}\r\n").Neighbor.Session.HoldTime);

    [Fact]
    public void Keywords_are_case_sensitive() =>
        Assert.Equal("invalid keyword \"Hold-Time\"", Parsed.InNeighbor("Hold-Time 9;").Error);

    [Fact]
    public void The_last_of_repeated_keywords_wins() =>
        Assert.Equal(9, Parsed.InNeighbor("hold-time 30; hold-time 9;").Neighbor.Session.HoldTime);

    [Fact]
    public void Several_errors_are_told_at_once()
    {
        var parsed = Parsed.Text("""
            process p { run /bin/cat; encoder xml; }
            neighbor 10.0.0.2 {
                hold-time 1;
                family { ipv4 unicst; ipv6 unicast; ipv6 unicast; }
                bogus { deep { deeper; } }
                local-as
                peer-as 5;
                static;
            }
            neighbor foo { }
            """);

        Assert.Equal(
        [
            "\"xml\" is an invalid option",
            "holdtime must be zero or at least 3 seconds",
            "invalid afi/safi pair ipv4/unicst",
            "duplicate afi/safi pair ipv6/unicast",
            "section bogus is invalid in neighbor, neighbor",
            "invalid syntax: \"local-as\" has no \";\" or \"{\" on its line",
            "invalid keyword \"static\"",
            "\"foo\" is an invalid IP address",
        ], parsed.Errors);
    }

    [Fact]
    public void Unclosed_quotes_do_not_hide_later_errors()
    {
        var parsed = Parsed.InNeighbor("description \"open;\n bogus;");

        Assert.Equal(["a quote is not closed, or the text ends with a backslash", "invalid keyword \"bogus\""], parsed.Errors);
    }
}
