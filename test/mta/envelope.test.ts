// What servers say to sender, recipient and message.
import {testScenarios} from './run-scenarios.ts';
import {envelope} from './scenarios/envelope.ts';
import {serverFaults} from './scenarios/server-faults.ts';

testScenarios(envelope);
testScenarios(serverFaults);
