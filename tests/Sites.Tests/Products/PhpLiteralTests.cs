using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace MoodleNodeAgent.Sites.Products;

public sealed class PhpLiteralTests
{
    private static readonly string[] Pieces =
        ["\\", "'", "\"", "$", "{$x}", "?>", "<?php", "\n", "\r\n", "\0", "\u0000", "é", "日本", "😀", "\\'", "*/", "//", "#", "%s", " ", "a"];

    [Fact]
    [Trait("Feature", "7")]
    public void Any_text_comes_back_from_php_as_it_was()
    {
        var text = Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces));
        IReadOnlyList<string> texts = [.. text.Sample(400, 60), "", "\\", "'", "\\\\'"];
        var source = new StringBuilder("<?php echo json_encode([\n");
        foreach (var item in texts)
        {
            source.Append("base64_encode(").Append(PhpLiteral.String(item)).Append("),\n");
        }

        var (exitCode, output, error) = Php.Run(source.Append("]);").ToString());

        Assert.True(exitCode == 0, error);
        var returned = JsonSerializer.Deserialize<List<string>>(output)!
            .Select(encoded => Encoding.UTF8.GetString(Convert.FromBase64String(encoded)));
        Assert.Equal(texts, returned);
    }

    [Fact]
    public void A_value_that_php_has_no_literal_for_is_refused() =>
        Assert.Throws<ArgumentException>(() => PhpLiteral.Value(1.5m, 0));
}
