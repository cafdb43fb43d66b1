using Google.Protobuf.Reflection;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Testing;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>What agents of the last release say and understand stays valid: with this, agents and coordinators of two releases
/// understand each other; their packages are too big to be kept here.</summary>
public sealed class ReleasedProtocolTests
{
    private const string WriteSwitch = "MNA_WRITE_RELEASED_PROTOCOL";

    [Fact]
    public async Task Each_field_value_and_method_of_the_last_release_is_still_there_with_its_number_and_type()
    {
        string file = Path.Combine(
            Checkout.Root, "tests", "Coordinator.Tests", "Fleet", "released", "agent-protocol.txt");
        List<string> now = [.. Lines()];
        if (Environment.GetEnvironmentVariable(WriteSwitch) is "1")
        {
            await File.WriteAllLinesAsync(file, now);
        }

        string[] released = await File.ReadAllLinesAsync(file);
        Assert.True(released.Length > 100, $"{file} has {released.Length} lines only.");
        Assert.Empty(released.Except(now));
    }

    private static IEnumerable<string> Lines()
    {
        FileDescriptor[] files = [AgentReflection.Descriptor, ExecutorReflection.Descriptor, TaskReflection.Descriptor];
        foreach (FileDescriptor file in files)
        {
            foreach (MessageDescriptor message in file.MessageTypes)
            {
                foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
                {
                    string type = field.FieldType switch
                    {
                        FieldType.Message => field.MessageType.FullName,
                        FieldType.Enum => field.EnumType.FullName,
                        var other => other.ToString(),
                    };
                    yield return $"{message.FullName} {field.FieldNumber} {field.Name} {(field.IsRepeated ? "repeated " : "")}{type}"
                        + (field.ContainingOneof is { } choice ? $" of {choice.Name}" : "");
                }
            }

            foreach (EnumDescriptor kind in file.EnumTypes)
            {
                foreach (EnumValueDescriptor value in kind.Values)
                {
                    yield return $"{kind.FullName} {value.Number} {value.Name}";
                }
            }

            foreach (MethodDescriptor method in file.Services.SelectMany(service => service.Methods))
            {
                yield return $"{method.FullName} {method.InputType.FullName} {method.OutputType.FullName} "
                    + $"{method.IsClientStreaming} {method.IsServerStreaming}";
            }
        }
    }
}
