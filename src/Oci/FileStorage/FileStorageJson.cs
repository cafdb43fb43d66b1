using System.Text.Json.Serialization;
namespace MoodleNodeAgent.Oci.FileStorage;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(OciTimeConverter)])]
[JsonSerializable(typeof(CreateExportDetails))]
[JsonSerializable(typeof(CreateFileSystemDetails))]
[JsonSerializable(typeof(CreateMountTargetDetails))]
[JsonSerializable(typeof(CreateSnapshotDetails))]
[JsonSerializable(typeof(Export))]
[JsonSerializable(typeof(ExportSet))]
[JsonSerializable(typeof(FileSystem))]
[JsonSerializable(typeof(List<Export>))]
[JsonSerializable(typeof(List<ExportSet>))]
[JsonSerializable(typeof(List<FileSystem>))]
[JsonSerializable(typeof(List<MountTarget>))]
[JsonSerializable(typeof(List<Snapshot>))]
[JsonSerializable(typeof(MountTarget))]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(UpdateExportDetails))]
[JsonSerializable(typeof(UpdateExportSetDetails))]
internal sealed partial class FileStorageJson : JsonSerializerContext;
