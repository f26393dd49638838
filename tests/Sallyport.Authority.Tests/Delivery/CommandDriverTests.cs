using Sallyport.Authority.Delivery;
using Sallyport.Authority.Delivery.Messages;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>A program with the text on its standard input.</summary>
public sealed class CommandDriverTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sallyport-command-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_text_arrives_on_standard_input_and_the_number_as_an_argument()
    {
        using var way = Open("printf '%s|' \"$@\" > $0.out; cat >> $0.out; env > $0.env", "{to} {id}");
        Assert.Equal(DeliveryState.Sent, (await way.SendAsync(Ways.Message("+61491570006; touch /tmp/x", "codes: 1234567\ngrüße"), CancellationToken.None)).State);
        Assert.Equal("+61491570006; touch /tmp/x|5f0c|codes: 1234567\ngrüße", await File.ReadAllTextAsync(Program + ".out", CancellationToken.None));
        Assert.DoesNotContain("DOTNET", await File.ReadAllTextAsync(Program + ".env", CancellationToken.None), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0", nameof(DeliveryState.Sent), 1)]
    [InlineData("exit 1", nameof(DeliveryState.Refused), 1)]
    [InlineData("exit 75", nameof(DeliveryState.NotSent), 3)]
    [InlineData("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2; exit 0", nameof(DeliveryState.Sent), 1)]
    [InlineData("sleep 60", nameof(DeliveryState.InDoubt), 1)]
    public async Task What_it_ends_with_says_what_became_of_the_message(string script, string expected, int attempts)
    {
        using var way = Open($"echo x >> $0.runs; {script}", "");
        var result = await way.SendAsync(Ways.Message("+61491570006", "1234567"), CancellationToken.None);
        Assert.Equal(expected, result.State.ToString());
        Assert.Equal(attempts, (await File.ReadAllLinesAsync(Program + ".runs", CancellationToken.None)).Length);
    }

    [Fact]
    public async Task A_program_that_is_not_there_sends_nothing()
    {
        using var way = Ways.Open("driver = command\nfor = sms\ncommand = /nowhere/at-all {to}\nattempts = 1");
        Assert.Equal(DeliveryState.NotSent, (await way.SendAsync(Ways.Message("x", "y"), CancellationToken.None)).State);
    }

    private string Program => Path.Combine(folder.FullName, "send");

    private Deliverer Open(string script, string arguments)
    {
        File.WriteAllText(Program, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Ways.Open($"driver = command\nfor = sms\ncommand = {Program} {arguments}\ntimeout = 2s");
    }
}
