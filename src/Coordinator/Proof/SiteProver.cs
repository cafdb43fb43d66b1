using System.Net;
using MoodleNodeAgent.Sites.Products;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Proof;

/// <summary>Proves a site by visiting it and by what its database servers counted meanwhile.</summary>
internal sealed class SiteProver(ProofLimits limits, TimeProvider time) : ISiteProver
{
    /// <inheritdoc />
    public async Task ProveAsync(ProofWork work, IProgress<string>? progress, CancellationToken cancellation)
    {
        using var visitor = new Visitor(new Uri(work.Url), work.Balancer, limits);
        progress?.Report($"reading {work.Url}{work.Proof.PagePath}");
        await ProvePageAsync(visitor, work, cancellation);
        progress?.Report($"logging in as {work.Proof.User}");
        await ProveLoginAsync(visitor, work, cancellation);
        if (ReadsReplicas(work))
        {
            progress?.Report("counting the reads of the replicas");
            await ProveReplicaReadsAsync(visitor, work, cancellation);
        }

        progress?.Report("proved: page, login, write on the primary"
            + (ReadsReplicas(work) ? ", reads on the replicas" : ""));
    }

    private static bool ReadsReplicas(ProofWork work) => work.Proof.ReadsReplicas && work.Replicas.Count > 0;

    private async Task ProvePageAsync(Visitor visitor, ProofWork work, CancellationToken cancellation)
    {
        DateTimeOffset end = time.GetUtcNow() + limits.FirstPage;
        while (true)
        {
            SiteNotProvedException failure;
            try
            {
                Page page = await GetAsync(visitor, work, work.Proof.PagePath, cancellation);
                if (page.Status == HttpStatusCode.OK
                    && page.Text.Contains(work.Proof.PageContains, StringComparison.Ordinal))
                {
                    return;
                }

                failure = new SiteNotProvedException(
                    $"{page.Address} answers {(int)page.Status} "
                    + (page.Status == HttpStatusCode.OK
                        ? $"without \"{work.Proof.PageContains}\" in it. "
                        : "instead of 200. ")
                    + "Look at /var/log/httpd/error_log and \"journalctl -u php-fpm\" on the nodes.");
            }
            catch (SiteNotProvedException notReachable)
            {
                failure = notReachable;
            }

            if (time.GetUtcNow() >= end)
            {
                throw failure;
            }

            await Task.Delay(limits.Interval, time, cancellation);
        }
    }

    private async Task ProveLoginAsync(Visitor visitor, ProofWork work, CancellationToken cancellation)
    {
        SiteProof proof = work.Proof;
        await using ServerCounters primary = await ServerCounters.OpenAsync(work.Primary, work, cancellation);
        long writesBefore = await primary.WritesAsync(cancellation);
        Page form = await GetAsync(visitor, work, proof.LoginPath, cancellation);
        IReadOnlyList<KeyValuePair<string, string>> fields =
            LoginForm.Fill(form.Text, proof.UserField, proof.User, proof.PasswordField, work.Password.Reveal())
            ?? throw new SiteNotProvedException(
                $"{form.Address} (status {(int)form.Status}) has no login form with a field \"{proof.PasswordField}\". "
                + "Look at the page in a browser: an alternate login page would have to go.");
        Page answer = await TryAsync(work, () => visitor.PostAsync(proof.LoginPath, fields, cancellation), cancellation);
        Page member = await GetAsync(visitor, work, proof.MemberPath, cancellation);
        if (member.Status != HttpStatusCode.OK
            || !member.Text.Contains(proof.MemberContains, StringComparison.Ordinal))
        {
            throw new SiteNotProvedException(
                $"The login of \"{proof.User}\" did not work: the form was answered by {(int)answer.Status} at "
                + $"{answer.Address}, and {member.Address} answers {(int)member.Status} without "
                + $"\"{proof.MemberContains}\" in it. Either the password was changed since the installation, or "
                + "sessions are not shared between the nodes.");
        }

        if (await primary.WritesAsync(cancellation) <= writesBefore)
        {
            throw new SiteNotProvedException(
                $"The login worked, but the primary {Show(work.Primary)} counted no write. Check that the "
                + "product's configuration names this server.");
        }
    }

    private async Task ProveReplicaReadsAsync(Visitor visitor, ProofWork work, CancellationToken cancellation)
    {
        var replicas = new List<ServerCounters>();
        try
        {
            foreach (Endpoint replica in work.Replicas)
            {
                replicas.Add(await ServerCounters.OpenAsync(replica, work, cancellation));
            }

            long before = await SumReadsAsync(replicas, cancellation);
            for (int load = 0; load < limits.PageLoads; load++)
            {
                await GetAsync(visitor, work, work.Proof.MemberPath, cancellation);
            }

            // The monitoring of a managed server reads now and then as well; a page reads at least once.
            if (await SumReadsAsync(replicas, cancellation) - before < limits.PageLoads)
            {
                throw new SiteNotProvedException(
                    $"{limits.PageLoads} pages were read, but the replicas {string.Join(", ", work.Replicas.Select(Show))} "
                    + "counted fewer reads: the site reads from the primary. Check that the replicas stand in the "
                    + "product's configuration and that the nodes reach their port.")
                {
                    IsReadFromPrimary = true,
                };
            }
        }
        finally
        {
            foreach (ServerCounters replica in replicas)
            {
                await replica.DisposeAsync();
            }
        }
    }

    private static async Task<long> SumReadsAsync(
        IReadOnlyList<ServerCounters> replicas, CancellationToken cancellation)
    {
        long sum = 0;
        foreach (ServerCounters replica in replicas)
        {
            sum += await replica.ReadsAsync(cancellation);
        }

        return sum;
    }

    private static Task<Page> GetAsync(
        Visitor visitor, ProofWork work, string path, CancellationToken cancellation) =>
        TryAsync(work, () => visitor.GetAsync(path, cancellation), cancellation);

    private static async Task<Page> TryAsync(ProofWork work, Func<Task<Page>> visit, CancellationToken cancellation)
    {
        try
        {
            return await visit();
        }
        catch (Exception failure) when (
            failure is HttpRequestException
            || (failure is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new SiteNotProvedException(
                $"{work.Url} through the balancer {Show(work.Balancer)} does not answer: {failure.Message} "
                + "Look at the health of the balancer's backends with \"moodlectl status\".",
                failure);
        }
    }

    private static string Show(Endpoint endpoint) => $"{endpoint.Address}:{endpoint.Port}";
}
