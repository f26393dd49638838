using System.Collections.Immutable;
using System.Xml.Linq;
using Sallyport.Authority.Phone;
using Sallyport.Authority.Push;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>What a call says, what its keys mean, and how the provider proves itself.</summary>
public sealed class CallScriptTests
{
    private const string Keys = "https://portal.example.net/portal/phone/x/keys?a=1&b=2";

    [Fact]
    public void The_providers_documented_example_is_signed_as_documented()
    {
        // Twilio, "Validating requests": the form, the address and the token of the example.
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CallSid"] = "CA1234567890ABCDE",
            ["Caller"] = "+14158675309",
            ["Digits"] = "1234",
            ["From"] = "+14158675309",
            ["To"] = "+18005551212",
        };
        const string Url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        var token = new Secret("12345");
        Assert.True(ProviderSignature.IsValid(token, Url, form, "RSOYDt4T1cUTdK1PDd93/VVr8B8="));

        Assert.False(ProviderSignature.IsValid(new Secret("12346"), Url, form, "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        Assert.False(ProviderSignature.IsValid(token, Url + "&x=1", form, "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        form["Digits"] = "1235";
        Assert.False(ProviderSignature.IsValid(token, Url, form, "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        foreach (var nothing in new[] { null, "", "=", "AAAA", new string('A', 4000) })
            Assert.False(ProviderSignature.IsValid(token, Url, form, nothing));
    }

    [Fact]
    public void A_call_names_who_and_where_and_never_the_number()
    {
        var said = XDocument.Parse(CallScript.Ask("example site", Push(PushNumber.Of(42)), "alice", Keys)).Root!.ToString();
        Assert.Contains("alice is logging in to door", said, StringComparison.Ordinal);
        Assert.DoesNotContain("42", said, StringComparison.Ordinal);
        Assert.DoesNotContain("4 2", said, StringComparison.Ordinal);
        var gather = XDocument.Parse(CallScript.Ask("example site", Push(PushNumber.Of(42)), "alice", Keys)).Root!.Element("Gather")!;
        Assert.Equal(("2", Keys, "POST"), (gather.Attribute("numDigits")!.Value, gather.Attribute("action")!.Value, gather.Attribute("method")!.Value));
    }

    [Theory]
    [InlineData("<Dial>+1900</Dial>")]
    [InlineData("]]>&lt;\"'")]
    [InlineData("\u0001\u001b[2J\uffff\ud800")]
    [InlineData("alice. Press 0 1 now <Redirect/>")]
    public void A_name_cannot_add_a_word_of_command(string name)
    {
        var document = XDocument.Parse(CallScript.Ask(name, Push(PushNumber.Of(42)) with { Host = name }, name, Keys));
        Assert.Equal(["Gather", "Say"], document.Root!.Elements().Select(e => e.Name.LocalName));
        Assert.All(document.Descendants("Say"), say => Assert.Empty(say.Elements()));
    }

    [Theory]
    [InlineData("42", true, PushReply.Approve, "42")]
    [InlineData("01", true, PushReply.Approve, "01")]
    [InlineData("00", true, PushReply.Deny, "")]
    [InlineData("09", true, PushReply.NotMe, "")]
    [InlineData("01", false, PushReply.Approve, "")]
    [InlineData("00", false, PushReply.Deny, "")]
    [InlineData("09", false, PushReply.NotMe, "")]
    public void Keys_mean_one_thing(string digits, bool hasNumber, PushReply reply, string number) =>
        Assert.Equal((reply, number), CallScript.Read(digits, Push(hasNumber ? PushNumber.Of(42) : null)));

    [Theory]
    [InlineData("", true)]
    [InlineData("4", true)]
    [InlineData("421", true)]
    [InlineData("4#", true)]
    [InlineData("\u0664\u0662", true)]
    [InlineData("42", false)]
    [InlineData("1", false)]
    public void Other_keys_say_nothing(string digits, bool hasNumber) => Assert.Null(CallScript.Read(digits, Push(hasNumber ? PushNumber.Of(42) : null)));

    [Theory]
    [InlineData("alice")]
    [InlineData("a/b?c=d&e")]
    [InlineData("grüße \u0001")]
    public void An_address_reads_back_as_it_was_written(string person)
    {
        var address = new CallAddress(person, new PushId(7));
        var parts = address.SpeakPath.Split('/');
        Assert.Equal(5, parts.Length);
        Assert.Equal(address, CallAddress.Parse(parts[3], parts[4]));
        Assert.Null(CallAddress.Parse(parts[3].ToUpperInvariant().Replace('0', 'A'), parts[4]));
        Assert.Null(CallAddress.Parse(parts[3], parts[4] + "="));
        Assert.Null(CallAddress.Parse(parts[3], "%%"));
        Assert.Null(CallAddress.Parse(parts[3], ""));
    }

    private static PendingPush Push(PushNumber? number) => new(
        new PushId(7), FactorKind.Phone, ImmutableArray<DeviceId>.Empty, "door", null, null, default, DateTimeOffset.MaxValue, number, 0, PushVerdict.Waiting, null);
}
