namespace MoodleNodeAgent.Sites.Products;

/// <summary>All products of this version.</summary>
public static class Products
{
    private static readonly IProduct[] All = [];

    /// <summary>Words for the site file.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sample", "moodle"];

    /// <summary>The product of this name; null when there is none.</summary>
    public static IProduct? ByName(string name) => All.FirstOrDefault(product => product.Name == name);
}
