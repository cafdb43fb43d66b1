<?php
// Front page; also what the balancer asks for: 303 to the site's URL whenever the Host is not the site's own.

declare(strict_types=1);

require __DIR__ . '/config.php';

if (!is_installed()) {
    http_response_code(503);
    show_page('Not installed yet', '<p>Run <code>php admin/cli/install_database.php --help</code> on one node.</p>', null);
    exit;
}

start_session();
$name = $DB->read("SELECT value FROM {$DB->table('config')} WHERE name = 'fullname'")[0]['value'] ?? 'Sample site';
$count = $DB->read("SELECT COUNT(*) AS notes FROM {$DB->table('notes')}")[0]['notes'];
show_page(
    $name,
    '<p>This site runs on several web servers with shared storage, a highly available database and read replicas. '
        . 'Reload the page to meet another server.</p>' . servers_table($DB)
        . '<p><a class="button" href="/notes.php">' . h($count) . ' notes</a></p>',
    $_SESSION['user'] ?? null
);
