import type {SoftwareSign} from '../core/knowledge.ts';
import {ehloSigns} from './software/ehlo-signs.ts';
import {greetingSigns} from './software/greeting-signs.ts';
import {replySigns} from './software/reply-signs.ts';

/** Words by which server software is known; the surest sign that fits decides. */
export const signs: readonly SoftwareSign[] = [...greetingSigns, ...ehloSigns, ...replySigns];
