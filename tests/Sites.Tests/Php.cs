using System.Diagnostics;
using System.Text;

namespace MoodleNodeAgent.Sites;

/// <summary>The real PHP of this machine.</summary>
internal static class Php
{
    public static (int ExitCode, string Output, string Error) Run(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("php")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Fails when the source has a syntax error.</summary>
    public static void AssertSyntax(string source)
    {
        var (exitCode, output, error) = Run(source, "-l", "/dev/stdin");
        Assert.True(exitCode == 0, output + error + source);
    }
}
