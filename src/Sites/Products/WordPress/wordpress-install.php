<?php
// Installs WordPress into its empty database, as its own installer page does. Usage: php wordpress-install.php FOLDER,
// with JSON on standard input: title, user, email, password, url.
if (PHP_SAPI !== 'cli' || $argc !== 2) {
    fwrite(STDERR, "Usage: php wordpress-install.php FOLDER, with JSON on standard input.\n");
    exit(2);
}

$wanted = json_decode(stream_get_contents(STDIN), true, 2);
if (!is_array($wanted)) {
    fwrite(STDERR, "Cannot install WordPress: standard input is no JSON.\n");
    exit(2);
}

// WordPress takes the address of the request for its own while it is not installed.
$_SERVER['HTTP_HOST'] = parse_url($wanted['url'], PHP_URL_HOST);
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
define('WP_INSTALLING', true);
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
if (is_blog_installed()) {
    fwrite(STDERR, "Cannot install WordPress: it is installed already.\n");
    exit(1);
}

// No mail to the made-up address.
add_filter('pre_wp_mail', '__return_false');
$result = wp_install($wanted['title'], $wanted['user'], $wanted['email'], true, '', $wanted['password'], 'en_US');
if (empty($result['user_id'])) {
    fwrite(STDERR, "Cannot install WordPress: wp_install() made no user.\n");
    exit(1);
}

echo "WordPress is installed.\n";
