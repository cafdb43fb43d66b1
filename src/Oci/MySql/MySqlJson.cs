using System.Text.Json.Serialization;
namespace MoodleNodeAgent.Oci.MySql;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(OciTimeConverter)])]
[JsonSerializable(typeof(AddHeatWaveClusterDetails))]
[JsonSerializable(typeof(Backup))]
[JsonSerializable(typeof(CreateBackupDetails))]
[JsonSerializable(typeof(CreateDbSystemDetails))]
[JsonSerializable(typeof(CreateReplicaDetails))]
[JsonSerializable(typeof(DbSystem))]
[JsonSerializable(typeof(HeatWaveCluster))]
[JsonSerializable(typeof(List<Backup>))]
[JsonSerializable(typeof(List<ConfigurationSummary>))]
[JsonSerializable(typeof(List<DbSystem>))]
[JsonSerializable(typeof(List<Replica>))]
[JsonSerializable(typeof(List<ShapeSummary>))]
[JsonSerializable(typeof(List<VersionSummary>))]
[JsonSerializable(typeof(List<WorkRequest>))]
[JsonSerializable(typeof(List<WorkRequestError>))]
[JsonSerializable(typeof(List<WorkRequestLogEntry>))]
[JsonSerializable(typeof(Replica))]
[JsonSerializable(typeof(StopDbSystemDetails))]
[JsonSerializable(typeof(UpdateDbSystemDetails))]
[JsonSerializable(typeof(UpdateHeatWaveClusterDetails))]
[JsonSerializable(typeof(UpdateReplicaDetails))]
[JsonSerializable(typeof(WorkRequest))]
internal sealed partial class MySqlJson : JsonSerializerContext;
