// The second question of the flow: does the handshake work?
import {testScenarios} from './run-scenarios.ts';
import {greeting} from './scenarios/greeting.ts';
import {tls} from './scenarios/tls.ts';

testScenarios(greeting);
testScenarios(tls);
