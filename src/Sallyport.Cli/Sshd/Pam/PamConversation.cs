using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sallyport.Cli.Sshd.Pam;

/// <summary>A conversation with libpam that answers every question with a word that is no password and no code.</summary>
internal static partial class PamConversation
{
    private const int Success = 0, ConversationError = 19;
    private const int Silent = 0x8000;
    private const int MostMessages = 32;
    private static readonly byte[] WrongAnswer = "sallyport-is-trying-this-door\0"u8.ToArray();

    /// <summary>Whether the service lets the user in, in one phase.</summary>
    /// <exception cref="InvalidOperationException">libpam could not begin.</exception>
    public static unsafe bool LetsIn(string service, string user, string folder, string phase)
    {
        var conversation = new PamConv { Answer = &Answer };
        if (pam_start_confdir(service, user, in conversation, folder, out var handle) != Success)
            throw new InvalidOperationException("libpam takes no service from " + folder);
        var verdict = phase == "auth" ? pam_authenticate(handle, Silent) : pam_acct_mgmt(handle, Silent);
        _ = pam_end(handle, verdict);
        return verdict == Success;
    }

    /// <summary>Logs somebody in as the service asks them, with a person's answers.</summary>
    /// <param name="service">The service.</param>
    /// <param name="user">Who logs in.</param>
    /// <param name="folder">Where libpam finds it.</param>
    /// <param name="ask">Shows a text, and gets the answer; null for no answer.</param>
    /// <exception cref="InvalidOperationException">libpam could not begin.</exception>
    public static unsafe bool LogsIn(string service, string user, string folder, Func<PamPrompt, string, string?> ask)
    {
        asking = ask;
        var conversation = new PamConv { Answer = &AskPerson };
        if (pam_start_confdir(service, user, in conversation, folder, out var handle) != Success)
            throw new InvalidOperationException("libpam takes no service from " + folder);
        var verdict = pam_authenticate(handle, 0);
        _ = pam_end(handle, verdict);
        return verdict == Success;
    }

    /// <summary>No exception may cross libpam.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe int AskPerson(int count, nint messages, Response** responses, nint data)
    {
        if (count is <= 0 or > MostMessages || responses is null)
            return ConversationError;
        var answers = (Response*)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(Response));
        *responses = answers;
        for (var at = 0; at < count; at++)
        {
            var message = ((Message**)messages)[at];
            string? answer = null;
            try
            {
                answer = asking!((PamPrompt)message->Style, Marshal.PtrToStringUTF8(message->Text) ?? "");
            }
            catch (Exception noAnswer) when (noAnswer is IOException or InvalidOperationException or OperationCanceledException)
            {
            }

            if ((PamPrompt)message->Style is not (PamPrompt.Hidden or PamPrompt.Shown))
                continue;
            if (answer is null)
                return ConversationError;
            answers[at].Text = (byte*)Copy(answer);
        }

        return Success;
    }

    private static unsafe nint Copy(string answer)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(answer + "\0");
        var text = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
        bytes.CopyTo(new Span<byte>(text, bytes.Length));
        return (nint)text;
    }

    [ThreadStatic]
    private static Func<PamPrompt, string, string?>? asking;

    private readonly record struct Message(int Style, nint Text);

    /// <summary>libpam frees the answers: they come from malloc.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe int Answer(int count, nint messages, Response** responses, nint data)
    {
        if (count is <= 0 or > MostMessages || responses is null)
            return ConversationError;
        var answers = (Response*)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(Response));
        for (var at = 0; at < count; at++)
        {
            var text = (byte*)NativeMemory.Alloc((nuint)WrongAnswer.Length);
            WrongAnswer.CopyTo(new Span<byte>(text, WrongAnswer.Length));
            answers[at] = new Response { Text = text, Code = 0 };
        }

        *responses = answers;
        return Success;
    }

    private unsafe struct PamConv
    {
        public delegate* unmanaged[Cdecl]<int, nint, Response**, nint, int> Answer;
        public nint Data;
    }

    private unsafe struct Response
    {
        public byte* Text;
        public int Code;
    }

    [LibraryImport("libpam.so.0", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int pam_start_confdir(string service, string user, in PamConv conversation, string folder, out nint handle);

    [LibraryImport("libpam.so.0")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int pam_authenticate(nint handle, int flags);

    [LibraryImport("libpam.so.0")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int pam_acct_mgmt(nint handle, int flags);

    [LibraryImport("libpam.so.0")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int pam_end(nint handle, int status);
}

/// <summary>What libpam wants of a person, with its numbers.</summary>
internal enum PamPrompt
{
    Hidden = 1,
    Shown = 2,
    Error = 3,
    Text = 4,
}
