using Xunit.Abstractions;
using Xunit.Sdk;

namespace MoodleNodeAgent.EndToEnd;

/// <summary>Runs the test that removes the demo after all the others; these keep their alphabetical order.</summary>
public sealed class DownLast : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase =>
        testCases.OrderBy(test => test.TestMethod.Method.Name.StartsWith("Down_", StringComparison.Ordinal))
            .ThenBy(test => test.TestMethod.Method.Name, StringComparer.Ordinal);
}
