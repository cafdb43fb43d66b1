using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>Every captured request of Oracle's SDKs, sent into a cloud that has what it names.</summary>
public sealed partial class GoldenTests
{
    private static readonly JsonArray Captures = WireFile.Read("operations.json").AsArray();

    public static TheoryData<string, string> Operations()
    {
        var data = new TheoryData<string, string>();
        foreach (JsonNode? capture in Captures)
        {
            data.Add((string)capture!["service"]!, (string)capture["operation"]!);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_request_of_the_official_clients_is_answered_as_oracle_does(string service, string operation)
    {
        JsonObject capture = Captures.First(node =>
            (string)node!["service"]! == service && (string)node["operation"]! == operation)!.AsObject();
        await using GoldenWorld world = await GoldenWorld.CreateAsync(operation);

        string query = (string)capture["rawQuery"]!;
        string target = world.Translate((string)capture["path"]! + (query.Length > 0 ? "?" + query : ""));
        string? body = capture["body"] is { } sent ? world.Translate(sent.ToJsonString()) : null;
        WireAnswer answer = capture["requestHeaders"] is { } headers && (string)capture["method"]! == "PUT"
            ? await world.Cloud.PutAsync(
                target, Encoding.UTF8.GetBytes((string)capture["body"]!),
                headers.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!))
            : world.Cloud.Send(
                (string)capture["method"]!, target, body is null ? null : JsonNode.Parse(body), "token-1");

        Assert.True((int)capture["status"]! == answer.Status, $"{answer.Status} {answer.Body}\n{target}\n{body}");
        foreach (string header in capture["headers"]!.AsArray().Select(node => (string)node!))
        {
            Assert.Contains(header, answer.Headers.Keys);
        }

        if (capture["isText"] is not null)
        {
            Assert.True(answer.Body is null);
            Assert.True((answer.Content?.Length ?? answer.Raw?.Length ?? 0) > 0 || (int)capture["status"]! != 200
                || (string)capture["method"]! == "PUT");
            return;
        }

        Assert.Empty(Missing(capture["answer"], answer.Body is null ? null : JsonNode.Parse(answer.Body), operation));
    }

    private static IEnumerable<string> Missing(JsonNode? wanted, JsonNode? got, string where)
    {
        switch (wanted)
        {
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members)
                {
                    // Tags are the sender's, host names depend on labels, these two on the age of the database.
                    // The sample answer of a restore tells an endpoint that its request does not ask for.
                    if (name == "readEndpoint" && where.EndsWith("fromBackup", StringComparison.Ordinal))
                    {
                        continue;
                    }

                    if (name is "pointInTimeRecoveryDetails" or "definedTags" or "freeformTags" or "hostname"
                        or "securityAttributes" or "metadata" || Ports().IsMatch(name))
                    {
                        continue;
                    }

                    if (got is not JsonObject object_ || !object_.ContainsKey(name))
                    {
                        yield return $"{where}.{name}";
                    }
                    else if (where.EndsWith("listeners", StringComparison.Ordinal) || value is JsonObject)
                    {
                        foreach (string deeper in Missing(value, object_[name], $"{where}.{name}"))
                        {
                            yield return deeper;
                        }
                    }
                }

                break;
            case JsonArray { Count: > 0 } items:
                if (got is not JsonArray { Count: > 0 } found)
                {
                    yield return $"{where}[]";
                }
                else
                {
                    foreach (string deeper in Missing(items[0], found[0], $"{where}[0]"))
                    {
                        yield return deeper;
                    }
                }

                break;
        }
    }

    [GeneratedRegex("^(icmp|tcp|udp)Options$")]
    private static partial Regex Ports();
}
