using Xunit;

namespace ExaSharp.Bgp.Tests.Families.Flow;

/// <summary>Attributes among the actions, in the stored form of sets: code, flags, length, value.</summary>
public class FlowAttributeTests
{
    [Theory]
    [InlineData("redirect 65500:12345; community [30740:0 30740:30740]; extended-community [ origin:2345:6.7.8.9 origin:2.3.4.5:6789 ];",
        "08c000087814000078147814" + "10c000180003092906070809" + "0103020304051a858008ffdc00003039")]
    [InlineData("community [30740:0 30740:30740]; extended-community [ redirect:65500:12345 origin:2345:6.7.8.9 origin:2.3.4.5:6789 ];",
        "08c000087814000078147814" + "10c000180003092906070809" + "0103020304051a858008ffdc00003039")]
    [InlineData("community no-export; large-community 1:2:3; discard;",
        "08c00004ffffff01" + "10c000088006000000000000" + "20c0000c000000010000000200000003")]
    public void Communities_beside_actions_in_both_forms(string statements, string attributes)
    {
        foreach (var text in new[]
        {
            $"{{ match {{ source 10.0.0.0/8; }} then {{ {statements} }} }}",
            "source 10.0.0.0/8 " + statements.Replace(';', ' '),
        })
        {
            var result = FlowCases.Read(text);
            Assert.True(result.Ok, result.Error);
            Assert.Equal(attributes, result.Attributes);
        }
    }

    [Theory]
    [InlineData("community")]
    [InlineData("large-community")]
    [InlineData("extended-community")]
    public void The_keywords_of_the_attributes_are_there(string keyword) =>
        Assert.Contains(keyword, Bgp.Families.Flow.FlowGrammar.Words.Names);
}
