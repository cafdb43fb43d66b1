<?php
// What all pages look like.

declare(strict_types=1);

/** Text for HTML. */
function h(string|int $text): string
{
    return htmlspecialchars((string)$text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

/** Sends a whole page; $body is HTML. */
function show_page(string $title, string $body, ?string $user): void
{
    header('Content-Type: text/html; charset=utf-8');
    header("Content-Security-Policy: default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    header('X-Content-Type-Options: nosniff');
    header('Cache-Control: no-store');
    $token = h($_SESSION['token'] ?? '');
    $account = $user === null
        ? '<a href="/login/index.php">Sign in</a>'
        : '<span>Signed in as ' . h($user) . "</span><form method=\"post\" action=\"/login/logout.php\">"
            . "<input type=\"hidden\" name=\"sesskey\" value=\"{$token}\"><button class=\"link\">Sign out</button></form>";
    $node = h(gethostname() ?: 'unknown');
    $heading = h($title);
    echo <<<HTML
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{$heading}</title>
        <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <header><a class="brand" href="/">MoodleNodeAgent <small>sample application</small></a>
        <nav><a href="/notes.php">Notes</a><a href="/status.php">Status</a>{$account}</nav></header>
        <main><h1>{$heading}</h1>
        {$body}</main>
        <footer>Served by {$node}. This is not Moodle: it is a small stand-in with Moodle's seams.</footer>
        </body>
        </html>

        HTML;
}

/** A table of which node and which database servers answered. */
function servers_table(Database $database): string
{
    $read = $database->readServer();
    $write = $database->writeServer();
    return '<dl><dt>Node</dt><dd>' . h(gethostname() ?: 'unknown') . '</dd>'
        . '<dt>Reads from</dt><dd>' . h("{$read['host']}:{$read['port']} (server {$read['server_id']})") . '</dd>'
        . '<dt>Writes to</dt><dd>' . h("{$write['host']}:{$write['port']} (server {$write['server_id']})") . '</dd></dl>';
}
