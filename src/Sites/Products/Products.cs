using MoodleNodeAgent.Sites.Products.Drupal;
using MoodleNodeAgent.Sites.Products.Joomla;
using MoodleNodeAgent.Sites.Products.Moodle;
using MoodleNodeAgent.Sites.Products.Sample;
using MoodleNodeAgent.Sites.Products.WordPress;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>All products of this version: one folder each, and one word here.</summary>
public static class Products
{
    private static readonly IProduct[] All =
        [new SampleProduct(), new MoodleProduct(), new WordPressProduct(), new DrupalProduct(), new JoomlaProduct()];

    /// <summary>Words for the site file.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(product => product.Name)];

    /// <summary>The product of this name; null when there is none.</summary>
    public static IProduct? ByName(string name) => All.FirstOrDefault(product => product.Name == name);
}
