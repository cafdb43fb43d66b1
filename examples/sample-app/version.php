<?php
// Release of the MoodleNodeAgent sample application.

$version = 2025010100;
$release = '1.0 (MoodleNodeAgent sample application)';
