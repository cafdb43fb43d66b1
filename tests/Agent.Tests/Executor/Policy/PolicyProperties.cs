using FsCheck;
using FsCheck.Fluent;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Policy;

public sealed class PolicyProperties : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    [Fact]
    public void Any_policy_file_is_read_or_refused_with_its_name_and_never_anything_else()
    {
        var packaged = File.ReadAllText(TemporaryHost.PackagedPolicy());
        var mutated = from place in Gen.Choose(0, packaged.Length - 1)
                      from length in Gen.Choose(0, 12)
                      from text in Gen.Elements("", "\"", "[", "]", "\n", "=", "\\", "\0", "\u00e9", "[[commands]]", "paths = [\"/\"]", "1", "true")
                      select packaged[..place] + text + packaged[Math.Min(packaged.Length, place + length)..];
        Prop.ForAll(mutated.ToArbitrary(), IsReadOrRefused).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), IsReadOrRefused).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_path_of_any_pieces_is_allowed_only_when_it_stays_below_an_allowed_folder()
    {
        var policy = LocalPolicy.Load(TemporaryHost.PackagedPolicy());
        var paths = Gen.Elements("/", "//", "var", "www", "..", ".", "etc", "shadow", "httpd", "conf.d", "\n", "x", "~", "*", "\u202e")
            .ListOf().Select(parts => string.Concat(parts));
        var below = from rest in paths from start in Gen.Elements("", "/var/www", "/var/www/", "/etc/php.d/") select start + rest;
        Prop.ForAll(below.ToArbitrary(), path =>
        {
            var refused = policy.Check(new NodeSpec { Tasks = { new TaskSpec { Id = "t", File = new FileTask { Path = path } } } }).Count > 0;
            var plain = path.StartsWith('/') ? Path.GetFullPath(path) : "";
            return refused || (plain == path && policy.AllowsPath(plain));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    public void Dispose() => File.Delete(file);

    private bool IsReadOrRefused(string? text)
    {
        File.WriteAllText(file, text);
        try
        {
            _ = LocalPolicy.Load(file).Check(new NodeSpec { Tasks = { new TaskSpec { Id = "t", Reboot = new RebootTask() } } });
            return true;
        }
        catch (InvalidDataException exception)
        {
            return exception.Message.Contains(file, StringComparison.Ordinal);
        }
    }
}
