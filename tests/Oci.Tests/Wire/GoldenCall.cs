using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Oci.FileStorage;
using MoodleNodeAgent.Oci.Identity;
using MoodleNodeAgent.Oci.InstancePrincipals;
using MoodleNodeAgent.Oci.Limits;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Oci.ObjectStorage;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Oci.Wire;

/// <summary>What a call gave: the answer's headers, and its body written again.</summary>
internal sealed record GoldenResult(OciResponse? Response, byte[]? Body);

/// <summary>Makes the call of a capture with our models, through our client.</summary>
internal static class GoldenCall
{
    private static readonly JsonSerializerOptions QueryJson = new(JsonSerializerDefaults.Web);

    public static async Task<GoldenResult> RunAsync(JsonElement golden, OciConnection connection)
    {
        (object client, JsonSerializerContext json) = ClientOf(golden, connection);
        string operation = golden.GetProperty("operation").GetString()!;
        MethodInfo method = client.GetType().GetMethod(operation + "Async")
            ?? throw new InvalidOperationException($"{client.GetType().Name} has no {operation}Async.");
        object?[] arguments = [.. method.GetParameters().Select(p => Argument(p, Arguments(golden), json))];
        object result = method.Invoke(client, arguments)!;

        if (result is Task task)
        {
            await task;
            object answer = task.GetType().GetProperty("Result")!.GetValue(task)!;
            if (answer is ObjectContent content)
            {
                return new GoldenResult(content.Head, await ReadAsync(content));
            }

            if (answer is ConsoleHistoryContent console)
            {
                return new GoldenResult(console, console.Bytes.ToArray());
            }

            OciResponse response = (OciResponse)answer;
            object? value = response.GetType().GetProperty("Value")?.GetValue(response);
            return new GoldenResult(response, value is null ? null : Write(value, value.GetType(), json));
        }

        return new GoldenResult(null, await WriteListAsync((dynamic)result, method, json));
    }

    private static async Task<byte[]> ReadAsync(ObjectContent content)
    {
        using MemoryStream bytes = new();
        using (content)
        {
            await content.Content.CopyToAsync(bytes);
        }

        return bytes.ToArray();
    }

    private static async Task<byte[]> WriteListAsync<T>(
        IAsyncEnumerable<T> items, MethodInfo method, JsonSerializerContext json)
    {
        List<T> all = [];
        await foreach (T item in items)
        {
            all.Add(item);
        }

        bool wrapped = method.DeclaringType == typeof(NetworkLoadBalancerClient);
        return wrapped
            ? Write(new OciItems<T> { Items = all }, typeof(OciItems<T>), json)
            : Write(all, typeof(List<T>), json);
    }

    private static byte[] Write(object value, Type type, JsonSerializerContext json) =>
        JsonSerializer.SerializeToUtf8Bytes(value, json.GetTypeInfo(type)!);

    private static JsonElement Arguments(JsonElement golden) =>
        golden.TryGetProperty("args", out JsonElement args) ? args : default;

    private static object? Argument(ParameterInfo parameter, JsonElement args, JsonSerializerContext json)
    {
        Type type = parameter.ParameterType;
        if (type == typeof(CancellationToken))
        {
            return CancellationToken.None;
        }

        if (parameter.Name == "query")
        {
            return args.Deserialize(type, QueryJson);
        }

        if (parameter.Name == "options")
        {
            return args.Deserialize(type, QueryJson);
        }

        if (type == typeof(Stream))
        {
            return new MemoryStream(Encoding.UTF8.GetBytes(args.GetProperty("putObjectBody").GetString()!));
        }

        if (parameter.Name == "details")
        {
            JsonElement details = args.EnumerateObject()
                .Single(arg => arg.Name.EndsWith("Details", StringComparison.Ordinal)).Value;
            return details.Deserialize(json.GetTypeInfo(type)!);
        }

        string name = parameter.Name == "retryToken" ? "opcRetryToken" : parameter.Name!;
        return args.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
    }

    private static string? ClientNameOf(JsonElement golden) =>
        golden.TryGetProperty("client", out JsonElement client) ? client.GetString() : null;

    private static (object Client, JsonSerializerContext Json) ClientOf(JsonElement golden, OciConnection connection) =>
        (golden.GetProperty("service").GetString(), ClientNameOf(golden)) switch
        {
            ("identity", _) => (new IdentityClient(connection), IdentityJson.Default),
            ("core", "VirtualNetworkClient") => (new VirtualNetworkClient(connection), VirtualNetworkJson.Default),
            ("core" or "workrequests", _) => (new ComputeClient(connection), ComputeJson.Default),
            ("filestorage", _) => (new FileStorageClient(connection), FileStorageJson.Default),
            ("mysql", _) => (new MySqlClient(connection), MySqlJson.Default),
            ("networkloadbalancer", _) =>
                (new NetworkLoadBalancerClient(connection), NetworkLoadBalancingJson.Default),
            ("objectstorage", _) => (new ObjectStorageClient(connection), ObjectStorageJson.Default),
            ("auth", _) => (new AuthClient(connection), AuthJson.Default),
            ("limits", _) => (new LimitsClient(connection), LimitsJson.Default),
            (var service, _) => throw new InvalidOperationException($"No client for {service}."),
        };
}
