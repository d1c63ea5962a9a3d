/**
 * Starts every incident, kills the worker of one, closes them, and ends without process.exit(): any
 * handle that is left keeps it from ending.
 */
import process from 'node:process';
import {syncBuiltinESMExports} from 'node:module';
import threads, {type Worker} from 'node:worker_threads';
import {createLab, scenarios} from '../../source/practice-wiring.ts';
import {connectRaw, knock} from './raw-client.ts';

const workers: Worker[] = [];
threads.Worker = class extends threads.Worker {
	constructor(...args: ConstructorParameters<typeof threads.Worker>) {
		super(...args);
		workers.push(this);
	}
};
syncBuiltinESMExports();

const lab = createLab(scenarios);
const practices = await Promise.all(scenarios.map(async scenario => lab.start(scenario)));
const silent = practices.find(({scenario}) => scenario.id === 'timed-out');
const open = practices.find(({scenario}) => scenario.id === 'relay-login');
const client = await connectRaw(open?.options.port ?? 0);
await client.reply();

// Which of the workers is that of "timed-out" is not known: all of them die.
await Promise.all(workers.map(async worker => worker.terminate()));
process.stdout.write(`${await knock(silent?.options.port ?? 0)}\n`);
await silent?.change('firewall', '25 accept');
process.stdout.write(`${await knock(silent?.options.port ?? 0)}\n`);
await Promise.all(practices.map(async practice => practice.close()));
process.stdout.write('closed\n');
