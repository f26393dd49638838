using System.CommandLine;
using System.Text;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Cli.Export;

/// <summary><c>sallyport export</c>: people's keys for another system. Root alone, and only where the configuration allows it.</summary>
internal static class ExportCommand
{
    private const int ShortestPassPhrase = 10;

    private static readonly Argument<string?> User = new("user") { Description = "the person", HelpName = "USER", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<bool> All = new("--all") { Description = "everybody who has an authenticator app" };

    private static readonly Option<string> To = new("--to") { Description = "a file that does not exist yet; its mode is 0600", HelpName = "FILE", Required = true };

    private static readonly Option<KeyFormat> Format = new("--format") { Description = "otpauth (plain URIs) or pskc (RFC 6030, under a pass phrase)", DefaultValueFactory = _ => KeyFormat.Otpauth };

    private enum KeyFormat
    {
        /// <summary>A URI a line.</summary>
        Otpauth = 1,

        /// <summary>A sealed container.</summary>
        Pskc = 2,
    }

    public static Command Create() => AuthorityCommand.Create(
        "export", "Take keys out of the authority for another system (root; export-keys = on). Each is in the audit.", RunAsync, User, All, To, Format, PassPhrase.FromFile);

    private static async Task RunAsync(Call call)
    {
        var (user, path) = (call.Parsed.GetValue(User), call.Parsed.GetValue(To)!);
        if (user is null != call.Parsed.GetValue(All))
            throw new CommandFailure(ExitCode.Usage, "name a person, or say --all");
        if (File.Exists(path))
            throw new CommandFailure(ExitCode.Failed, $"{path} already exists; name another file");

        var format = call.Parsed.GetValue(Format);
        var passPhrase = format == KeyFormat.Pskc ? await PassPhrase.NewAsync("Pass phrase for the file: ", ShortestPassPhrase, call) : null;
        await using var keys = await call.Authority.DownloadAsync(user is null ? "/v1/export" : "/v1/export?name=" + AuthorityClient.Segment(user), call.Cancel);
        int count;
        try
        {
            count = await WriteAsync(keys, path, passPhrase, call.Cancel);
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        await call.Output.WriteLineAsync($"wrote {count} {(count == 1 ? "key" : "keys")} to {PlainText.Of(path)}"
            + (passPhrase is null ? ", in plain text: anybody who reads the file can make the codes. Remove it when the other system has them." : "; keep the pass phrase apart from it."));
    }

    private static async Task<int> WriteAsync(Stream keys, string path, string? passPhrase, CancellationToken cancel)
    {
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        var count = passPhrase is null ? await WriteUrisAsync(keys, file, cancel) : await WritePskcAsync(keys, file, passPhrase, cancel);
        file.Flush(flushToDisk: true);
        return count;
    }

    private static async Task<int> WriteUrisAsync(Stream keys, Stream file, CancellationToken cancel)
    {
        var count = 0;
        await foreach (var key in ReadAsync(keys, cancel))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(key.Uri + "\n"), cancel);
            count++;
        }

        return count;
    }

    private static async Task<int> WritePskcAsync(Stream keys, Stream file, string passPhrase, CancellationToken cancel)
    {
        var count = 0;
        using var pskc = new PskcWriter(file, passPhrase);
        await foreach (var key in ReadAsync(keys, cancel))
        {
            var otpauth = OtpauthReading.Of(key.Uri, TotpKey.LeastWeakBytes).Otpauth ?? throw new CommandFailure(ExitCode.Failed, $"the authority sent no readable key of {key.Name}");
            pskc.Add(key.Name, otpauth.Issuer, otpauth.Key);
            count++;
        }

        return count;
    }

    private static async IAsyncEnumerable<ExportedKeyMessage> ReadAsync(Stream lines, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        using var reader = new StreamReader(lines);
        while (await reader.ReadLineAsync(cancel) is { } line)
            yield return JsonSerializer.Deserialize(line, LeavingJson.Default.ExportedKeyMessage)!;
    }
}
