import {readFile} from 'node:fs/promises';
import path from 'node:path';

const folder = '/sys/class/dmi/id';
/** Readable for everybody; the files with serial numbers are not. */
const files = [
	'sys_vendor',
	'product_name',
	'bios_vendor',
	'board_vendor',
	'chassis_vendor',
	'chassis_asset_tag',
];

/** What the firmware of this machine says about itself (SMBIOS, on Linux); empty where it says nothing. */
export async function firmware(): Promise<readonly string[]> {
	const texts = await Promise.all(
		files.map(async file => readFile(path.join(folder, file), 'utf8').catch(() => '')),
	);
	return texts.map(text => text.trim().slice(0, 200)).filter(Boolean);
}
