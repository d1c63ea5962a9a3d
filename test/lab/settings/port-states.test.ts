import {expect, test} from 'vitest';
import type {SettingName} from '../../../source/core/practice.ts';
import {defaultSettings} from '../../../source/lab/settings/default-settings.ts';
import {portState} from '../../../source/lab/settings/port-states.ts';

const states = (changed: Partial<Record<SettingName, string>>) =>
	(['smtp', 'submission', 'submissions'] as const).map(service =>
		portState({...defaultSettings, ...changed}, service),
	);

test.each([
	{changed: {}, seen: ['open', 'open', 'open']},
	{changed: {postfix: 'stopped'}, seen: ['refused', 'refused', 'refused']},
	{changed: {inet_interfaces: 'loopback-only'}, seen: ['refused', 'refused', 'refused']},
	{changed: {'master.cf/submission': 'off'}, seen: ['open', 'refused', 'open']},
	{changed: {firewall: '25 drop, 465 reject'}, seen: ['silent', 'open', 'refused']},
	{changed: {firewall: '25 accept, 25 drop'}, seen: ['open', 'open', 'open']},
	{changed: {firewall: '25 drop', postfix: 'stopped'}, seen: ['silent', 'refused', 'refused']},
])('$changed is seen as $seen', ({changed, seen}) => {
	expect(states(changed)).toEqual(seen);
});
