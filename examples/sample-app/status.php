<?php
// Which node and which database servers answer, as JSON, for whoever proves the deployment. Answers under any address,
// so that each node can be asked by itself. It tells internal addresses: an application of your own should not.

declare(strict_types=1);

define('ANY_ADDRESS', true);
require __DIR__ . '/config.php';

$read = $DB->readServer();
$write = $DB->writeServer();
$probe = @tempnam($CFG->dataroot, 'status-');
$isWritable = $probe !== false && dirname($probe) === rtrim($CFG->dataroot, '/');
if ($probe !== false) {
    unlink($probe);
}

header('Content-Type: application/json');
header('Cache-Control: no-store');
echo json_encode([
    'node' => gethostname() ?: 'unknown',
    'read_server' => $read['host'],
    'read_port' => $read['port'],
    'read_server_id' => $read['server_id'],
    'write_server' => $write['host'],
    'write_port' => $write['port'],
    'write_server_id' => $write['server_id'],
    'dataroot_writable' => $isWritable,
], JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR) . "\n";
