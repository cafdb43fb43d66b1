namespace MoodleNodeAgent.Cli.SiteFiles;

/// <summary>Writes files that must not be there yet.</summary>
internal static class NewFile
{
    /// <summary>Writes the file, with mode 0600 where it holds secrets.</summary>
    public static Task WriteAsync(string file, string text, CancellationToken cancellation) =>
        WriteAsync(file, System.Text.Encoding.UTF8.GetBytes(text), isSecret: false, cancellation);

    /// <exception cref="CommandFailure">It is there already, or cannot be written.</exception>
    public static async Task WriteAsync(
        string file, ReadOnlyMemory<byte> content, bool isSecret, CancellationToken cancellation)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (isSecret && !OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using var stream = new FileStream(file, options);
            await stream.WriteAsync(content, cancellation);
        }
        catch (IOException) when (File.Exists(file))
        {
            throw AlreadyThere(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"Cannot write {file}: {failure.Message}");
        }
    }

    /// <summary>What is told about a file that is there.</summary>
    public static CommandFailure AlreadyThere(string file) => new(
        ExitCode.Usage, $"{file} is there already and is never overwritten. Name another file, or move it away.");
}
