using Sallyport.Authority.Configuration;
using Sallyport.Settings;

namespace Sallyport.Authority.Tests.Radius;

public sealed class DictionaryTests
{
    [Theory]
    [InlineData("Filter-Id staff", "0b077374616666")]
    [InlineData("filter-id  two words", "0b0b74776f20776f726473")]
    [InlineData("Class vpn", "190576706e")]
    [InlineData("Service-Type NAS-Prompt-User", "060600000007")]
    [InlineData("Session-Timeout 3600", "1b0600000e10")]
    [InlineData("Framed-IP-Address 192.0.2.9", "0806c0000209")]
    [InlineData("Tunnel-Type VLAN", "40060000000d")]
    [InlineData("Tunnel-Medium-Type IEEE-802", "410600000006")]
    [InlineData("Tunnel-Private-Group-Id 42", "51043432")]
    [InlineData("Cisco-AVPair shell:priv-lvl=15", "1a19000000090113" + "7368656c6c3a707269762d6c766c3d3135")]
    [InlineData("Fortinet-Group-Name vpn", "1a0b00003044010576706e")]
    public void an_attribute_is_written_as_the_standards_have_it(string setting, string expected)
    {
        var bytes = RadiusDictionary.Encode(setting)!;
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    [Theory]
    [InlineData("Filter-Id")]
    [InlineData("")]
    [InlineData("Reply-Message hello")]
    [InlineData("State 1")]
    [InlineData("Filter-Ids staff")]
    [InlineData("Session-Timeout soon")]
    [InlineData("Session-Timeout 4294967296")]
    [InlineData("Framed-IP-Address 2001:db8::1")]
    [InlineData("Tunnel-Type VXLAN")]
    [InlineData("Filter-Id a\u0001b")]
    public void what_is_not_in_the_dictionary_or_does_not_fit_is_no_attribute(string setting) => Assert.Null(RadiusDictionary.Encode(setting));

    [Theory]
    [InlineData("Filter-Id", 253)]
    [InlineData("Cisco-AVPair", 247)]
    public void a_value_has_what_an_attribute_holds(string name, int most)
    {
        Assert.Equal(255, RadiusDictionary.Encode($"{name} {new string('x', most)}")!.Length);
        Assert.Null(RadiusDictionary.Encode($"{name} {new string('x', most + 1)}"));
    }

    [Fact]
    public void a_client_gets_the_attributes_of_its_section_and_faults_have_their_lines()
    {
        const string Client = """
            [radius-client vpn]
            address = 192.0.2.1
            secret-file = /etc/sallyport/radius/vpn.secret
            reply = Filter-Id staff
            reply = Session-Timeout 60
            """;
        var (options, faults) = AuthoritySettings.Read(SettingsFile.Parse("sallyport.conf", Client));
        Assert.Empty(faults);
        Assert.Equal("0b0773746166661b060000003c", Convert.ToHexStringLower(options.Radius.Clients.Single().ReplyAttributes.Span));

        (_, faults) = AuthoritySettings.Read(SettingsFile.Parse("sallyport.conf", Client + "\nreply = Filter-It staff"));
        var fault = Assert.Single(faults);
        Assert.Equal(6, fault.Line);
        Assert.Contains("Filter-Id", fault.ToString(), StringComparison.Ordinal);

        var long4 = string.Concat(Enumerable.Repeat($"\nreply = Class {new string('x', 250)}", 5));
        (_, faults) = AuthoritySettings.Read(SettingsFile.Parse("sallyport.conf", Client + long4));
        Assert.Contains(faults, tooMuch => tooMuch.ToString().Contains("1024 bytes", StringComparison.Ordinal));
    }
}
