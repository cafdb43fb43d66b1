<?php
// Required by the last line of config.php, as in Moodle: connects, checks the address that was asked, starts nothing else.

declare(strict_types=1);

require_once __DIR__ . '/Database.php';
require_once __DIR__ . '/DatabaseSessions.php';
require_once __DIR__ . '/page.php';

global $CFG, $DB;

$CFG->dirroot = dirname(__DIR__);
$DB = new Database($CFG);

set_exception_handler(static function (Throwable $failure): void {
    error_log("Uncaught {$failure}");
    if (PHP_SAPI === 'cli') {
        fwrite(STDERR, $failure->getMessage() . "\n");
        exit(1);
    }

    http_response_code(500);
    header('Content-Type: text/plain; charset=utf-8');
    echo "The site cannot answer now. The web server's error log of this node says why.\n";
});

if (PHP_SAPI !== 'cli' && !defined('ANY_ADDRESS')) {
    // One database has to answer before anything else is said: a node without any must fail its health check.
    $DB->read('SELECT 1');
    redirect_to_own_address($CFG->wwwroot);
}

/** Sends a visitor who came by another host name or port to the site's own URL, with 303 as Moodle does. */
function redirect_to_own_address(string $wwwroot): void
{
    $asked = parse_url('http://' . ($_SERVER['HTTP_HOST'] ?? ''));
    if (empty($asked['host'])) {
        return;
    }

    $own = parse_url($wwwroot);
    $port = $asked['port'] ?? (int)$_SERVER['SERVER_PORT'];
    if (strtolower($asked['host']) !== strtolower($own['host']) || $port !== ($own['port'] ?? 80)) {
        go($wwwroot . '/');
    }
}

/** Ends the request with a 303 to this URL. */
function go(string $url): never
{
    http_response_code(303);
    header("Location: {$url}");
    exit;
}

/** Starts or resumes the visitor's session. */
function start_session(): void
{
    global $CFG, $DB;
    session_set_save_handler(new DatabaseSessions($DB, (int)($CFG->session_database_acquire_lock_timeout ?? 120)), true);
    session_name('MoodleSession');
    session_start([
        'cookie_httponly' => true,
        'cookie_samesite' => 'Lax',
        'cookie_secure' => str_starts_with($CFG->wwwroot, 'https:'),
        'use_strict_mode' => true,
    ]);
    $_SESSION['token'] ??= bin2hex(random_bytes(16));
}

/** Whether the form that was sent is one that this session was given. */
function is_own_form(string $field): bool
{
    return is_string($_POST[$field] ?? null) && hash_equals($_SESSION['token'], $_POST[$field]);
}

/** Name of the user who is signed in; a visitor who is not is sent to the login page. */
function require_login(): string
{
    global $CFG;
    if (!isset($_SESSION['user'])) {
        go($CFG->wwwroot . '/login/index.php');
    }

    return $_SESSION['user'];
}

/** Whether the installer has come to its end. */
function is_installed(): bool
{
    global $CFG, $DB;
    $known = $DB->read(
        'SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?',
        [$CFG->dbname, $CFG->prefix . 'config']
    );
    return $known !== [] && $DB->read("SELECT 1 FROM {$DB->table('config')} WHERE name = 'version'") !== [];
}
