using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace MoodleNodeAgent.Coordinator.Proof;

/// <summary>Fills in a login form as a browser would: hidden fields are sent along.</summary>
internal static class LoginForm
{
    /// <summary>The fields to send; null: the page has no form with such a password field.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Fill(
        string html, string userField, string user, string passwordField, string password)
    {
        using IHtmlDocument document = new HtmlParser().ParseDocument(html);
        IHtmlFormElement? form = document.Forms.FirstOrDefault(
            one => one.Elements.OfType<IHtmlInputElement>().Any(input => input.Name == passwordField));
        return form is null
            ? null
            : [
                .. form.Elements.OfType<IHtmlInputElement>()
                    .Where(input => input.Type == "hidden" && !string.IsNullOrEmpty(input.Name))
                    .Select(input => KeyValuePair.Create(input.Name!, input.Value)),
                KeyValuePair.Create(userField, user),
                KeyValuePair.Create(passwordField, password),
            ];
    }
}
