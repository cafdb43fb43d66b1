<?php
// Login form, with the names of Moodle's fields.

declare(strict_types=1);

require __DIR__ . '/../config.php';

start_session();
$error = '';
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $username = is_string($_POST['username'] ?? null) ? $_POST['username'] : '';
    $password = is_string($_POST['password'] ?? null) ? $_POST['password'] : '';
    // From the primary: a password that was just changed or a user just locked has to count at once.
    $user = $DB->readFresh("SELECT password FROM {$DB->table('user')} WHERE username = ?", [$username])[0] ?? null;
    // Checked against something in any case, so that the time taken does not tell which users exist.
    $isRight = password_verify($password, $user['password'] ?? '$2y$10$' . str_repeat('.', 53));
    if (is_own_form('logintoken') && $user !== null && $isRight) {
        session_regenerate_id(true);
        $_SESSION['user'] = $username;
        $_SESSION['token'] = bin2hex(random_bytes(16));
        session_write_close();
        go($CFG->wwwroot . '/notes.php');
    }

    http_response_code(403);
    $error = '<p class="error" role="alert">Invalid login, please try again.</p>';
}

$token = h($_SESSION['token']);
show_page('Sign in', <<<HTML
    {$error}<form method="post" action="/login/index.php" class="card">
    <input type="hidden" name="logintoken" value="{$token}">
    <label>Username <input name="username" autocomplete="username" required autofocus></label>
    <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
    <button>Sign in</button>
    </form>

    HTML, $_SESSION['user'] ?? null);
