using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.Simulation;

/// <summary>What goes wrong on the way to one goal, as chance has it.</summary>
internal sealed record Disturbance
{
    private static readonly TimeSpan LongerThanTokensLive = TimeSpan.FromHours(25);

    private static readonly string[] Kinds =
        ["answer", "answer", "throttle", "lose-request", "lose-answer", "lose-answer", "truncate", "garbage", "fail-later"];

    private static readonly (int Status, string Code)[] Answers =
    [
        (500, "InternalServerError"), (503, "ServiceUnavailable"), (409, "IncorrectState"), (400, "LimitExceeded"),
        (401, "NotAuthenticated"), (404, "NotAuthorizedOrNotFound"), (412, "NoEtagMatch"),
    ];

    /// <summary>Events at which one process after the other is killed.</summary>
    public required IReadOnlyList<int> Deaths { get; init; }

    public required IReadOnlyList<JsonObject> Faults { get; init; }

    /// <summary>Whether the first death lasts for more than a day.</summary>
    public required bool SleepsLong { get; init; }

    /// <summary>Whether the store is lost with the first death.</summary>
    public required bool LosesStore { get; init; }

    /// <summary>Kind of resource of which one is deleted behind our back before it begins; null: none.</summary>
    public required string? Deleted { get; init; }

    /// <summary>Whether a replica needs attention before it begins.</summary>
    public required bool BreaksReplica { get; init; }

    public static Disturbance Draw(Random chance) => new()
    {
        Deaths = [.. Enumerable.Range(0, chance.Next(0, 4)).Select(_ => chance.Next(1, 500))],
        Faults = [.. Enumerable.Range(0, chance.Next(0, 4)).Select(_ => Fault(chance))],
        SleepsLong = chance.Next(8) == 0,
        LosesStore = chance.Next(8) == 0,
        Deleted = chance.Next(6) == 0
            ? new[] { "instance", "mysqlreplica", "networkloadbalancer", "export" }[chance.Next(4)]
            : null,
        BreaksReplica = chance.Next(10) == 0,
    };

    /// <summary>Sets it up; deaths are the caller's.</summary>
    public void Begin(World world)
    {
        lock (world.Cloud.Gate)
        {
            world.Cloud.Settle();
            if (Deleted is not null && Live(world, Deleted) is { } victim)
            {
                Delete(world, victim);
            }

            foreach (var fault in Faults)
            {
                world.Faults.Set(LocalCloud.Faults.Fault.Parse(fault));
            }

            if (BreaksReplica && Live(world, "mysqlreplica") is { State: "ACTIVE" } replica)
            {
                replica.State = "NEEDS_ATTENTION";
            }
        }
    }

    /// <summary>What happens between the first death and the next life.</summary>
    public void AfterDeath(World world)
    {
        if (SleepsLong)
        {
            world.Time.Sleep(LongerThanTokensLive);
        }

        if (LosesStore)
        {
            world.LoseStore();
        }
    }

    public override string ToString() => string.Join(", ", new[]
    {
        Deaths.Count > 0 ? $"killed at {string.Join(", ", Deaths)}" : null,
        Faults.Count > 0 ? string.Join(" and ", Faults.Select(fault => fault.ToJsonString())) : null,
        SleepsLong ? "away for 25 h" : null, LosesStore ? "store lost" : null,
        Deleted is null ? null : $"one {Deleted} deleted", BreaksReplica ? "a replica needs attention" : null,
    }.OfType<string>());

    private static JsonObject Fault(Random chance)
    {
        var kind = Kinds[chance.Next(Kinds.Length)];
        var fault = new JsonObject
        {
            ["operation"] = "*", ["kind"] = kind, ["call"] = chance.Next(1, 400),
            ["times"] = chance.Next(5) == 0 ? chance.Next(2, 12) : 1,
        };
        if (kind == "answer")
        {
            var (status, code) = Answers[chance.Next(Answers.Length)];
            fault["status"] = status;
            fault["code"] = code;
            fault["message"] = "A fault of the simulation.";
        }

        return fault;
    }

    // As somebody at the console would: it takes its time, and may be refused.
    private static void Delete(World world, Resource victim)
    {
        var path = victim.Kind.OcidType switch
        {
            "instance" => "/20160918/instances/",
            "mysqlreplica" => "/20190415/replicas/",
            "networkloadbalancer" => "/20200501/networkLoadBalancers/",
            _ => "/20171215/exports/",
        };
        world.Dispatcher.Handle(new ApiRequest
        {
            Method = "DELETE", RawTarget = path + victim.Id, Body = "", TenancyId = World.Tenancy,
        });
    }

    private static Resource? Live(World world, string kind) => world.Cloud.Resources.FirstOrDefault(
        resource => resource.Kind.OcidType == kind && resource.IsLive);
}
