<?php
// Empties the caches: the sample application has none but the folder of its configuration.

declare(strict_types=1);

require __DIR__ . '/cli.php';

options([]);
foreach (glob("{$CFG->cachedir}/*") ?: [] as $file) {
    is_file($file) && unlink($file);
}
