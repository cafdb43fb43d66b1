<?php
// Notes: a row in the primary database and a file in the shared storage for each; the list is read from a replica.

declare(strict_types=1);

require __DIR__ . '/config.php';

const MAXIMUM_CHARACTERS = 2000;

start_session();
$user = require_login();
$folder = $CFG->dataroot . '/notes';

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $text = is_string($_POST['text'] ?? null) ? trim($_POST['text']) : '';
    if (!is_own_form('sesskey') || !preg_match('/\A.{1,' . MAXIMUM_CHARACTERS . '}\z/us', $text)) {
        http_response_code(400);
        show_page('Notes', '<p class="error" role="alert">This note was not kept: write 1 to ' . MAXIMUM_CHARACTERS
            . ' characters in the form of this page.</p>', $user);
        exit;
    }

    if (!is_dir($folder) && !mkdir($folder, $CFG->directorypermissions, true) && !is_dir($folder)) {
        throw new RuntimeException("Cannot create {$folder}. Is the shared storage mounted and owned by the web user?");
    }

    $file = bin2hex(random_bytes(12)) . '.txt';
    if (file_put_contents("{$folder}/{$file}", $text, LOCK_EX) === false) {
        throw new RuntimeException("Cannot write {$folder}/{$file}. Is the shared storage mounted and owned by the web user?");
    }

    $DB->write(
        "INSERT INTO {$DB->table('notes')} (author, body, file, node, created) VALUES (?, ?, ?, ?, ?)",
        [$user, $text, $file, gethostname() ?: 'unknown', time()]
    );
    session_write_close();
    go($CFG->wwwroot . '/notes.php');
}

$notes = $DB->read("SELECT author, body, file, node, created FROM {$DB->table('notes')} ORDER BY id DESC LIMIT 50");
$list = '';
foreach ($notes as $note) {
    $isShared = is_file("{$folder}/" . basename($note['file']));
    $list .= '<li><p>' . nl2br(h($note['body'])) . '</p><small>' . h($note['author']) . ', '
        . h(gmdate('Y-m-d H:i:s', (int)$note['created'])) . ' UTC, written on ' . h($note['node']) . '; its file is '
        . ($isShared ? 'here' : '<strong>not here</strong>') . '</small></li>';
}

$token = h($_SESSION['token']);
$servers = servers_table($DB);
show_page('Notes', <<<HTML
    <form method="post" action="/notes.php" class="card">
    <input type="hidden" name="sesskey" value="{$token}">
    <label>New note <textarea name="text" rows="3" maxlength="2000" required></textarea></label>
    <button>Keep it</button>
    </form>
    <ul class="notes">{$list}</ul>
    {$servers}

    HTML, $user);
