using System.Text;
using MoodleNodeAgent.LocalCloud.Faults;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Writes answers, with the faults that happen on their way.</summary>
internal static class AnswerWriter
{
    private const string Garbage = "<html><body><h1>502 Bad Gateway</h1></body></html>";

    public static async Task WriteAsync(HttpContext context, WireAnswer answer, TimeProvider clock)
    {
        FaultKind? fault = answer.Fault?.Kind;
        if (fault is FaultKind.LoseRequest or FaultKind.LoseAnswer)
        {
            context.Abort();
            return;
        }

        if (fault == FaultKind.Slow)
        {
            await Task.Delay(answer.Fault!.Delay, clock, context.RequestAborted);
        }

        context.Response.StatusCode = answer.Status;
        foreach ((string name, string value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Content is { } content)
        {
            await WriteContentAsync(context, content, answer.ContentType!);
            return;
        }

        byte[]? bytes = fault == FaultKind.Garbage
            ? Encoding.UTF8.GetBytes(Garbage)
            : answer.Raw ?? (answer.Body is null ? null : Encoding.UTF8.GetBytes(answer.Body));
        if (bytes is null)
        {
            return;
        }

        context.Response.ContentType = answer.ContentType ?? "application/json";
        context.Response.ContentLength = bytes.Length;
        if (fault == FaultKind.Truncate)
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static async Task WriteContentAsync(HttpContext context, Objects.ContentPart part, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = part.Length;
        if (context.Request.Method == "HEAD")
        {
            return;
        }

        await using Stream stream = part.Content.Open();
        stream.Seek(part.Offset, SeekOrigin.Begin);
        byte[] buffer = new byte[64 * 1024];
        long left = part.Length;
        while (left > 0)
        {
            int count = await stream.ReadAsync(
                buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), context.RequestAborted);
            if (count == 0)
            {
                break;
            }

            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            left -= count;
        }
    }
}
