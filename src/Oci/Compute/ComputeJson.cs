using System.Text.Json.Serialization;
namespace MoodleNodeAgent.Oci.Compute;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(OciTimeConverter)])]
[JsonSerializable(typeof(CaptureConsoleHistoryDetails))]
[JsonSerializable(typeof(ComputeCapacityReport))]
[JsonSerializable(typeof(ConsoleHistory))]
[JsonSerializable(typeof(CreateComputeCapacityReportDetails))]
[JsonSerializable(typeof(Image))]
[JsonSerializable(typeof(Instance))]
[JsonSerializable(typeof(LaunchInstanceDetails))]
[JsonSerializable(typeof(List<Image>))]
[JsonSerializable(typeof(List<Instance>))]
[JsonSerializable(typeof(List<Shape>))]
[JsonSerializable(typeof(List<VnicAttachment>))]
[JsonSerializable(typeof(List<WorkRequest>))]
[JsonSerializable(typeof(List<WorkRequestError>))]
[JsonSerializable(typeof(List<WorkRequestLogEntry>))]
[JsonSerializable(typeof(UpdateInstanceDetails))]
[JsonSerializable(typeof(WorkRequest))]
[JsonSerializable(typeof(string))]
internal sealed partial class ComputeJson : JsonSerializerContext;
