using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using EndToEnd.Machine;

namespace EndToEnd.Delivery;

/// <summary>Debian's Kannel with its fake SMS centre: what a message has reached, the centre has shown.</summary>
internal sealed partial class Kannel : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-kannel-").FullName;
    private readonly List<Process> processes = [];
    private readonly ConcurrentQueue<(string To, string Text)> messages = new();

    private Kannel()
    {
    }

    /// <summary>What <c>sendsms</c> asks for.</summary>
    public string Password { get; } = Guid.NewGuid().ToString("N");

    public int Port { get; } = FreePort.ForTcp();

    public IReadOnlyList<(string To, string Text)> Messages => [.. messages];

    /// <summary>A way of delivery as an administrator writes it.</summary>
    public string Section => $$"""
        [deliver kannel]
        driver = http
        for = sms
        method = get
        url = http://127.0.0.1:{{Port}}/cgi-bin/sendsms?username=sallyport&password={secret}&to={to}&text={text}
        success = 202
        secret-file = {{folder}}/password
        """;

    public static async Task<Kannel> StartAsync()
    {
        var kannel = new Kannel();
        try
        {
            await kannel.StartBoxesAsync();
            return kannel;
        }
        catch
        {
            await kannel.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the centre has shown a message to this number.</summary>
    public async Task<string> TextToAsync(string number)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (messages.FirstOrDefault(m => m.To == number) is { Text: { } text })
                return text;
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"no message came to {number}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task StartBoxesAsync()
    {
        var (admin, box, centre) = (FreePort.ForTcp(), FreePort.ForTcp(), FreePort.ForTcp());
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), Password + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "kannel.conf"), $"""
            group = core
            admin-port = {admin}
            admin-interface = 127.0.0.1
            admin-password = {Guid.NewGuid():N}
            smsbox-port = {box}
            smsbox-interface = 127.0.0.1
            box-allow-ip = "127.0.0.1"

            group = smsc
            smsc = fake
            port = {centre}
            connect-allow-ip = "127.0.0.1"

            group = smsbox
            bearerbox-host = 127.0.0.1
            sendsms-port = {Port}
            global-sender = 13013

            group = sendsms-user
            username = sallyport
            password = {Password}

            group = sms-service
            keyword = default
            text = "none"

            """);
        await FreePort.WaitAsync(centre, Start("/usr/sbin/bearerbox", "kannel.conf"));
        // It connects as a centre would and shows on standard error what it is given; the one message of its own is what it begins with.
        Start("/usr/lib/kannel/test/fakesmsc", "-H", "127.0.0.1", "-r", $"{centre}", "-i", "10000", "-m", "2", "100 300 text hello");
        await FreePort.WaitAsync(Port, Start("/usr/sbin/smsbox", "kannel.conf"));
    }

    private Process Start(string program, params string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = folder,
            },
        };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        processes.Add(process);
        return process;
    }

    private void Keep(string? line)
    {
        if (line is not null && Got().Match(line) is { Success: true } got)
            messages.Enqueue((got.Groups["to"].Value, got.Groups["text"].Value));
    }

    [GeneratedRegex(@"Got message \d+: <\S+ (?<to>\S+) text (?<text>.*)>$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Got();
}
