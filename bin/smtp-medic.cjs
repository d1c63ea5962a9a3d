#!/usr/bin/env node
/* This file must parse on every Node that was ever installed, so it is ES5 and asks before it loads. */
'use strict';

var version = process.versions.node.split('.');
var major = Number(version[0]);
var minor = Number(version[1]);

if (major > 22 || (major === 22 && minor >= 19)) {
	require('./start.cjs');
} else {
	process.stderr.write('smtp-medic needs Node 22.19 or newer; this is ' + process.version + '\n');
	process.exit(2);
}
