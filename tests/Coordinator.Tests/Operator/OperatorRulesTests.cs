using Google.Protobuf.Reflection;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

public sealed class OperatorRulesTests
{
    public static TheoryData<string> Methods =>
    [
        .. typeof(OperatorReflection).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(OperatorReflection).Namespace && type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!)
            .SelectMany(file => file.Services)
            .SelectMany(service => service.Methods)
            .Select(method => $"/{method.Service.FullName}/{method.Name}"),
    ];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_method_of_the_operator_api_has_a_rule(string method) => Assert.NotNull(OperatorRules.For(method));

    [Fact]
    public void A_method_without_a_rule_is_open_to_nobody() =>
        Assert.Null(OperatorRules.For("/moodle.operator.v1.Operator/Unheard"));
}
