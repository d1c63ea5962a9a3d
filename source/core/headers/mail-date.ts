const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** Zones by name, in hours (RFC 5322 4.3); any other counts as UTC. */
const zones: Readonly<Record<string, number>> = {
	EST: -5,
	EDT: -4,
	CST: -6,
	CDT: -5,
	MST: -7,
	MDT: -6,
	PST: -8,
	PDT: -7,
};

/** Milliseconds of a date as RFC 5322 3.3 has it, obsolete forms included; null where it is none. */
export function mailDate(text: string): number | null {
	const [, day, name = '', year = '', hour, minute, second = '0', zone = ''] =
		/(?:^|[\s,])(\d{1,2})\s+([A-Za-z]{3})[A-Za-z]*\s+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|[A-Z]{1,4})?/.exec(
			text.slice(0, 200),
		) ?? [];
	const month = months.indexOf(name.toLowerCase());
	if (day === undefined || month === -1) {
		return null;
	}

	const short = Number(year);
	const full = year.length > 2 ? short : short < 50 ? 2000 + short : 1900 + short;
	const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(zone) ?? [];
	const east =
		hours === undefined
			? (zones[zone] ?? 0) * 60
			: (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
	const at = Date.UTC(
		full,
		month,
		Number(day),
		Number(hour),
		Number(minute) - east,
		Number(second),
	);
	return Number.isNaN(at) ? null : at;
}
