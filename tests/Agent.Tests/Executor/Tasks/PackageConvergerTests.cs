using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class PackageConvergerTests : IDisposable
{
    private readonly TemporaryHost host = new();
    private readonly HashSet<string> installed = ["httpd"];
    private readonly TaskSpec spec = new()
    {
        Id = "packages",
        Package = new PackageTask { Names = { "nfs-utils", "httpd", "php-fpm" } },
    };

    public PackageConvergerTests()
    {
        host.Processes.Answer("/usr/bin/rpm -q", request =>
        {
            var names = request.Arguments.Skip(4).ToList();
            var missing = names.Count(name => !installed.Contains(name));
            var lines = names.Select(name => installed.Contains(name) ? name : $"no package provides {name}");
            return new ProcessOutcome(missing, string.Join('\n', lines) + "\n", "");
        });
        host.Processes.Answer("/usr/bin/dnf install -y", request =>
        {
            installed.UnionWith(request.Arguments.Skip(3));
            return new ProcessOutcome(0, "Complete!", "");
        });
    }

    [Fact]
    public async Task A_check_asks_once_and_installs_nothing()
    {
        var outcome = await host.CheckAsync(spec);

        Assert.Equal("nfs-utils: absent -> installed\nphp-fpm: absent -> installed", outcome.Diff);
        Assert.Single(host.Processes.Requests);
    }

    [Fact]
    public async Task Only_what_is_missing_is_installed_in_one_transaction_outside_the_sandbox()
    {
        await host.ApplyAsync(spec);

        var dnf = Assert.Single(host.Processes.Requests, request => request.Program == "/usr/bin/dnf");
        Assert.Equal(["install", "-y", "--setopt=gpgcheck=1", "nfs-utils", "php-fpm"], dnf.Arguments);
        Assert.True(dnf.OutsideSandbox);
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        Assert.Single(host.Processes.Requests, request => request.Program == "/usr/bin/dnf");
    }

    [Fact]
    public async Task When_dnf_fails_the_error_tells_its_last_words()
    {
        host.Processes.Answer("/usr/bin/dnf", exitCode: 1, error: "Error: Unable to find a match: php-fpm");

        var failure = await host.FailAsync(spec);

        Assert.Equal("packages-failed", failure.Code);
        Assert.Contains("Unable to find a match: php-fpm", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_another_program_holds_the_package_database_it_is_tried_again()
    {
        var attempts = 0;
        host.Processes.Answer("/usr/bin/dnf", request =>
        {
            if (attempts++ == 0)
            {
                return new ProcessOutcome(1, "", "can't create transaction lock on /var/lib/rpm/.rpm.lock");
            }

            installed.UnionWith(request.Arguments.Skip(3));
            return new ProcessOutcome(0, "", "");
        });

        var apply = host.ApplyAsync(spec);
        host.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(TaskStatus.Changed, (await apply).Status);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task An_exact_version_from_a_named_repository_is_installed_with_its_signatures_checked()
    {
        var version = "2.4.53-7.el9";
        host.Processes.Answer("/usr/bin/rpm -q --queryformat", _ => new ProcessOutcome(0, $"httpd {version}\n", ""));
        host.Processes.Answer("/usr/bin/dnf install", _ =>
        {
            version = "2.4.57-8.el9";
            return new ProcessOutcome(0, "", "");
        });
        var exact = new TaskSpec
        {
            Id = "exact",
            Package = new PackageTask { Names = { "httpd" }, Version = "2.4.57", Repository = "ol9_appstream" },
        };

        Assert.Equal("httpd: 2.4.53-7.el9 -> 2.4.57", (await host.ApplyAsync(exact)).Diff);

        Assert.Contains(
            "/usr/bin/dnf install -y --setopt=gpgcheck=1 --repo=ol9_appstream --setopt=ol9_appstream.gpgcheck=1 httpd-2.4.57",
            host.Processes.Lines);
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(exact)).Status);
    }

    [Fact]
    public async Task Packages_that_are_not_wanted_are_removed_once()
    {
        host.Processes.Answer("/usr/bin/rpm -q --queryformat", _ => installed.Contains("httpd")
            ? new ProcessOutcome(1, "httpd 2.4.57-8.el9\npackage php-xml is not installed\n", "")
            : new ProcessOutcome(2, "package httpd is not installed\npackage php-xml is not installed\n", ""));
        host.Processes.Answer("/usr/bin/rpm -e --test httpd");
        host.Processes.Answer("/usr/bin/dnf remove -y --noautoremove httpd", _ =>
        {
            installed.Remove("httpd");
            return new ProcessOutcome(0, "", "");
        });
        var removed = Removed();

        Assert.Equal("httpd: 2.4.57-8.el9 -> absent", (await host.CheckAsync(removed)).Diff);
        Assert.Equal(TaskStatus.Changed, (await host.ApplyAsync(removed)).Status);
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(removed)).Status);
    }

    [Fact]
    public async Task What_other_packages_need_is_not_removed_with_them()
    {
        host.Processes.Answer("/usr/bin/rpm -q --queryformat", exitCode: 1,
            output: "httpd 2.4.57-8.el9\npackage php-xml is not installed\n");
        host.Processes.Answer("/usr/bin/rpm -e --test", exitCode: 1,
            error: "httpd is needed by (installed) mod_ssl-1:2.4.57-8.el9.x86_64");

        var failure = await host.FailAsync(Removed());

        Assert.Equal("packages-needed", failure.Code);
        Assert.Contains("needed by (installed) mod_ssl", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Processes.Requests, request => request.Program == "/usr/bin/dnf");
    }

    public void Dispose() => host.Dispose();

    private static TaskSpec Removed() => new()
    {
        Id = "removed",
        Package = new PackageTask { Names = { "httpd", "php-xml" }, State = PackageState.Removed },
    };
}
