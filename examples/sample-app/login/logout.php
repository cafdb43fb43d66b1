<?php
// Ends the session.

declare(strict_types=1);

require __DIR__ . '/../config.php';

start_session();
if ($_SERVER['REQUEST_METHOD'] === 'POST' && is_own_form('sesskey')) {
    $_SESSION = [];
    session_destroy();
}

go($CFG->wwwroot . '/');
