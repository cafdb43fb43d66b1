<?php
// Runs a piece of Drupal's own work without drush, which its archive does not have.
// Usage: php drupal-run.php FOLDER install|cron|rebuild; install reads JSON from standard input: title, user, email,
// password, url.
use Drupal\Core\DrupalKernel;
use Symfony\Component\HttpFoundation\Request;

if (PHP_SAPI !== 'cli' || $argc !== 3 || !in_array($argv[2], ['install', 'cron', 'rebuild'], true)) {
    fwrite(STDERR, "Usage: php drupal-run.php FOLDER install|cron|rebuild\n");
    exit(2);
}

chdir($argv[1]);
$loader = require $argv[1] . '/autoload.php';
if ($argv[2] === 'install') {
    $wanted = json_decode(stream_get_contents(STDIN), true, 2);
    if (!is_array($wanted)) {
        fwrite(STDERR, "Cannot install Drupal: standard input is no JSON.\n");
        exit(2);
    }

    $_SERVER['HTTP_HOST'] = parse_url($wanted['url'], PHP_URL_HOST);
    require_once $argv[1] . '/core/includes/install.core.inc';
    install_drupal($loader, [
        'interactive' => false,
        'site_path' => 'sites/default',
        'parameters' => ['profile' => 'standard', 'langcode' => 'en'],
        'forms' => ['install_configure_form' => [
            'site_name' => $wanted['title'],
            'site_mail' => $wanted['email'],
            'account' => [
                'name' => $wanted['user'],
                'mail' => $wanted['email'],
                'pass' => ['pass1' => $wanted['password'], 'pass2' => $wanted['password']],
            ],
            'enable_update_status_module' => false,
            'enable_update_status_emails' => null,
        ]],
    ]);
    echo "Drupal is installed.\n";
    exit(0);
}

$request = Request::createFromGlobals();
$kernel = DrupalKernel::createFromRequest($request, $loader, 'prod');
$kernel->boot();
$kernel->preHandle($request);
if ($argv[2] === 'cron') {
    // False means that another node runs it: its lock is in the database.
    Drupal::service('cron')->run();
    exit(0);
}

drupal_flush_all_caches($kernel);
