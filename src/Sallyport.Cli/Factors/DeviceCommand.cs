using System.CommandLine;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Factors;

/// <summary><c>sallyport device</c>: the browsers and phones that logins are confirmed on. Browsers are added in the portal.</summary>
internal static class DeviceCommand
{
    private static readonly Argument<int> Number = new("number") { Description = "the device's number in the list", HelpName = "NUMBER" };
    private static readonly Argument<string> Way = new("way") { Description = "one of the site's [deliver NAME] sections, or none", HelpName = "NAME" };

    private static readonly Argument<string> Target = new("target")
    {
        Description = "the address there: a topic or a token",
        HelpName = "ADDRESS",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string> Phone = new("phone") { Description = "with its country code: +61491570006", HelpName = "PHONE" };
    private static readonly Option<string> Name = new("--name") { Description = "the user's name for it", HelpName = "NAME", DefaultValueFactory = _ => "Phone" };

    private static readonly Option<bool> Proved = new("--proved") { Description = "the number counts at once: you have checked that it is the user's" };

    private static readonly Argument<string?> Code = new("passcode")
    {
        Description = "the passcode from the message; if omitted, you are asked",
        HelpName = "PASSCODE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Whose = new("--for")
    {
        Description = "the owner of the phone",
        HelpName = "USER",
        Required = true,
    };

    public static Command Create() => new("device", "List and remove browsers and phones; add phones.")
    {
        AuthorityCommand.Create("list", "List the devices.", ListAsync, AuthorityCommand.For, AuthorityCommand.Json),
        AuthorityCommand.Create("add-phone", "Add a phone for passcodes by text message and for calls (administrators).", AddPhoneAsync, Phone, Name, Whose, Proved),
        AuthorityCommand.Create("prove-phone", "Enter the passcode that was sent to a new phone; the phone counts from then on.", ProveAsync, Code, AuthorityCommand.For),
        AuthorityCommand.Create("send-passcode", "Send another passcode to a new phone.", SendAsync, AuthorityCommand.For),
        AuthorityCommand.Create("channel", "Send a browser's pushes also through one of the site's channels, such as ntfy.", ChannelAsync, Number, Way, Target, AuthorityCommand.For),
        AuthorityCommand.Create("remove", "Remove a device: it can no longer approve logins.", RemoveAsync, Number, AuthorityCommand.For),
    };

    private static async Task ListAsync(Call call)
    {
        var devices = await call.Authority.GetAsync(Path(call.Person()), LocalJson.Default.IReadOnlyListDeviceMessage, call.Cancel);
        if (call.WantsJson)
            await call.Output.WriteLineAsync(JsonSerializer.Serialize(devices, LocalJson.Default.IReadOnlyListDeviceMessage));
        else
            await call.Output.WriteAsync(devices.Count == 0 ? "no devices\n" : string.Concat(devices.Select(Line)));
    }

    private static async Task AddPhoneAsync(Call call)
    {
        var request = new PhoneRequestMessage(call.Parsed.GetValue(Name)!, call.Parsed.GetValue(Phone)!, call.Parsed.GetValue(Proved));
        var device = await call.Authority.PostAsync(
            AuthorityClient.UserPath(call.Parsed.GetValue(Whose)!) + "/phones", request, LocalJson.Default.PhoneRequestMessage, LocalJson.Default.DeviceMessage, call.Cancel);
        await call.Output.WriteLineAsync(device.Number == DeviceMessage.Unproved ? Sent(device) : Added(device));
    }

    private static async Task ProveAsync(Call call)
    {
        var code = call.Parsed.GetValue(Code) ?? await Ask.LineAsync("Passcode from the message: ", call);
        var device = await call.Authority.PostAsync(
            Path(call.Person()) + "/proof", new CodeMessage(code), LocalJson.Default.CodeMessage, LocalJson.Default.DeviceMessage, call.Cancel);
        await call.Output.WriteLineAsync(Added(device));
    }

    private static async Task SendAsync(Call call) => await call.Output.WriteLineAsync(Sent(await call.Authority.PostAsync(
        Path(call.Person()) + "/passcode", new CodeMessage(string.Empty), LocalJson.Default.CodeMessage, LocalJson.Default.DeviceMessage, call.Cancel)));

    private static string Added(DeviceMessage device) =>
        $"{PlainText.Of(device.Name)} is device {device.Number}: passcodes by sms{device.Number}, calls by phone{device.Number}.";

    private static string Sent(DeviceMessage device) =>
        $"A passcode is on its way to {PlainText.Of(device.Name)}. The phone counts when the user has entered it, within ten minutes: sallyport device prove-phone, or the portal.";

    private static async Task ChannelAsync(Call call)
    {
        var way = call.Parsed.GetValue(Way)!;
        var request = new ChannelMessage(way == "none" ? string.Empty : way, call.Parsed.GetValue(Target) ?? string.Empty);
        using var done = await call.Authority.PostAsync(
            $"{Path(call.Person())}/{call.Parsed.GetValue(Number)}/channel", request, LocalJson.Default.ChannelMessage, call.Cancel);
        await call.Output.WriteLineAsync(request.Delivery.Length == 0 ? "Pushes use none of the site's channels." : $"Pushes also use {way}.");
    }

    private static async Task RemoveAsync(Call call)
    {
        await call.Authority.DoAsync(HttpMethod.Delete, $"{Path(call.Person())}/{call.Parsed.GetValue(Number)}", call.Cancel);
        await call.Output.WriteLineAsync("Device removed.");
    }

    private static string Path(string person) => AuthorityClient.UserPath(person) + "/devices";

    private static string Line(DeviceMessage device) => $"{device.Number,2}  {device.Kind,-8} {PlainText.Of(device.Name),-32} {PlainText.Of(device.Reached)}\n";
}
