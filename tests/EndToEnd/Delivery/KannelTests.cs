using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Secrets;
using Sallyport.Settings;

namespace EndToEnd.Delivery;

/// <summary>Messages through Debian's Kannel to its fake SMS centre.</summary>
[Needs("bearerbox fakesmsc")]
public sealed class KannelTests : IAsyncLifetime
{
    private Kannel kannel = null!;

    public async ValueTask InitializeAsync() => kannel = await Kannel.StartAsync();

    public ValueTask DisposeAsync() => kannel.DisposeAsync();

    [Fact]
    public async Task A_message_reaches_the_centre_as_it_was_written_and_once()
    {
        using var way = Open(kannel.Section);
        var result = await way.SendAsync(Message("+61491570006", "Passcodes for site: 1234567 & 7654321 (100 % of them)"), TestContext.Current.CancellationToken);
        Assert.Equal(DeliveryState.Sent, result.State);
        Assert.Equal("Passcodes for site: 1234567 & 7654321 (100 % of them)", await kannel.TextToAsync("+61491570006"));
        Assert.Single(kannel.Messages, message => message.To == "+61491570006");
    }

    [Fact]
    public async Task A_wrong_password_is_a_refusal_and_not_tried_again()
    {
        using var way = Open(kannel.Section.Replace("{secret}", "wrong", StringComparison.Ordinal));
        var result = await way.SendAsync(Message("+61491570007", "never"), TestContext.Current.CancellationToken);
        Assert.Equal((DeliveryState.Refused, "answer 403"), (result.State, result.Detail));
    }

    private static Deliverer Open(string section)
    {
        var (options, faults) = AuthoritySettings.Read(SettingsFile.Parse("sallyport.conf", section));
        Assert.Empty(faults);
        return Deliverer.Open(Assert.Single(options.Deliver), TimeProvider.System);
    }

    private static Message Message(string to, string text) => new(
        Guid.NewGuid().ToString("N"), Purpose.Sms, "alice", "sms1", new Secret(to), "Passcodes", new Secret(text), null, DateTimeOffset.MaxValue);
}
