using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery.Messages;

namespace Sallyport.Authority.Delivery.Drivers;

/// <summary>
/// A program of this machine (gammu-smsd-inject, a script beside smstools) with the text on its standard input. It inherits nothing of our
/// environment but PATH; what it prints is not kept. Exit 0: sent; 75 (EX_TEMPFAIL): try again; anything else: refused.
/// </summary>
internal sealed class CommandDriver(DriverOptions.Command options, TimeSpan timeout, TimeProvider clock) : IDriver
{
    private const int TemporaryFailure = 75;

    public bool DropsCopies => false;

    public async Task<DeliveryResult> SendAsync(Message message, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(options.Program, options.Arguments.Select(argument => argument.Fill(message, null, Escaping.Plain)))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LANG"] = "C.UTF-8";

        Process program;
        try
        {
            program = Process.Start(start)!;
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException)
        {
            return new DeliveryResult(DeliveryState.NotSent, "the program cannot be started");
        }

        using (program)
            return await FinishAsync(program, message, cancel);
    }

    public void Dispose()
    {
    }

    private async Task<DeliveryResult> FinishAsync(Process program, Message message, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        program.OutputDataReceived += (_, _) => { };
        program.ErrorDataReceived += (_, _) => { };
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        try
        {
            try
            {
                await program.StandardInput.WriteAsync(message.Text.Reveal().AsMemory(), either.Token);
                program.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading: its exit code says what that means.
            }

            await program.WaitForExitAsync(either.Token);
            return program.ExitCode switch
            {
                0 => new DeliveryResult(DeliveryState.Sent, "the program exited with 0"),
                TemporaryFailure => new DeliveryResult(DeliveryState.NotSent, "the program exited with 75, a temporary failure"),
                var code => new DeliveryResult(DeliveryState.Refused, $"the program exited with {code}"),
            };
        }
        catch (OperationCanceledException)
        {
            program.Kill(entireProcessTree: true);
            cancel.ThrowIfCancellationRequested();
            return new DeliveryResult(DeliveryState.InDoubt, "the program did not end in time");
        }
    }
}
