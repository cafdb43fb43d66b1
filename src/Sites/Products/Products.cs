namespace MoodleNodeAgent.Sites.Products;

/// <summary>All products of this version.</summary>
public static class Products
{
    private static readonly IProduct[] All = [new SampleProduct(), new MoodleProduct()];

    /// <summary>Words for the site file.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(product => product.Name)];

    /// <summary>The product of this name; null when there is none.</summary>
    public static IProduct? ByName(string name) => All.FirstOrDefault(product => product.Name == name);
}
