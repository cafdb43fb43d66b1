using System.Text.Json.Serialization;
namespace MoodleNodeAgent.Oci.ObjectStorage;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(OciTimeConverter)])]
[JsonSerializable(typeof(Bucket))]
[JsonSerializable(typeof(CreateBucketDetails))]
[JsonSerializable(typeof(CreatePreauthenticatedRequestDetails))]
[JsonSerializable(typeof(ObjectList))]
[JsonSerializable(typeof(PreauthenticatedRequest))]
[JsonSerializable(typeof(string))]
internal sealed partial class ObjectStorageJson : JsonSerializerContext;
