using System.Text;
using Sallyport.Authority.Duo.Wire;

namespace Sallyport.Authority.Tests.Duo;

public sealed class FormParametersTests
{
    [Theory]
    [InlineData("user=ada&auto=1", "user", "ada")]
    [InlineData("auto=flee%20boat%2B+x", "auto", "flee boat+ x")]
    [InlineData("user=%C3%A4", "user", "ä")]
    [InlineData("user=%ff", "user", "\uFFFD")]
    [InlineData("user=a=b", "user", "a=b")]
    public void Decodes(string form, string name, string value)
    {
        Assert.Equal(FormFault.None, FormParameters.TryParse(Encoding.ASCII.GetBytes(form), out var parameters));
        Assert.Equal(value, parameters.Find(name));
    }

    [Theory]
    [InlineData("user=%", nameof(FormFault.BadPercentEncoding))]
    [InlineData("user=%4", nameof(FormFault.BadPercentEncoding))]
    [InlineData("user=%4g", nameof(FormFault.BadPercentEncoding))]
    [InlineData("user=% 4", nameof(FormFault.BadPercentEncoding))]
    [InlineData("us%=a", nameof(FormFault.BadPercentEncoding))]
    [InlineData("=a", nameof(FormFault.NoName))]
    [InlineData("user", nameof(FormFault.NoName))]
    [InlineData("user=a&", nameof(FormFault.NoName))]
    [InlineData("&user=a", nameof(FormFault.NoName))]
    [InlineData("user=a&user=b", nameof(FormFault.NameTwice))]
    [InlineData("user=a&us%65r=b", nameof(FormFault.NameTwice))]
    public void Refuses(string form, string fault) => Assert.Equal(fault, FormParameters.TryParse(Encoding.ASCII.GetBytes(form), out _).ToString());

    [Fact]
    public void Refuses_more_than_it_will_hold()
    {
        var many = string.Join('&', Enumerable.Range(0, FormParameters.MaxParameters + 1).Select(i => $"p{i}=1"));
        Assert.Equal(FormFault.TooManyParameters, FormParameters.TryParse(Encoding.ASCII.GetBytes(many), out _));
        Assert.Equal(FormFault.TooLong, FormParameters.TryParse(Encoding.ASCII.GetBytes("auto=" + new string('1', FormParameters.MaxBytes)), out _));
    }

    [Theory]
    [InlineData("b=2&a=1", "a=1&b=2")]
    [InlineData("a=x+y%2a~-_.", "a=x%20y%2A~-_.")]
    [InlineData("a=%ff%00", "a=%FF%00")]
    [InlineData("a=", "a=")]
    [InlineData("", "")]
    public void Canonical_form_is_sorted_and_encoded_with_upper_case_hex(string form, string canonical)
    {
        Assert.Equal(FormFault.None, FormParameters.TryParse(Encoding.ASCII.GetBytes(form), out var parameters));
        Assert.Equal(canonical, parameters.ToCanonicalString());
    }

    [Theory]
    [InlineData("""{"username":"ada","async":1,"flag":true}""", true)]
    [InlineData("{}", true)]
    [InlineData("""{"a":"1","a":"2"}""", false)]
    [InlineData("""{"a":{"b":1}}""", false)]
    [InlineData("""{"a":[1]}""", false)]
    [InlineData("""{"a":null}""", false)]
    [InlineData("""{"a":"\ud800"}""", false)]
    [InlineData("""{"a":1} x""", false)]
    [InlineData("[]", false)]
    [InlineData("", false)]
    public void Json_parameters_are_one_flat_object(string json, bool accepted) =>
        Assert.Equal(accepted, JsonParameters.TryParse(Encoding.UTF8.GetBytes(json)) is not null);
}
