'use strict';

const {mkdirSync, readdirSync, rmSync, statSync} = require('node:fs');
const {enableCompileCache} = require('node:module');
const path = require('node:path');
const process = require('node:process');
const {version} = require('../package.json');

/** Where this user's programs keep what they could make again. */
function userCaches() {
	const {HOME = '', XDG_CACHE_HOME: given, LOCALAPPDATA: local} = process.env;
	switch (process.platform) {
		case 'win32': {
			return local;
		}

		case 'darwin': {
			return HOME && path.join(HOME, 'Library/Caches');
		}

		default: {
			return given || (HOME && path.join(HOME, '.cache'));
		}
	}
}

/**
 * A folder that is there, made if need be in one that is; undefined where others may write into it, or
 * own it: HOME may be another user's (sudo can leave it alone), and compiled code is code.
 */
function ownFolder(folder, within) {
	let found = statSync(folder, {throwIfNoEntry: false});
	if (!found && within !== undefined && ownFolder(within)) {
		mkdirSync(folder, {mode: 0o700});
		found = statSync(folder);
	}

	if (process.platform === 'win32' || !found) {
		return found && folder;
	}

	const {uid, gid, mode} = found;
	const others = gid === process.getegid() ? 0o002 : 0o022;
	return uid === process.geteuid() && (mode & others) === 0 ? folder : undefined;
}

/** What is removed in one go at most; more of it is left to the next version. */
const mostRemoved = 20;

/**
 * Removes what other versions of this program have kept, and what versions of Node did before there was
 * a folder for each version of the program. Nothing else has such a name, and no link is followed.
 */
function removeOthers(own) {
	try {
		readdirSync(own)
			.filter(name => name !== version && /^v?\d+\.\d+\.\d+/.test(name))
			.slice(0, mostRemoved)
			.forEach(name => rmSync(path.join(own, name), {recursive: true, force: true}));
	} catch {
		// Then it stays: it is only room on the disk
	}
}

/**
 * Keeps what V8 compiles in the user's own cache folder, which halves the time of later starts. Node's
 * usual place for it is below /tmp, where the first user shuts out all others, and where anybody could
 * lay code ready for root. Where there is no such folder nothing is kept.
 */
function keepCompiled() {
	if (process.env.NODE_DISABLE_COMPILE_CACHE) {
		return;
	}

	try {
		const caches = userCaches();
		if (caches && path.isAbsolute(caches)) {
			const own = ownFolder(caches, path.dirname(caches)) && path.join(caches, 'smtp-medic');
			const folder = own && ownFolder(own, caches) && path.join(own, version);
			const isNew = folder && !statSync(folder, {throwIfNoEntry: false});
			if (folder && ownFolder(folder, own)) {
				enableCompileCache(folder);
				if (isNew) {
					// The first start of this version; at its end, when nobody waits for a screen any more
					process.once('exit', () => removeOthers(own));
				}
			}
		}
	} catch {
		// A home that may not be written to: without a cache everything works, only later
	}
}

keepCompiled();
import('../dist/cli.js').catch(error => {
	const isUnbuilt =
		error.code === 'ERR_MODULE_NOT_FOUND' && String(error.url).endsWith('/dist/cli.js');
	console.error(isUnbuilt ? 'smtp-medic is not built yet; run: npm run build' : error);
	process.exitCode = 3;
});
